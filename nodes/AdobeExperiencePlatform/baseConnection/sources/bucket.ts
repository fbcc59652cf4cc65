import { endpointProblem, withoutOuterSlashes } from './checks';
import type { Finding } from './pasted';
import type { ParamValue, SourceParam } from './source';

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
	problem: (value) => addressProblem(String(value)),
};

function serviceUrlProblem(value: ParamValue): string | Finding | undefined {
	const problem = endpointProblem(value);
	const { bucket, service } = hostOf(String(value));
	if (!bucket) return problem;
	return {
		found: 'it has the name of a bucket in its host',
		// Website endpoints of S3 do not take keys.
		description: `Enter Service URL: https://${service.replace(/^s3-website[.-]/, 's3.')}/ and Bucket Name: ${bucket}.`,
	};
}

function hostOf(address: string): { bucket: string; service: string } {
	const host = URL.canParse(address) ? new URL(address).hostname : '';
	return bucketInHost(host) ?? { bucket: '', service: host };
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

export function isAddress(text: string): boolean {
	return (
		/^\s*(?:[a-z][a-z0-9+.-]*:\/|arn:|s3[an]?:|gs:)/i.test(text) ||
		/^[\w.-]+\.(?:amazonaws|googleapis)\.com(?:\.cn)?(?:\/|$)/i.test(text)
	);
}

/** Bucket and service in a host of AWS or Google. Undefined for other hosts. */
function bucketInHost(host: string): { bucket: string; service: string } | undefined {
	// Hosts are not longer, and the patterns are slow on long texts.
	if (host.length > 253) return undefined;
	const [, bucket] = AWS.exec(host) ?? GOOGLE.exec(host) ?? [host];
	if (bucket === undefined && !AWS.test(host) && !GOOGLE.test(host)) return undefined;
	const name = bucket ?? '';
	return { bucket: name, service: host.slice(name ? name.length + 1 : 0) };
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
	const path = decoded(pathname.replace(/^\/+/, ''));
	if (path === undefined) return undefined;
	if (host.bucket) return { bucket: host.bucket, key: path };
	const [bucket, ...rest] = path.split('/') as [string, ...string[]];
	return { bucket, key: rest.join('/').replace(/^\/+/, '') };
}

function decoded(path: string): string | undefined {
	try {
		return decodeURIComponent(path);
	} catch {
		return undefined;
	}
}

/** The path of an address as listings of the connection show it, with the bucket first (contract.md (f)). */
export function storagePath(text: string): string | undefined {
	const address = storageAddress(text);
	return address && `/${address.bucket}${address.key ? `/${address.key}` : ''}`;
}
