import type { Finding } from './pasted';
import type { ParamValue } from './source';

const SWAPPED =
	'Check whether the key and its secret are swapped, and give the whole set as it was handed out.';

/** What AWS and Google begin the IDs of access keys with. */
function isAccessKeyId(value: string): boolean {
	return /^(?:(?:AKIA|ASIA)[A-Z0-9]{12,}|GOOG[A-Z0-9]{16,})$/.test(value);
}

/** The secrets of AWS and Google: 40 characters of base64. Their IDs have no small letters. */
function isSecretKey(value: string): boolean {
	return /^[A-Za-z0-9/+]{40}$/.test(value) && /[a-z/+]/.test(value);
}

/** For the ID of an access key of AWS or Google. */
export function accessKeyIdProblem(value: ParamValue): Finding | undefined {
	return isSecretKey(String(value))
		? { found: 'it has the form of a secret key', mend: SWAPPED }
		: undefined;
}

/** For the secret of an access key of AWS or Google. */
export function secretKeyProblem(value: ParamValue): Finding | undefined {
	return isAccessKeyId(String(value))
		? { found: 'it has the form of an access key ID', mend: SWAPPED }
		: undefined;
}

export function sessionTokenProblem(value: ParamValue): Finding | undefined {
	return accessKeyIdProblem(value) ?? secretKeyProblem(value);
}

/** Oracle's IDs have 40 hexadecimal digits, its secrets are base64. */
export function oracleSecretProblem(value: ParamValue): Finding | undefined {
	return /^[0-9a-f]{40}$/.test(String(value))
		? { found: 'it has the form of an access key', mend: SWAPPED }
		: undefined;
}

/** Entra shows two values beside each other for a client secret, and only one of them is secret. */
export function clientSecretProblem(value: ParamValue): Finding | undefined {
	return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(value))
		? {
				found: 'it is the ID of a client secret and not its value',
				mend: 'Enter what Microsoft Entra ID shows under Value when the client secret is created.',
			}
		: undefined;
}
