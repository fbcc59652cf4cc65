import type { IDataObject, INodeType } from 'n8n-workflow';
import { readExample } from '../../../local/demo';
import { tryOutWorkflows, withParameters } from '../../../local/tryOut';
import type { WorkflowEntry } from '../../../local/n8n/entries';
import { coreNodes, handing } from '../../support/coreNodes';
import { runExample } from '../../support/exampleRun';
import { useFlowCases } from './flowCases';

/** Examples about health, incidents and connections, in n8n's engine with stand-ins for n8n's own nodes. */

const { local, flow, ended } = useFlowCases();
const nothing = () => ({});
const passed = coreNodes['n8n-nodes-base.noOp'] as INodeType;
const scheduled = { 'n8n-nodes-base.scheduleTrigger': handing([{}]) };
const health = readExample('health-report.json');
const more = {
	...scheduled,
	'n8n-nodes-base.slack': passed,
	'n8n-nodes-base.emailSend': passed,
};

it('The morning report names what is wrong, the worst first, and no dataflow that is well', async () => {
	const [well, failing] = [flow('Well'), flow('Failing')];
	flow('Never');
	ended(well);
	ended(failing, 'network', 2);
	ended(failing, 'network', 1);
	const { error, itemsOf } = await runExample(local.credential(), health, [], nothing, { more });
	expect(error).toBeUndefined();
	const [message, ...others] = itemsOf('Send to Slack');
	expect(others).toEqual([]);
	expect(message?.wrong).toBe(2);
	expect(String(message?.text).split('\n')).toEqual([
		'2 of 3 dataflows need attention',
		'• Failing: failing, network, 2 failed in a row, never successful',
		'• Never: has never run',
	]);
});

it.each([
	[0.05, 'less than an hour ago'],
	[1.1, '1 hour ago'],
	[5, '5 hours ago'],
])(
	'The morning report names first that a connection does not work (%s hours)',
	async (ago, last) => {
		ended(flow('Well until now'), 'success', ago);
		local.adobe.set({ testResult: false });
		const { error, itemsOf } = await runExample(local.credential(), health, [], nothing, { more });
		expect(error).toBeUndefined();
		expect(String(itemsOf('Send to Slack')[0]?.text).split('\n')).toEqual([
			'1 of 1 dataflows need attention',
			`• Well until now: connection does not work (Base Connection > Test shows why), last success ${last}`,
		]);
	},
);

describe('The report of a day', () => {
	const example = withParameters(readExample('daily-ingest-report.json'), {
		'Yesterday’s runs': { filters: { startedAfter: '={{ $now.minus({ days: 1 }).toISO() }}' } },
	});
	const rowsOf = async () => {
		const { error, itemsOf } = await runExample(local.credential(), example, [], nothing, {
			more: scheduled,
		});
		expect(error).toBeUndefined();
		return itemsOf('Report');
	};

	it('says of each run when it started, the newest first, and what to do', async () => {
		const [retried, failing] = [flow('Retried'), flow('Failing')];
		ended(failing, 'success', 5);
		ended(retried, 'path', 4);
		ended(retried, 'success', 3);
		ended(failing, 'partialSuccess', 2);
		ended(failing, 'path', 1);
		const rows = await rowsOf();
		expect(rows.map(({ dataflow, status }) => [dataflow, status])).toEqual([
			['Failing', 'failed'],
			['Failing', 'partialSuccess'],
			['Retried', 'success'],
			['Retried', 'failed'],
			['Failing', 'success'],
		]);
		for (const { started } of rows) {
			expect(started).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		}
		expect(rows.map(({ whatToDo }) => whatToDo)).toEqual([
			expect.stringContaining('Check the path'),
			expect.stringContaining('Get Failed Records'),
			'',
			expect.stringMatching(/^A later run of this dataflow succeeded\./),
			'',
		]);
		expect(rows.map(({ why }) => why)[1]).toBe('3 of 100 records were not ingested');
	});

	it('has one row if there were no runs', async () => {
		expect(await rowsOf()).toEqual([
			{
				started: '',
				dataflow: 'No runs',
				status: '',
				read: '',
				written: '',
				failed: '',
				why: '',
				whatToDo: '',
			},
		]);
	});
});

describe('A connection with another name', () => {
	it.each([
		[
			'rotate-azure-sas.json',
			'There is no base connection called "Azure landing zone" for Azure Blob Storage: check connectionName in Settings.',
		],
		[
			'refresh-every-50-minutes.json',
			'There is no base connection called "Amazon S3 base connection" for Amazon S3: check the name in Find the connection.',
		],
	])('is named by %s, and nothing is written', async (file, message) => {
		const { error } = await runExample(local.credential(), readExample(file), [], nothing, {
			more: scheduled,
		});
		expect(error).toBe(message);
		const written = local.adobe.journal.filter(({ method }) => method !== 'GET');
		expect(written.filter(({ path }) => !path.startsWith('/ims/'))).toEqual([]);
	});

	it('is named by explore-and-branch.json', async () => {
		const example = readExample('explore-and-branch.json');
		const { error, itemsOf } = await runExample(local.credential(), example, [], nothing, {
			more: { 'n8n-nodes-base.manualTrigger': handing([{}]) },
		});
		expect(error).toBeUndefined();
		expect(itemsOf('Say what is missing')).toEqual([
			{
				message:
					'There is no base connection called "Amazon S3 base connection": check connectionName in Settings.',
			},
		]);
	});
});

it('Without a dataflow, no keys expire, and a message names the workflow to run first', async () => {
	const [, , expire] = tryOutWorkflows({ url: local.adobe.url });
	const { error, timesRun } = await runExample(
		local.credential(),
		expire as WorkflowEntry,
		[],
		nothing,
		{ more: { 'n8n-nodes-base.manualTrigger': handing([{}]) } },
	);
	expect(error).toBe(
		`There is no dataflow called "Stores from S3" yet. Run "${readExample('ingest-from-s3.json').name}" once, then run this workflow again.`,
	);
	expect(timesRun('Let its keys expire')).toBe(0);
});

it('An incident is opened and closed under the key of its dataflow', async () => {
	const items = [
		{ event: 'failed', dataflowId: 'one', dataflowName: 'Orders', errors: [{ message: 'Why' }] },
		{ event: 'noData', dataflowId: 'two', dataflowName: 'People', hours: 25, errors: [] },
		{ event: 'recovered', dataflowId: 'one', dataflowName: 'Orders', hours: 3, errors: [] },
	];
	const example = readExample('incidents.json');
	const { error, itemsOf } = await runExample(local.credential(), example, items, nothing);
	expect(error).toBeUndefined();
	expect(itemsOf('Open')).toEqual([
		{ action: 'trigger', key: 'aep-one', summary: 'Orders failed: Why' },
		{ action: 'trigger', key: 'aep-two', summary: 'People has brought no data for 25 hours' },
	]);
	expect(itemsOf('Close')).toEqual([
		{ action: 'resolve', key: 'aep-one', summary: 'Orders has recovered after 3 hours' },
	]);
});

describe('An event of Adobe', () => {
	const example = readExample('adobe-events.json');
	/** The webhook of one method passes on a call. n8n chooses it by the method. */
	const call = async (name: string, json: IDataObject) => {
		const nodes = example.nodes.map((node) =>
			node.name === name ? { ...node, type: 'called.Trigger' } : node,
		);
		const more = {
			'called.Trigger': handing([json]),
			'n8n-nodes-base.webhook': handing([]),
			'n8n-nodes-base.respondToWebhook': passed,
		};
		return await runExample(local.credential(), { ...example, nodes }, [], nothing, { more });
	};

	it.each<[what: string, body: (run: IDataObject) => IDataObject | IDataObject[]]>([
		['of a success', (run) => ({ event_id: 'one', event: run })],
		['of a failure', (run) => [{ messages: [{ msgType: 'run', value: run }] }]],
	])('%s leads to the run', async (_what, body) => {
		const flowId = flow();
		const id = ended(flowId, 'path');
		const { error, itemsOf } = await call('Adobe sends an event', {
			body: body({ id, flowId }) as IDataObject,
		});
		expect(error).toBeUndefined();
		expect(itemsOf('Read the run')).toMatchObject([{ id, status: 'failed', cause: 'path' }]);
	});

	it('without a run asks for nothing', async () => {
		const { error, itemsOf } = await call('Adobe sends an event', { body: { event: { id: 'x' } } });
		expect(error).toBeUndefined();
		expect(itemsOf('Names it a run?', 1)).toEqual([{ runId: '' }]);
		expect(local.adobe.journal).toEqual([]);
	});

	it('starts with a challenge that is returned in the response', async () => {
		const { itemsOf, timesRun } = await call('Adobe asks for the challenge', {
			query: { challenge: 'word' },
		});
		expect(itemsOf('Answer the challenge')).toEqual([{ query: { challenge: 'word' } }]);
		expect(timesRun('Read the run')).toBe(0);
		const { nodes } = readExample('adobe-events.json');
		const answer = nodes.find(({ name }) => name === 'Answer the challenge');
		expect(answer?.parameters.responseBody).toBe('={{ $json.query.challenge }}');
	});
});
