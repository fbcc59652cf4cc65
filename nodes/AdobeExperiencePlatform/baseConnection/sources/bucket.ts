import { Refusal } from '../../adobe/errors/failure';
import { percentDecoded } from '../../adobe/json';
import { pastedProblem, type Finding } from './pasted';
import type { SourceParam } from './source';

/** Bucket and folder have their own fields, so an address does not fit into one of them. */
export function addressProblem(text: string): Finding | undefined {
	if (!isAddress(text)) return undefined;
	const address = folderAddress(text);
	const folder = address && withoutOuterSlashes(address.key);
	return {
		found: 'it is an address',
		description: address
			? `Enter Bucket Name: ${address.bucket}${folder ? `, Folder Path: ${folder}` : ''}.`
			: 'Enter only names: the bucket or container in its own field, and the folder under Folder Path.',
	};
}

/**
 * In a policy, a star at the end of an ARN stands for everything in the folder. Any other star is not part of a
 * folder.
 */
function folderAddress(text: string): StorageAddress | undefined {
	const address = storageAddress(text);
	const key = address?.key.replace(/(^|\/)\*$/, '');
	return address && key !== undefined && !key.includes('*') ? { ...address, key } : undefined;
}

/**
 * Replaces an address (`s3://…`, an ARN, `https://….s3.amazonaws.com/…`) by bucket name and folder, if only
 * one reading is possible.
 * @param isWhole whether no bucket is stored, so the address of a folder may name it
 */
export function withoutAddresses(
	values: Record<string, unknown>,
	isWhole: boolean,
): Record<string, unknown> {
	const bucket = textOf(values.bucketName);
	const inBucket = folderAddress(bucket);
	const inFolder = folderAddress(textOf(values.folderPath));
	const named = inBucket?.key === '' ? inBucket.bucket : bucket;
	const bucketName = named || (isWhole ? inFolder?.bucket : undefined) || undefined;
	return {
		...values,
		...(bucketName !== undefined && { bucketName }),
		...(inFolder && inFolder.bucket === bucketName && { folderPath: inFolder.key }),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

export const folderPath: SourceParam = {
	name: 'folderPath',
	label: 'Folder Path',
	description:
		'Folder where Explore starts, without a slash at either end (required if the credentials can read only this folder)',
	placeholder: 'e.g. folder/subfolder',
	tidy: withoutOuterSlashes,
	problem: addressProblem,
};

function serviceUrlProblem(value: string): string | Finding | undefined {
	const host = URL.canParse(value) ? new URL(value).hostname : '';
	const { bucket = '', service = '' } = bucketInHost(host) ?? {};
	if (!bucket) return endpointProblem(value);
	return {
		found: 'it has the name of a bucket in its host',
		// Website endpoints of S3 do not take keys.
		description: `Enter Service URL: https://${service.replace(/^s3-website[.-]/, 's3.')}/ and Bucket Name: ${bucket}.`,
	};
}

export const serviceUrl: SourceParam = {
	name: 'serviceUrl',
	label: 'Service URL',
	description: 'Required if the bucket is bound to a region',
	placeholder: 'e.g. https://s3.eu-west-1.amazonaws.com/',
	problem: serviceUrlProblem,
	advice: 'Write it like https://s3.eu-west-1.amazonaws.com/, or leave it out.',
};

/** Bucket and key of an address. */
interface StorageAddress {
	bucket: string;
	/** What is below the bucket, without a slash at its start. Empty for the bucket itself. */
	key: string;
}

const BUCKET = /^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/;
/** `s3.amazonaws.com`, `s3.eu-west-1.amazonaws.com`, `s3-eu-west-1…`, `s3.dualstack.eu-west-1…`. */
const AWS =
	/^(?:(.+)\.)?s3(?:[.-](?!accesspoint|control|vpce)[a-z0-9]+)*\.amazonaws\.com(?:\.cn)?$/;
const GOOGLE = /^(?:(.+)\.)?storage\.(?:googleapis|cloud\.google)\.com$/;

function isAddress(text: string): boolean {
	return (
		/^\s*(?:[a-z][a-z0-9+.-]*:\/|arn:|s3[an]?:|gs:)/i.test(text) ||
		/^[\w.-]+\.(?:amazonaws|googleapis)\.com(?:\.cn)?(?:\/|$)/i.test(text)
	);
}

/** Bucket and service in a host of AWS or Google. Undefined for other hosts. */
function bucketInHost(host: string): { bucket: string; service: string } | undefined {
	// Hosts are not longer, and the patterns are slow on long texts.
	if (host.length > 253) return undefined;
	const found = AWS.exec(host) ?? GOOGLE.exec(host);
	if (!found) return undefined;
	const [, bucket = ''] = found;
	return { bucket, service: host.slice(bucket ? bucket.length + 1 : 0) };
}

/**
 * Reads `s3://bucket/key`, `gs://…`, an ARN, or a web address of S3 or Google. Undefined if it names no bucket.
 */
function storageAddress(text: string): StorageAddress | undefined {
	const [, bucket, key = ''] =
		/^(?:s3[an]?|gs):\/\/([^/?#]+)\/*([^]*)$/i.exec(text) ??
		/^arn:aws[a-z-]*:s3:::([^/:]+)\/*([^]*)$/i.exec(text) ??
		[];
	const found = bucket === undefined ? webStorageAddress(text) : { bucket, key };
	return found && BUCKET.test(found.bucket) ? found : undefined;
}

/** A query is a signature or belongs to a console, so the address is more than a location. */
function webStorageAddress(text: string): StorageAddress | undefined {
	const address = /^https:\/\//i.test(text) ? text : `https://${text}`;
	if (!isAddress(text) || !URL.canParse(address)) return undefined;
	const { hostname, pathname, search, hash, username } = new URL(address);
	const host = bucketInHost(hostname);
	if (!host || search || hash || username) return undefined;
	const path = percentDecoded(pathname.replace(/^\/+/, ''));
	if (path === undefined) return undefined;
	if (host.bucket) return { bucket: host.bucket, key: path };
	const [bucket, ...rest] = path.split('/') as [string, ...string[]];
	return { bucket, key: rest.join('/').replace(/^\/+/, '') };
}

/** The path of an address as listings of the connection show it, with the bucket first (contract.md (f)). */
export function storagePath(text: string): string | undefined {
	const address = storageAddress(text);
	return address && `/${address.bucket}${address.key ? `/${address.key}` : ''}`;
}

/**
 * A path within a storage, as listings show it. Addresses of S3 or Google are converted (`s3://bucket/file`, an
 * ARN, `https://bucket.s3.amazonaws.com/file`).
 */
export function asPath(text: string): string {
	const problem = pastedProblem(text, 'text');
	if (problem) throw new Refusal(`Invalid Path: ${problem.found}`, problem.description);
	const path = storagePath(text);
	if (path !== undefined) return path;
	if (!isAddress(text)) return text;
	throw new Refusal(
		'Invalid Path: it is an address',
		'Enter the path as a listing of the connection shows it, with the bucket first, for instance /my-bucket/daily/customers.csv.',
	);
}

/** Adobe's folder paths have no slash at either end (contract.md (d)). */
export function withoutOuterSlashes(path: string): string {
	return path.replace(/^\/+|\/+$/g, '');
}

export function webAddressProblem(address: string): string | undefined {
	if (!URL.canParse(address)) return 'it is not a web address';
	const { protocol, username, password } = new URL(address);
	if (protocol !== 'https:') return 'it does not start with https://';
	if (username || password) return 'it contains a user name or password';
	return undefined;
}

const CONSOLES =
	/(?:^|\.)(?:(?:console|signin)\.aws\.amazon\.com|awsapps\.com|console\.amazonaws(?:\.cn|-us-gov\.com)|portal\.azure\.com|console\.cloud\.google\.com|(?:cloud|console\.[\w.-]+)\.oracle(?:cloud)?\.com)$/;

/** The address of a service is only a host. */
export function endpointProblem(address: string): string | undefined {
	const problem = webAddressProblem(address);
	if (problem) return problem;
	const { hostname, pathname, search, hash } = new URL(address);
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
export function accessKeyIdProblem(text: string): Finding | undefined {
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
export function secretKeyProblem(text: string): Finding | undefined {
	if (isAccessKeyId(text))
		return { found: 'it has the form of an access key ID', description: SWAPPED };
	return SESSION_TOKEN.test(text) && text.length > 100
		? { found: 'it has the form of a session token', description: SWAPPED }
		: undefined;
}

export function sessionTokenProblem(text: string): Finding | undefined {
	if (isSecretKey(text)) return { found: 'it has the form of a secret key', description: SWAPPED };
	return isAccessKeyId(text)
		? { found: 'it has the form of an access key ID', description: SWAPPED }
		: undefined;
}
