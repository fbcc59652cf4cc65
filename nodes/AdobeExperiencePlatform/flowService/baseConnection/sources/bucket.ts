import type { ParamValue, SourceParam } from './source';
import { webAddressProblem, withoutOuterSlashes } from './checks';

/**
 * What is wrong with a bucket name by Adobe's rules (contract.md (d)), or undefined. A dot passes:
 * AWS allows it where Adobe's text does not, see {@link bucketNameHint}.
 */
export function bucketNameProblem(value: ParamValue): string | undefined {
	const name = String(value);
	if (name.length < 3 || name.length > 63) {
		return `it has ${name.length} characters, and S3 bucket names have 3 to 63`;
	}
	if (/[A-Z]/.test(name)) return 'it has upper-case letters, and S3 bucket names are lower case';
	const other = /[^a-z0-9.-]/.exec(name);
	if (other) {
		return `it has the character "${other[0]}", and S3 bucket names have lower-case letters, digits and hyphens only`;
	}
	if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
		return 'S3 bucket names begin and end with a letter or a digit';
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

export const folderPath: SourceParam = {
	name: 'folderPath',
	label: 'Folder Path',
	description:
		'Folder where exploring the connection starts, without a slash at either end; needed where the credentials may read this folder only',
	placeholder: 'e.g. folder/subfolder',
	tidy: withoutOuterSlashes,
};

export const serviceUrl: SourceParam = {
	name: 'serviceUrl',
	label: 'Service URL',
	description: 'Needed where the bucket is bound to a region',
	placeholder: 'e.g. https://s3.eu-west-1.amazonaws.com/',
	problem: webAddressProblem,
	mend: 'Write it like https://s3.eu-west-1.amazonaws.com/, or leave it out.',
};
