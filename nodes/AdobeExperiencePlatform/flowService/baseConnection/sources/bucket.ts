import { endpointProblem, withoutOuterSlashes } from './checks';
import type { Finding } from './pasted';
import type { ParamValue, SourceParam } from './source';
import { bucketInHost, isAddress, storageAddress, type StorageAddress } from './storageAddress';

/**
 * What is wrong with a bucket name by Adobe's rules (contract.md (d)), or undefined. A dot passes:
 * AWS allows it where Adobe's text does not, see {@link bucketNameHint}.
 */
export function bucketNameProblem(value: ParamValue): string | Finding | undefined {
	const name = String(value);
	const address = addressProblem(name);
	if (address) return address;
	if (name.length < 3 || name.length > 63) {
		return `it has ${name.length} characters, and bucket names have 3 to 63`;
	}
	if (/[A-Z]/.test(name)) return 'bucket names have no capital letters';
	const other = /[^a-z0-9.-]/.exec(name);
	if (other) {
		return `it has the character "${other[0]}", and bucket names have small letters, digits and hyphens only`;
	}
	if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
		return 'bucket names begin and end with a letter or a digit';
	}
	if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'it has the form of an IP address';
	return undefined;
}

export function bucketNameHint(value: ParamValue): string | undefined {
	const name = String(value);
	return name.includes('.')
		? `The bucket name "${name}" has a dot. In Amazon S3 AWS allows that, Adobe's documentation does not: if the connection test fails, use a bucket without dots.`
		: undefined;
}

/** A bucket by the rules of S3 (contract.md (d)). */
export const bucketName: SourceParam = {
	name: 'bucketName',
	label: 'Bucket Name',
	description: 'Needed, together with the folder path, where the keys may read this bucket only',
	placeholder: 'e.g. my-bucket',
	problem: bucketNameProblem,
	mend: 'Copy the name of the bucket from the AWS console, without s3:// and without a folder.',
	hint: bucketNameHint,
};

/** An address that says more than the field holds: bucket and folder have fields of their own. */
export function addressProblem(text: string): Finding | undefined {
	if (!isAddress(text)) return undefined;
	const address = folderAddress(text);
	const folder = address && withoutOuterSlashes(address.key);
	return {
		found: 'it is an address',
		mend: address
			? `Enter Bucket Name: ${address.bucket}${folder ? `, Folder Path: ${folder}` : ''}.`
			: 'Enter names alone: that of the bucket or container in its own field, and the folder within it under Folder Path.',
	};
}

/** The star at the end of an ARN in a policy means all that is in the folder; another one is no part of a folder. */
function folderAddress(text: string): StorageAddress | undefined {
	const address = storageAddress(text);
	const key = address?.key.replace(/(^|\/)\*$/, '');
	return address && key !== undefined && !key.includes('*') ? { ...address, key } : undefined;
}

/**
 * The same values with the name of the bucket and the folder in place of an address (`s3://…`, an ARN,
 * `https://….s3.amazonaws.com/…`), if there is but one way to read it.
 * @param isWhole whether a bucket that is not given is none, and not one that is stored
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
		'Folder where exploring the connection starts, without a slash at either end; needed where the credentials may read this folder only',
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
		// What shows a bucket as a website has no keys.
		mend: `Enter Service URL: https://${service.replace(/^s3-website[.-]/, 's3.')}/ and Bucket Name: ${bucket}.`,
	};
}

function hostOf(address: string): { bucket: string; service: string } {
	const host = URL.canParse(address) ? new URL(address).hostname : '';
	return bucketInHost(host) ?? { bucket: '', service: host };
}

export const serviceUrl: SourceParam = {
	name: 'serviceUrl',
	label: 'Service URL',
	description: 'Needed where the bucket is bound to a region',
	placeholder: 'e.g. https://s3.eu-west-1.amazonaws.com/',
	problem: serviceUrlProblem,
	mend: 'Write it like https://s3.eu-west-1.amazonaws.com/, or leave it out.',
};
