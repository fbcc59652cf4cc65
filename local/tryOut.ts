/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { readdirSync } from 'node:fs';

import type { LocalAdobe } from './adobe';
import { EXAMPLES, readExample } from './demo';
import { withLocalServices } from './localServices';
import type { NodeEntry, WorkflowEntry } from './n8n/entries';

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

const linkTo = (node: string) => [{ node, type: 'main', index: 0 }];

/** A workflow for this machine alone: what otherwise takes hours happens at once. */
function keysExpire({ url }: Pick<LocalAdobe, 'url'>): WorkflowEntry {
	const node = (
		name: string,
		x: number,
		rest: Omit<NodeEntry, 'id' | 'name' | 'position'> & Partial<NodeEntry>,
	) => ({ id: name, name, position: [x, 0], ...rest }) as NodeEntry;
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
			alwaysOutputData: true,
		}),
		node('Is it there?', 480, {
			type: 'n8n-nodes-base.if',
			typeVersion: 2.2,
			parameters: {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
					conditions: [
						{
							id: 'there',
							leftValue: '={{ $json.id }}',
							rightValue: '',
							operator: { type: 'string', operation: 'notEmpty', singleValue: true },
						},
					],
					combinator: 'and',
				},
				options: {},
			},
		}),
		// So that the run has something to bring in, once it has keys.
		node('A new version of the file arrives', 720, {
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
		node('Let its keys expire', 960, {
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
		node('Run it: it fails', 1200, {
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
	const stop = node('There is no dataflow yet', 720, {
		type: 'n8n-nodes-base.stopAndError',
		typeVersion: 1,
		position: [720, 220],
		parameters: {
			errorMessage: `There is no dataflow called "${String(DATAFLOW?.name)}" yet. Run "${INGEST.name}" once, then run this workflow again.`,
		},
	});
	const names = nodes.map(({ name }) => name);
	const links = names.slice(1).map((to, index): [string, { main: unknown[][] }] => {
		const otherwise = names[index] === 'Is it there?' ? [linkTo(stop.name)] : [];
		return [String(names[index]), { main: [linkTo(to), ...otherwise] }];
	});
	const note: NodeEntry = {
		id: 'note',
		name: 'About this workflow',
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position: [-64, -300],
		parameters: {
			content: `## Let the keys expire\n\nFor this local Adobe only. First run *${INGEST.name}* once, because this workflow needs its dataflow, and publish *${HEAL.name}*. Then run this: a new version of the file arrives, the S3 keys of the connection expire, and the dataflow fails. Within a minute the other workflow starts, gets new keys, and the data arrives. Its **Executions** show that (this n8n stores them). This workflow is green and shows a failed run: that is correct. Run it as often as you like.`,
			height: 240,
			width: 1424,
		},
	};
	return {
		id: 'letKeysExpire',
		name: 'Let the keys expire (local Adobe only)',
		nodes: [...nodes, stop, note],
		connections: Object.fromEntries(links),
		settings: { executionOrder: 'v1' },
	};
}

/** What a person may try in the editor after `npm start`, each ready to run against the local Adobe. */
export function tryOutWorkflows(adobe: Pick<LocalAdobe, 'url'>): WorkflowEntry[] {
	const heal = withParameters(withLocalServices(HEAL, adobe), {
		'When a run fails': { pollTimes: { item: [{ mode: 'everyMinute' }] } },
		'About this workflow': {
			content:
				'## When a dataflow fails: heal it once, or notify somebody\n\nThis workflow starts for each failed run. If the keys were refused, it gets new keys from AWS (here from a local stand-in), writes them into the base connection and retries the run. If Adobe gives no cause, or the source could not be reached, it retries the run once. For everything else, and for a second failure in a row, a person is notified.\n\nAll credentials are filled in: **publish it** (button at the top right). In this n8n its executions are stored, so that you can look at them.',
		},
	});
	return [storing(INGEST), storing(heal), keysExpire(adobe)];
}

/** The keys of a local Adobe open nothing: here executions may be stored, and looked at. */
export function storing(workflow: WorkflowEntry): WorkflowEntry {
	return { ...workflow, settings: { executionOrder: 'v1' } };
}

/** What `npm start` runs by itself. */
export const FIRST_EXAMPLE = 'create-then-refresh.json';

/** What sends through an account of a person's own. */
const SENDERS = ['n8n-nodes-base.slack', 'n8n-nodes-base.emailSend'];

/** A node without its credential would keep the whole workflow from running. */
function withoutSenders(workflow: WorkflowEntry): WorkflowEntry {
	const nodes = workflow.nodes.map((node) =>
		SENDERS.includes(node.type) ? { ...node, disabled: true } : node,
	);
	return { ...workflow, nodes };
}

/** The other examples, ready to run against the local Adobe, except that a mailbox or a model is a person's own. */
export function otherExamples(adobe: Pick<LocalAdobe, 'url'>): WorkflowEntry[] {
	const known = [FIRST_EXAMPLE, 'ingest-from-s3.json', 'keys-refused-heal.json'];
	return readdirSync(EXAMPLES)
		.filter((file) => file.endsWith('.json') && !known.includes(file))
		.map((file) => storing(withoutSenders(withLocalServices(readExample(file), adobe))))
		.map((workflow) => (workflow.id === 'dailyIngestReport' ? ofToday(workflow) : workflow));
}

/** The report of today instead of yesterday, since a local Adobe began just now. Its notes say so. */
function ofToday(workflow: WorkflowEntry): WorkflowEntry {
	const today = withParameters(workflow, {
		'Yesterday’s runs': { filters: { startedAfter: '={{ $today.toISO() }}' } },
	});
	const text = JSON.stringify(today)
		.replaceAll('Yesterday', 'Today')
		.replaceAll('yesterday', 'today');
	return JSON.parse(text) as WorkflowEntry;
}
