import { demoAwsKeys, type LocalAdobe } from '../../../local/adobe';
import { demoAwsCredential } from '../../../local/tryOut';
import type { CredentialEntry, WorkflowEntry } from '../../../local/n8n/entries';
import { variant } from '../support/workflows';

/** One that AWS does not know. */
export const wrongAwsCredential: CredentialEntry = {
	...demoAwsCredential,
	id: 'awsWrong',
	name: 'AWS account that is gone',
	data: { ...demoAwsCredential.data, accessKeyId: demoAwsKeys.awsAccessKeyId.toLowerCase() },
};

/** A copy that asks the stand-in for AWS STS. */
export function withLocalSts(workflow: WorkflowEntry, id: string, { url }: LocalAdobe) {
	return variant(workflow, id, { 'New keys from AWS': { url: `${url}/sts/` } });
}
