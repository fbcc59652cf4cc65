import {
	folderPath,
	serviceUrl,
	addressProblem,
	accessKeyIdProblem,
	secretKeyProblem,
	sessionTokenProblem,
} from './bucket';
import type { AuthMethod, Source, SourceParam } from './source';
import type { Finding } from './pasted';

/**
 * What is wrong with a bucket name by Adobe's rules (contract.md (d)). Dots pass, since AWS allows them, see
 * {@link bucketNameHint}.
 */
function bucketNameProblem(name: string): string | Finding | undefined {
	const address = addressProblem(name);
	if (address) return address;
	if (name.length < 3 || name.length > 63) {
		return `it has ${name.length} characters, and bucket names have 3 to 63`;
	}
	if (/[A-Z]/.test(name)) return 'it has uppercase letters, and bucket names have none';
	const other = /[^a-z0-9.-]/.exec(name);
	if (other) {
		return `it has the character "${other[0]}", and bucket names have only lowercase letters, digits and hyphens`;
	}
	if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
		return 'it does not start and end with a letter or a digit';
	}
	if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return 'it has the form of an IP address';
	return undefined;
}

function bucketNameHint(name: string): string | undefined {
	return name.includes('.')
		? `The bucket name "${name}" has a dot. AWS allows that, but Adobe's documentation does not. If the connection test fails, use a bucket without dots.`
		: undefined;
}

const bucketName: SourceParam = {
	name: 'bucketName',
	label: 'Bucket Name',
	description: 'Required, with the folder path, if the keys can read only this bucket',
	placeholder: 'e.g. my-bucket',
	problem: bucketNameProblem,
	advice: 'Copy the name of the bucket from the AWS console, without s3:// and without a folder.',
	hint: bucketNameHint,
};

const settings = [bucketName, folderPath, serviceUrl];

/** A long-term access key, or a temporary one of AWS STS with its session token (contract.md (d), (e)). */
export const s3AccessKey: AuthMethod = {
	value: 'accessKey',
	label: 'Access Key',
	description: 'With an S3 access key',
	specName: 'Access Key',
	credentials: [
		{
			name: 's3AccessKey',
			label: 'S3 Access Key',
			description: 'ID of the access key (AccessKeyId of an AWS STS response)',
			placeholder: 'e.g. {{ $json.AccessKeyId }}',
			isSecret: true,
			kind: 'key',
			problem: accessKeyIdProblem,
		},
		{
			name: 's3SecretKey',
			label: 'S3 Secret Key',
			description: 'Secret of the access key (SecretAccessKey of an AWS STS response)',
			placeholder: 'e.g. {{ $json.SecretAccessKey }}',
			isSecret: true,
			kind: 'key',
			problem: secretKeyProblem,
		},
		{
			name: 's3SessionToken',
			label: 'S3 Session Token',
			description: 'Token of temporary keys (SessionToken of an AWS STS response)',
			placeholder: 'e.g. {{ $json.SessionToken }}',
			isSecret: true,
			kind: 'key',
			problem: sessionTokenProblem,
			whenEmpty: 'goes',
		},
	],
	settings,
	storedSet: {
		name: 's3KeySource',
		label: 'S3 Keys From',
		what: 'S3 keys',
		example: 'a preceding AWS STS call',
		initial: 'credential',
	},
	// AWS gives IDs of temporary keys this prefix. They work only with their token.
	hint: ({ s3AccessKey: key, s3SessionToken }) =>
		String(key).startsWith('ASIA') && !s3SessionToken
			? {
					message:
						'The S3 Access Key starts with ASIA, so it is temporary, but there is no S3 Session Token: AWS will refuse it',
					description: 'Enter the token that came with the key, or a long-term key pair.',
				}
			: undefined,
};

/** The source. The S3 destination has another connection spec. */
export const amazonS3: Source = {
	value: 'amazonS3',
	label: 'Amazon S3',
	specId: 'ecadc60c-7455-4d87-84dc-2a0e293d997b',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/s3',
	methods: [
		s3AccessKey,
		{
			value: 'iamRole',
			label: 'IAM Role',
			description: 'With a role in the bucket policy (Experience Platform on AWS only)',
			specName: 'IAMRole Based',
			credentials: [],
			settings: [
				{
					...bucketName,
					neededFor:
						'IAM Role authentication is for one bucket: add Bucket Name under Additional Fields.',
				},
				folderPath,
				serviceUrl,
			],
			notice:
				'Needs the Bucket Name under Additional Fields. The output names the role to put into the bucket policy.',
			role: { authType: 'IamBasedAuthentication', configParam: 'IAMRole', output: 'iamRole' },
		},
	],
};
