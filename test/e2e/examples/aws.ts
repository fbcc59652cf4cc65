import { demoAwsKeys, type LocalAdobe } from '../../../local/adobe';
import type { CredentialEntry, WorkflowEntry } from '../../../local/n8n/entries';
import { variant } from '../support/workflows';

/** The AWS credential that the examples refer to, as the stand-in for AWS STS accepts it. */
export const awsCredential: CredentialEntry = {
	id: 'awsDemo',
	name: 'AWS account',
	type: 'aws',
	data: {
		// Not the region of the examples' address, which must not matter.
		region: 'eu-west-1',
		accessKeyId: demoAwsKeys.awsAccessKeyId,
		secretAccessKey: demoAwsKeys.awsSecretAccessKey,
		temporaryCredentials: false,
		customEndpoints: false,
	},
};

/** One that AWS does not know. */
export const wrongAwsCredential: CredentialEntry = {
	...awsCredential,
	id: 'awsWrong',
	name: 'AWS account that is gone',
	data: { ...awsCredential.data, accessKeyId: demoAwsKeys.awsAccessKeyId.toLowerCase() },
};

/** A copy that asks the stand-in for AWS STS. */
export function withLocalSts(workflow: WorkflowEntry, id: string, { url }: LocalAdobe) {
	return variant(workflow, id, { 'New keys from AWS': { url: `${url}/sts/` } });
}
