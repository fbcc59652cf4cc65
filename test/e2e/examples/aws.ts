import { demoAwsKeys } from '../../../local/adobe';
import { demoAwsCredential } from '../../../local/localServices';
import type { CredentialEntry } from '../../../local/n8n/entries';

/** One that AWS does not know. */
export const wrongAwsCredential: CredentialEntry = {
	...demoAwsCredential,
	id: 'awsWrong',
	name: 'AWS account that is gone',
	data: { ...demoAwsCredential.data, accessKeyId: demoAwsKeys.awsAccessKeyId.toLowerCase() },
};
