import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { PolledWorkflow } from '../../support/poll';
import { makeDataflow } from './dataflow';

/** What the trigger watches according to its parameters, and its limit. */

const local = useLocalAdobe();

beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const polled = (parameters: INodeParameters, id: string) =>
	new PolledWorkflow(local.credential(), parameters, id);

it.each<[parameters: INodeParameters, words: RegExp]>([
	[{ events: ['failed', 'succes'] }, /^Invalid value for Events/],
	[{ events: [] }, /^Events is required/],
	[{ events: null as unknown as string }, /^Events is required/],
	[{ events: '={{ 5 }}' }, /^Events is not a list/],
	[
		{ dataflowId: { __rl: true, mode: 'id', value: '"quoted"' } },
		/^Invalid Dataflow: enter only the ID/,
	],
	[
		{ dataflowId: { __rl: true, mode: 'id', value: 'a,b' } },
		/^Invalid Dataflow: enter only the ID/,
	],
])('refuses %j before anything is asked', async (parameters, words) => {
	const workflow = polled(parameters, JSON.stringify(parameters));
	await expect(workflow.poll()).rejects.toThrow(words);
	expect(local.adobe.journal.filter(({ path }) => path.includes('/runs'))).toEqual([]);
});

it('takes an event as one text', async () => {
	const flowId = await makeDataflow(local.adobe);
	const workflow = polled({ events: 'failed' }, 'text');
	await workflow.poll();
	const completedAt = Date.now();
	const times = { startedAt: completedAt - 100, completedAt };
	local.adobe.seedRun({ flowId, outcome: 'failed', ...times });
	expect(await workflow.poll()).toHaveLength(1);
});

it('reports what failed among hundreds of runs since the last poll', async () => {
	const flowId = await makeDataflow(local.adobe);
	const workflow = polled({}, 'crowded');
	await workflow.poll();
	const now = Date.now();
	for (let count = 0; count < 600; count++) {
		const completedAt = now + count;
		const outcome = count % 100 === 0 ? 'failed' : 'success';
		local.adobe.seedRun({ flowId, outcome, startedAt: completedAt - 100, completedAt });
	}
	expect(await workflow.poll()).toHaveLength(6);
	expect(await workflow.poll()).toEqual([]);
});
