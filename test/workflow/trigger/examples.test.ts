import type { IDataObject, INodeType } from 'n8n-workflow';
import { readExample } from '../../../local/demo';
import { coreNodes, handing } from '../../support/coreNodes';
import { runExample } from '../../support/exampleRun';
import { useFlowCases } from './flowCases';

/** Examples about health and incidents, in n8n's engine with stand-ins for n8n's own nodes. */

const { local, flow, ended } = useFlowCases();
const nothing = () => ({});
const passed = coreNodes['n8n-nodes-base.noOp'] as INodeType;

it('The morning report names what is wrong, the worst first, and no dataflow that is well', async () => {
	const [well, failing] = [flow('Well'), flow('Failing')];
	flow('Never');
	ended(well);
	ended(failing, 'network', 2);
	ended(failing, 'network', 1);
	const more = {
		'n8n-nodes-base.scheduleTrigger': handing([{}]),
		'n8n-nodes-base.slack': passed,
		'n8n-nodes-base.emailSend': passed,
	};
	const example = readExample('health-report.json');
	const { error, itemsOf } = await runExample(local.credential(), example, [], nothing, { more });
	expect(error).toBeUndefined();
	const [message, ...others] = itemsOf('Send to Slack');
	expect(others).toEqual([]);
	expect(message?.wrong).toBe(2);
	expect(String(message?.text).split('\n')).toEqual([
		'2 of 3 dataflows need attention',
		'• Failing: failing, network, 2 failed in a row, never successful',
		'• Never: neverRan, never successful',
	]);
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
