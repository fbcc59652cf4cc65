import { demoAwsKeys, demoAzureApp, type LocalAdobe } from './adobe';
import type { CredentialEntry, WorkflowEntry } from './n8n/entries';

type Address = Pick<LocalAdobe, 'url'>;

/** The AWS credential that the examples refer to, as the stand-in for AWS STS accepts it. */
export const demoAwsCredential: CredentialEntry = {
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

/** The OAuth2 credential of the Azure example, as the stand-in for Azure accepts it. */
export function demoAzureCredential({ url }: Address): CredentialEntry {
	return {
		id: 'azureDemo',
		name: 'Azure account',
		type: 'oAuth2Api',
		data: {
			grantType: 'clientCredentials',
			accessTokenUrl: `${url}/azure/tenant/oauth2/v2.0/token`,
			...demoAzureApp,
			scope: 'https://management.azure.com/.default',
			authentication: 'body',
		},
	};
}

/** A copy that calls the stand-ins for AWS and Azure. Notes keep the addresses that a person needs elsewhere. */
export function withLocalServices(workflow: WorkflowEntry, { url }: Address): WorkflowEntry {
	const nodes = workflow.nodes.map((node) => {
		if (node.type === 'n8n-nodes-base.stickyNote') return node;
		const text = JSON.stringify(node.parameters)
			.replaceAll('https://sts.us-east-1.amazonaws.com/', `${url}/sts/`)
			.replaceAll('https://management.azure.com', `${url}/azure`);
		return { ...node, parameters: JSON.parse(text) as typeof node.parameters };
	});
	return { ...workflow, nodes };
}
