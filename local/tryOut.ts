import { demoAwsKeys, type LocalAdobe } from './adobe';
import { readExample } from './demo';
import type { CredentialEntry, NodeEntry, WorkflowEntry } from './n8n/entries';

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

/** A copy of a workflow in which some nodes have other parameters. */
export function withParameters(
	workflow: WorkflowEntry,
	changes: Record<string, Record<string, unknown>>,
): WorkflowEntry {
	const nodes = workflow.nodes.map((node) => ({
		...node,
		parameters: { ...node.parameters, ...changes[node.name] },
	}));
	return { ...workflow, nodes };
}

const INGEST = readExample('ingest-from-s3.json');
const HEAL = readExample('keys-refused-heal.json');

const DATAFLOW = INGEST.nodes.find(({ name }) => name === 'Dataflow')?.parameters;
/** The file of the example, below the bucket. */
const DEMO_FILE = (DATAFLOW?.path as { value: string }).value.replace(/^\/[^/]+\//, '');

const ADOBE_NODE = 'n8n-nodes-adobe-experience-platform.adobeExperiencePlatform';
const credentials = {
	adobeExperiencePlatformApi: {
		id: 'adobePlatformDemo',
		name: 'Adobe Experience Platform account',
	},
};

/** A workflow for this machine alone: what otherwise takes hours happens at once. */
function keysExpire({ url }: Pick<LocalAdobe, 'url'>): WorkflowEntry {
	const node = (name: string, x: number, rest: Omit<NodeEntry, 'id' | 'name' | 'position'>) =>
		({ id: name, name, position: [x, 0], ...rest }) as NodeEntry;
	const nodes = [
		node('When clicking ‘Execute workflow’', 0, {
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			parameters: {},
		}),
		// First, so that nothing expires where there is no dataflow yet.
		node('Find the dataflow', 240, {
			type: ADOBE_NODE,
			typeVersion: 1,
			parameters: {
				resource: 'dataflow',
				operation: 'getAll',
				returnAll: false,
				limit: 1,
				filters: { name: String(DATAFLOW?.name) },
				options: {},
			},
			credentials,
		}),
		// So that the run has something to bring in, once it has keys.
		node('A new version of the file arrives', 480, {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: `${url}/local/files`,
				sendBody: true,
				bodyParameters: { parameters: [{ name: 'path', value: DEMO_FILE }] },
				options: {},
			},
		}),
		node('Let its keys expire', 720, {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: `${url}/local/expire-keys`,
				sendBody: true,
				bodyParameters: {
					parameters: [
						{
							name: 'connectionId',
							value: "={{ $('Find the dataflow').item.json.baseConnectionId }}",
						},
					],
				},
				options: {},
			},
		}),
		node('Run it: it fails', 960, {
			type: ADOBE_NODE,
			typeVersion: 1,
			parameters: {
				resource: 'run',
				operation: 'start',
				dataflowId: { __rl: true, mode: 'id', value: "={{ $('Find the dataflow').item.json.id }}" },
				options: { wait: true, failOnError: false },
			},
			credentials,
		}),
	];
	const names = nodes.map(({ name }) => name);
	const links = names
		.slice(1)
		.map((to, index) => [names[index], { main: [[{ node: to, type: 'main', index: 0 }]] }]);
	const note: NodeEntry = {
		id: 'note',
		name: 'About this workflow',
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position: [-64, -300],
		parameters: {
			content: `## Let the keys expire\n\nFor this local Adobe only. First run *${INGEST.name}* once (without its dataflow nothing happens here), and publish *${HEAL.name}*. Then run this: a new version of the file arrives, the S3 keys of the connection expire, and the dataflow fails. Within a minute the other workflow starts by itself, fetches new keys, and the data arrives (look at its **Executions**: in this n8n they are stored). That this workflow is green and shows a failed run is right. Run it as often as you like.`,
			height: 240,
			width: 1184,
		},
	};
	return {
		id: 'letKeysExpire',
		name: 'Let the keys expire (local Adobe only)',
		nodes: [...nodes, note],
		connections: Object.fromEntries(links) as Record<string, unknown>,
		settings: { executionOrder: 'v1' },
	};
}

/** What a person may try in the editor after `npm start`, each ready to run against the local Adobe. */
export function tryOutWorkflows(adobe: Pick<LocalAdobe, 'url'>): WorkflowEntry[] {
	const heal = withParameters(HEAL, {
		'When a run fails': { pollTimes: { item: [{ mode: 'everyMinute' }] } },
		'New keys from AWS': { url: `${adobe.url}/sts/` },
		'About this workflow': {
			content:
				'## When a dataflow fails: heal it once, or tell somebody\n\nThis workflow starts for every failed run. If the keys were refused, it asks AWS for new ones (here a local stand-in for it), writes them into the base connection and retries the run. If Adobe gives no cause, or the source could not be reached, it retries the run once. Everything else, and a second failure in a row, is told to a person.\n\nAll credentials are filled in: **publish it** (button at the top right). In this n8n its executions are stored, so that you can look at them.',
		},
	});
	// The keys of a local Adobe open nothing: here executions may be stored, and looked at.
	const settings = { executionOrder: 'v1' };
	return [{ ...INGEST, settings }, { ...heal, settings }, keysExpire(adobe)];
}
