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

/** The ID of a key of AWS with something else beside it: the secret of a `key,secret` or `key:secret` line, a full stop. */
const MORE_THAN_ID =
	/^(?:[^\w-].*)?(?:AKIA|ASIA)[A-Z0-9]{16}[^\w-]|[^\w-](?:AKIA|ASIA)[A-Z0-9]{16}$/s;
/** What AWS begins session tokens with. */
const SESSION_TOKEN = /^(?:F[wQ]oGZXIvYXdz|IQoJb3JpZ2lu|AQoDYXdz)/;
/** AWS has IDs of users, groups, roles and policies, too. */
const OTHER_ID = /^(?:AIDA|AROA|AGPA|AIPA|ANPA|ANVA)[A-Z0-9]{17}$|^(?:AIDA|AROA)[A-Z0-9]{16}$/;

/** For the ID of an access key of AWS or Google. */
export function accessKeyIdProblem(value: ParamValue): Finding | undefined {
	const text = String(value);
	if (isSecretKey(text)) return { found: 'it has the form of a secret key', mend: SWAPPED };
	if (SESSION_TOKEN.test(text)) {
		return { found: 'it has the form of a session token', mend: SWAPPED };
	}
	if (OTHER_ID.test(text)) {
		return {
			found: 'it is the ID of a user or role, and not of an access key',
			mend: 'Enter the ID of the access key, which begins with AKIA or ASIA.',
		};
	}
	return MORE_THAN_ID.test(text)
		? {
				found: 'it holds more than the ID of the key',
				mend: 'Enter the ID alone; the secret has a field of its own.',
			}
		: undefined;
}

/** For the secret of an access key of AWS or Google. */
export function secretKeyProblem(value: ParamValue): Finding | undefined {
	const text = String(value);
	if (isAccessKeyId(text)) return { found: 'it has the form of an access key ID', mend: SWAPPED };
	return SESSION_TOKEN.test(text) && text.length > 100
		? { found: 'it has the form of a session token', mend: SWAPPED }
		: undefined;
}

export function sessionTokenProblem(value: ParamValue): Finding | undefined {
	const text = String(value);
	if (isSecretKey(text)) return { found: 'it has the form of a secret key', mend: SWAPPED };
	return isAccessKeyId(text)
		? { found: 'it has the form of an access key ID', mend: SWAPPED }
		: undefined;
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
