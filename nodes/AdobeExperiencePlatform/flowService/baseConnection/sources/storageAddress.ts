/** What an address of an object storage names. */
export interface StorageAddress {
	bucket: string;
	/** What is below the bucket, without a slash at its beginning; '' for the bucket itself. */
	key: string;
}

const BUCKET = /^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/;
/** `s3.amazonaws.com`, `s3.eu-west-1.amazonaws.com`, `s3-eu-west-1…`, `s3.dualstack.eu-west-1…`. */
const AWS =
	/^(?:(.+)\.)?s3(?:[.-](?!accesspoint|control|vpce)[a-z0-9]+)*\.amazonaws\.com(?:\.cn)?$/;
const GOOGLE = /^(?:(.+)\.)?storage\.(?:googleapis|cloud\.google)\.com$/;

/** Whether a text is an address and no path. */
export function isAddress(text: string): boolean {
	return (
		/^\s*(?:[a-z][a-z0-9+.-]*:\/|arn:|s3[an]?:|gs:)/i.test(text) ||
		/^[\w.-]+\.(?:amazonaws|googleapis)\.com(?:\.cn)?(?:\/|$)/i.test(text)
	);
}

/** The host of an address of AWS or Google in two parts; undefined for other hosts. */
export function bucketInHost(host: string): { bucket: string; service: string } | undefined {
	// No host is longer, and the patterns take their time with one that is.
	if (host.length > 253) return undefined;
	const [, bucket] = AWS.exec(host) ?? GOOGLE.exec(host) ?? [host];
	if (bucket === undefined && !AWS.test(host) && !GOOGLE.test(host)) return undefined;
	const name = bucket ?? '';
	return { bucket: name, service: host.slice(name ? name.length + 1 : 0) };
}

/** Reads `s3://bucket/key`, `gs://…`, an ARN, or a web address of S3 or Google; undefined for what names no bucket. */
export function storageAddress(text: string): StorageAddress | undefined {
	const [, bucket, key = ''] =
		/^(?:s3[an]?|gs):\/\/([^/?#]+)\/*([^]*)$/i.exec(text) ??
		/^arn:aws[a-z-]*:s3:::([^/:]+)\/*([^]*)$/i.exec(text) ??
		[];
	const found = bucket === undefined ? webStorageAddress(text) : { bucket, key };
	return found && BUCKET.test(found.bucket) ? found : undefined;
}

/** A query is a signature or a view of a console: then the address is more than a name. */
function webStorageAddress(text: string): StorageAddress | undefined {
	const address = /^https:\/\//i.test(text) ? text : `https://${text}`;
	if (!isAddress(text) || !URL.canParse(address)) return undefined;
	const { hostname, pathname, search, hash, username } = new URL(address);
	const host = bucketInHost(hostname);
	if (!host || search || hash || username) return undefined;
	const path = decoded(pathname.replace(/^\/+/, ''));
	if (path === undefined) return undefined;
	if (host.bucket) return { bucket: host.bucket, key: path };
	const [bucket = '', ...rest] = path.split('/');
	return { bucket, key: rest.join('/').replace(/^\/+/, '') };
}

function decoded(path: string): string | undefined {
	try {
		return decodeURIComponent(path);
	} catch {
		return undefined;
	}
}

/** The path that a listing of the connection shows for an address: the bucket comes first (contract.md (f)). */
export function storagePath(text: string): string | undefined {
	const address = storageAddress(text);
	return address && `/${address.bucket}${address.key ? `/${address.key}` : ''}`;
}
