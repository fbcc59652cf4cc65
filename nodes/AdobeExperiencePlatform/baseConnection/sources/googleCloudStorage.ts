import { addressProblem, folderPath, accessKeyIdProblem, secretKeyProblem } from './bucket';
import type { Finding } from './pasted';
import type { Source } from './source';

/** Google also allows underscores and dots. */
function bucketProblem(name: string): string | Finding | undefined {
	const address = addressProblem(name);
	if (address) return address;
	if (/[A-Z]/.test(name)) return 'it has uppercase letters, and bucket names have none';
	if (!/^[a-z0-9._-]+$/.test(name)) return 'it has characters that bucket names cannot have';
	if (name.length < 3) return 'it has fewer than 3 characters';
	return undefined;
}

export const googleCloudStorage: Source = {
	value: 'googleCloudStorage',
	label: 'Google Cloud Storage',
	specId: '32e8f412-cdf7-464c-9885-78184cb113fd',
	page: 'https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/create/cloud-storage/google',
	methods: [
		{
			value: 'hmacKey',
			label: 'HMAC Key',
			description: 'With a key pair of the interoperability settings',
			specName: 'Basic Authentication for google-cloud',
			credentials: [
				{
					name: 'accessKeyId',
					label: 'Access Key ID',
					description: 'Access ID of the HMAC key (Cloud Storage > Settings > Interoperability)',
					isSecret: true,
					kind: 'key',
					problem: accessKeyIdProblem,
				},
				{
					name: 'secretAccessKey',
					label: 'Secret Access Key',
					description: 'Secret that belongs to the access key ID',
					isSecret: true,
					kind: 'key',
					problem: secretKeyProblem,
				},
			],
			settings: [
				{
					name: 'bucketName',
					label: 'Bucket Name',
					description: 'Required if the key can read only this bucket',
					placeholder: 'e.g. my-bucket',
					problem: bucketProblem,
					advice:
						'Copy the name of the bucket from the Google Cloud console, without gs:// and without a folder.',
				},
				folderPath,
			],
		},
	],
};
