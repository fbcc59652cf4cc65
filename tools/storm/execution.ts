import type {
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { CredentialStore } from '../../test/support/credentialStore';
import { runNode } from '../../test/support/engine';

/** What one execution of a storm does; plain data, so that another process can be told. */
export interface Execution {
	/** What n8n's database holds, decrypted. */
	credential: ICredentialDataDecryptedObject;
	asked: Array<Record<string, string>>;
	/** Operation and what tells its items apart. */
	parameters: INodeParameters;
	/** Items at once. */
	concurrency: number;
}

/** How it ended. */
export interface Executed {
	items: INodeExecutionData[];
	/** Message of an error that ended the run. */
	error?: string;
	/** Everything that n8n would store or show of it. */
	stored: unknown;
}

/** Runs the node over items that bring their keys along, and goes on where one fails. */
export async function execute(
	{ credential, asked, parameters, concurrency }: Execution,
	store = new CredentialStore(credential),
	node?: INodeType,
): Promise<Executed> {
	const { items, error, ...stored } = await runNode(store, {
		items: asked,
		node,
		settings: { onError: 'continueRegularOutput' },
		parameters: {
			...parameters,
			s3KeySource: 'fields',
			s3AccessKey: '={{ $json.s3AccessKey }}',
			s3SecretKey: '={{ $json.s3SecretKey }}',
			s3SessionToken: '={{ $json.s3SessionToken }}',
			options: { maxConcurrency: concurrency, ...(parameters.options as INodeParameters) },
		},
	});
	return { items, error: error?.message, stored: { items, error, ...stored } };
}
