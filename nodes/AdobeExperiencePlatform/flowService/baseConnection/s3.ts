/** The Amazon S3 source in the Flow Service (contract.md (d)). Not the S3 destination, whose ID differs. */
export const S3_CONNECTION_SPEC = {
	id: 'ecadc60c-7455-4d87-84dc-2a0e293d997b',
	version: '1.0',
} as const;

/** Names of the authentication kinds within the S3 source's connection spec (contract.md (d)). */
export const S3_AUTH = { accessKey: 'Access Key', iamRole: 'IAMRole Based' } as const;

export type S3Authentication = keyof typeof S3_AUTH;

/** One set of S3 keys; '' where a value is not given. AWS hands the three out together. */
export interface S3Keys {
	s3AccessKey: string;
	s3SecretKey: string;
	s3SessionToken: string;
}

/** One set of keys, each read by its name. */
export function keysFrom(read: (name: keyof S3Keys) => string): S3Keys {
	return {
		s3AccessKey: read('s3AccessKey'),
		s3SecretKey: read('s3SecretKey'),
		s3SessionToken: read('s3SessionToken'),
	};
}

/** Where in S3, '' where not given. None of them is secret. */
export interface S3Place {
	bucketName: string;
	folderPath: string;
	serviceUrl: string;
}

export const S3_PLACE_PARAMS = ['bucketName', 'folderPath', 'serviceUrl'] as const;

/** AWS gives IDs of temporary keys the prefix ASIA; they are worth nothing without their token. */
export function isTemporaryKey(accessKey: string): boolean {
	return accessKey.startsWith('ASIA');
}

/**
 * What is wrong with a bucket name by Adobe's rules (contract.md (d)), or undefined. A dot passes:
 * AWS allows it where Adobe's text does not, see {@link bucketNameHint}.
 */
export function bucketNameProblem(name: string): string | undefined {
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

export function bucketNameHint(name: string): string | undefined {
	return name.includes('.')
		? `The bucket name "${name}" has a dot. AWS allows that, Adobe's documentation does not: if the connection test fails, use a bucket without dots.`
		: undefined;
}

/** What is wrong with a service URL, or undefined. */
export function serviceUrlProblem(url: string): string | undefined {
	let parsed: URL;
	try {
		parsed = new URL(url);
	} catch {
		return 'it is no web address';
	}
	if (parsed.protocol !== 'https:') return 'it does not begin with https://';
	if (parsed.username || parsed.password) return 'it holds a user name or password';
	return undefined;
}
