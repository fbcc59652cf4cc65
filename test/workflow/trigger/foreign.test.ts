import type { IDataObject } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { PolledWorkflow } from '../../support/poll';
import { lines } from '../dataflow/cases';
import { makeDataflow } from './dataflow';

/** Destinations and Adobe's internal flows run beside dataflows that ingest data. */

const local = useLocalAdobe();

beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const KINDS = ['destination', 'internal'] as const;
const EVENTS = ['failed', 'keysRefused', 'partialSuccess', 'success'];

function ended(flowId: string, outcome: 'failed' | 'success'): string {
	const completedAt = Date.now();
	return local.adobe.seedRun({ flowId, outcome, startedAt: completedAt - 5_000, completedAt }).id;
}

const list = async (parameters: IDataObject) => {
	const { json } = await runNode(local.credential(), {
		parameters: { operation: 'getAll', returnAll: true, ...parameters },
	} as never);
	return json.map(({ id }) => id);
};

it.each(KINDS)('the trigger does not report runs of a flow that is %s', async (kind) => {
	const own = await makeDataflow(local.adobe);
	const { id: flowId } = local.adobe.seedForeignFlow(kind);
	const polled = new PolledWorkflow(local.credential(), { events: EVENTS }, `foreign ${kind}`);
	await polled.poll();
	for (const outcome of ['failed', 'success'] as const) ended(flowId, outcome);
	const id = ended(own, 'success');
	expect((await polled.poll()).map((item) => item.id)).toEqual([id]);
	for (const outcome of ['failed', 'success'] as const) ended(flowId, outcome);
	local.adobe.journal.length = 0;
	expect(await polled.poll()).toEqual([]);
	// Neither their dataflow nor the cause of their failure is read again.
	expect(lines(local.adobe)).toEqual(['GET runs']);
});

it.each(KINDS)('nor are they or their runs in lists, if they are %s', async (kind) => {
	const own = await makeDataflow(local.adobe);
	const { id: flowId } = local.adobe.seedForeignFlow(kind);
	ended(flowId, 'failed');
	const id = ended(own, 'success');
	expect(await list({ resource: 'run' })).toEqual([id]);
	expect(await list({ resource: 'dataflow' })).toEqual([own]);
});
