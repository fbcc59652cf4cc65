import type { ParamValue } from './source';
import type { Finding } from './pasted';

/** Adobe's folder paths have no slash at either end (contract.md (d)). */
export function withoutOuterSlashes(path: string): string {
	return path.replace(/^\/+|\/+$/g, '');
}

export function webAddressProblem(address: ParamValue): string | undefined {
	if (!URL.canParse(String(address))) return 'it is not a web address';
	const { protocol, username, password } = new URL(String(address));
	if (protocol !== 'https:') return 'it does not start with https://';
	if (username || password) return 'it contains a user name or password';
	return undefined;
}

const CONSOLES =
	/(?:^|\.)(?:(?:console|signin)\.aws\.amazon\.com|awsapps\.com|console\.amazonaws(?:\.cn|-us-gov\.com)|portal\.azure\.com|console\.cloud\.google\.com|(?:cloud|console\.[\w.-]+)\.oracle(?:cloud)?\.com)$/;

/** The address of a service is only a host. */
export function endpointProblem(address: ParamValue): string | undefined {
	const problem = webAddressProblem(address);
	if (problem) return problem;
	const { hostname, pathname, search, hash } = new URL(String(address));
	if (CONSOLES.test(hostname)) return 'it is the address of a console, not of the service';
	if (search || hash) return 'it has a query after the host';
	if (!/^\/*$/.test(pathname)) return 'it has a path after the host';
	return undefined;
}

/** For keys and secrets in each other's field. */
export const SWAPPED =
	'Check whether the key and its secret are swapped, and enter the complete set as you received it.';

/** Prefixes of access key IDs of AWS and Google. */
function isAccessKeyId(value: string): boolean {
	return /^(?:(?:AKIA|ASIA)[A-Z0-9]{12,}|GOOG[A-Z0-9]{16,})$/.test(value);
}

/** Secrets of AWS and Google are 40 characters of base64. Their IDs have no lowercase letters. */
function isSecretKey(value: string): boolean {
	return /^[A-Za-z0-9/+]{40}$/.test(value) && /[a-z/+]/.test(value);
}

/**
 * The ID of an AWS key with something after it: the secret of a `key,secret` or `key:secret` line, or a full
 * stop.
 */
const MORE_THAN_ID =
	/^(?:[^\w-].*)?(?:AKIA|ASIA)[A-Z0-9]{16}[^\w-]|[^\w-](?:AKIA|ASIA)[A-Z0-9]{16}$/s;
/** Prefixes of AWS session tokens. */
const SESSION_TOKEN = /^(?:F[wQ]oGZXIvYXdz|IQoJb3JpZ2lu|AQoDYXdz)/;
/** AWS also has IDs for users, groups, roles and policies. */
const OTHER_ID = /^(?:AIDA|AROA|AGPA|AIPA|ANPA|ANVA)[A-Z0-9]{17}$|^(?:AIDA|AROA)[A-Z0-9]{16}$/;

/** For AWS and Google. */
export function accessKeyIdProblem(value: ParamValue): Finding | undefined {
	const text = String(value);
	if (isSecretKey(text)) return { found: 'it has the form of a secret key', description: SWAPPED };
	if (SESSION_TOKEN.test(text)) {
		return { found: 'it has the form of a session token', description: SWAPPED };
	}
	if (OTHER_ID.test(text)) {
		return {
			found: 'it is the ID of a user or role, not of an access key',
			description: 'Enter the ID of the access key, which starts with AKIA or ASIA.',
		};
	}
	return MORE_THAN_ID.test(text)
		? {
				found: 'it contains more than the ID of the key',
				description: 'Enter only the ID. The secret has its own field.',
			}
		: undefined;
}

/** For AWS and Google. */
export function secretKeyProblem(value: ParamValue): Finding | undefined {
	const text = String(value);
	if (isAccessKeyId(text))
		return { found: 'it has the form of an access key ID', description: SWAPPED };
	return SESSION_TOKEN.test(text) && text.length > 100
		? { found: 'it has the form of a session token', description: SWAPPED }
		: undefined;
}

export function sessionTokenProblem(value: ParamValue): Finding | undefined {
	const text = String(value);
	if (isSecretKey(text)) return { found: 'it has the form of a secret key', description: SWAPPED };
	return isAccessKeyId(text)
		? { found: 'it has the form of an access key ID', description: SWAPPED }
		: undefined;
}
