import { folderPath, serviceUrl, SWAPPED } from './bucket';
import type { Source } from './source';
import type { Finding } from './pasted';

/** Oracle's IDs are 40 hexadecimal digits, and its secrets are base64. */
function oracleSecretProblem(value: string): Finding | undefined {
	return /^[0-9a-f]{40}$/.test(value)
		? { found: 'it has the form of an access key', description: SWAPPED }
		: undefined;
}

/** Oracle also allows capital letters, underscores and dots. */
function bucketProblem(name: string): string | undefined {
	return /^[\w.-]+$/.test(name) ? undefined : 'it has characters that bucket names cannot have';
}

export const oracleObjectStorage: Source = {
	value: 'oracleObjectStorage',
	label: 'Oracle Object Storage',
	specId: 'c85f9425-fb21-426c-ad0b-405e9bd8a46c',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/oracle-object-storage',
	methods: [
		{
			value: 'accessKey',
			label: 'Access Key',
			description: 'With a customer secret key',
			specName: 'Access Key',
			credentials: [
				{
					name: 'accessKey',
					label: 'Access Key',
					description: 'ID of the customer secret key of an Oracle Cloud user',
					isSecret: true,
					kind: 'key',
				},
				{
					name: 'secretKey',
					label: 'Secret Key',
					description: 'Secret that belongs to the access key',
					isSecret: true,
					kind: 'key',
					problem: oracleSecretProblem,
				},
			],
			settings: [
				{
					...serviceUrl,
					description: 'S3-compatible endpoint of the namespace and region',
					placeholder: 'e.g. https://acme.compat.objectstorage.eu-frankfurt-1.oraclecloud.com',
					isRequired: true,
					advice: 'Write it like https://acme.compat.objectstorage.eu-frankfurt-1.oraclecloud.com.',
				},
				{
					name: 'bucketName',
					label: 'Bucket Name',
					description: 'Required if the key can read only this bucket',
					placeholder: 'e.g. my-bucket',
					problem: bucketProblem,
					advice:
						'Copy the name of the bucket from the Oracle Cloud console, without an address and without a folder.',
				},
				folderPath,
			],
		},
	],
};
