/* eslint-disable @n8n/community-nodes/no-restricted-globals -- lets polls and runs of the local Adobe overlap */
import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { PolledWorkflow } from '../../support/poll';
import { makeDataflow } from './dataflow';

/** What n8n does around a poll: it saves, copies and restarts workflows, and limits the time of a poll. */

const local = useLocalAdobe();
let workflows = 0;

beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const watch = (parameters: INodeParameters = {}, id = `reloaded ${++workflows}`, name?: string) =>
	new PolledWorkflow(local.credential(), parameters, id, name);
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

type Outcome = 'failed' | 'success' | 'partialSuccess';

const ended = (flowId: string, outcome: Outcome = 'failed', ago = 1) =>
	local.adobe.seedRun({
		flowId,
		outcome,
		startedAt: Date.now() - (ago + 5) * 1_000,
		completedAt: Date.now() - ago * 1_000,
	}).id;
const ids = (items: Array<{ id?: unknown }>) => items.map(({ id }) => id);

/** Resolves when a request for runs has arrived. */
async function asked(): Promise<void> {
	while (!local.adobe.journal.some(({ path }) => path.includes('/runs'))) {
		await new Promise((resolve) => {
			setTimeout(resolve, 5);
		});
	}
}

describe('What is remembered belongs to', () => {
	it.each<[string, INodeParameters]>([
		['the events', { events: ['failed', 'success'] }],
		['the sandbox', { events: ['failed'], options: { sandboxName: 'stage' } }],
	])('%s: another choice starts from now', async (_what, parameters) => {
		const flowId = await makeDataflow(local.adobe);
		const polled = watch({ events: ['failed'] });
		await polled.poll();
		for (let ago = 30; ago > 10; ago--) ended(flowId, 'success', ago);
		await polled.poll();
		polled.saveAs(parameters);
		expect(await polled.poll().catch(() => [])).toEqual([]);
	});

	it('the events in any order', async () => {
		const flowId = await makeDataflow(local.adobe);
		const polled = watch({ events: ['failed', 'success'] });
		await polled.poll();
		const id = ended(flowId);
		polled.saveAs({ events: ['success', 'failed'] });
		expect(ids(await polled.poll())).toEqual([id]);
	});

	it('the workflow and the name of the node: a copy with all its data starts from now', async () => {
		const flowId = await makeDataflow(local.adobe);
		const polled = watch();
		await polled.poll();
		const stored = polled.save();
		for (let ago = 10; ago > 0; ago--) ended(flowId, 'failed', ago);
		const copied = watch();
		copied.restart(stored);
		expect(await copied.poll()).toEqual([]);
		const renamed = watch({}, `reloaded ${workflows}`, 'Renamed');
		renamed.restart({ 'node:Renamed': stored['node:Trigger'] });
		expect(await renamed.poll()).toEqual([]);
		expect(await polled.poll()).toHaveLength(10);
	});
});

it('two triggers with one node ID do not hold each other up', async () => {
	const flowId = await makeDataflow(local.adobe);
	const id = `reloaded ${++workflows}`;
	const both = ['One', 'Two'].map((name) => watch({}, id, name));
	await Promise.all(both.map(async (polled) => await polled.poll()));
	const run = ended(flowId);
	const told = await Promise.all(both.map(async (polled) => ids(await polled.poll())));
	expect(told).toEqual([[run], [run]]);
});

describe('A workflow that is saved during a poll', () => {
	it('reports a run once, since the poll of before returns nothing', async () => {
		const flowId = await makeDataflow(local.adobe);
		const polled = watch();
		await polled.poll();
		const stored = polled.save();
		const id = ended(flowId);
		local.adobe.journal.length = 0;
		local.adobe.set({ latencyMs: 200 });
		const before = polled.poll();
		await asked();
		polled.restart(stored);
		const activation = polled.poll();
		const told = [...ids(await before), ...ids(await activation)];
		local.adobe.set({ latencyMs: 0 });
		told.push(...ids(await polled.poll()));
		expect(told).toEqual([id]);
	});

	it('with another dataflow misses nothing that ends before the second poll', async () => {
		const [one, other] = [await makeDataflow(local.adobe), await makeDataflow(local.adobe)];
		const polled = watch({ dataflowId: byId(one) });
		await polled.poll();
		local.adobe.journal.length = 0;
		local.adobe.set({ latencyMs: 200 });
		const before = polled.poll();
		await asked();
		polled.saveAs({ dataflowId: byId(other) });
		const activation = polled.poll();
		expect([await before, await activation]).toEqual([[], []]);
		local.adobe.set({ latencyMs: 0 });
		const id = ended(other);
		expect(ids(await polled.poll())).toEqual([id]);
	});
});

describe('A credential that cannot be read', () => {
	useBounds({ poll: 300 });

	it('ends its poll in time, and the next one reports what happened', async () => {
		const flowId = await makeDataflow(local.adobe);
		const credentials = local.credential();
		const polled = new PolledWorkflow(credentials, {}, `reloaded ${++workflows}`);
		await polled.poll();
		const id = ended(flowId);
		const before = polled.save();
		let answer: () => void = () => undefined;
		const hangs = new Promise<void>((resolve) => (answer = resolve));
		const helper = credentials.helper();
		jest.spyOn(helper, 'getDecrypted').mockImplementation(async () => {
			await hangs;
			return { late: true };
		});
		jest.spyOn(credentials, 'helper').mockReturnValueOnce(helper);
		const first = polled.poll();
		// n8n's next tick, while the poll is still running.
		expect(await polled.poll()).toEqual([]);
		await expect(first).rejects.toMatchObject({
			message: expect.stringMatching(/did not answer within/) as string,
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(polled.save()).toEqual(before);
		expect(ids(await polled.poll())).toEqual([id]);
		answer();
		await hangs;
		expect(await polled.poll()).toEqual([]);
	});
});

describe('With durable cursors of n8n 2.41', () => {
	it('what ends between the activation and the first scheduled poll is reported once', async () => {
		const flowId = await makeDataflow(local.adobe);
		ended(flowId, 'failed', 60);
		const polled = watch();
		expect(await polled.durablePoll(true)).toEqual([]);
		const id = ended(flowId);
		polled.restart(polled.save());
		expect(ids(await polled.durablePoll())).toEqual([id]);
		expect(await polled.durablePoll()).toEqual([]);
	});

	it('two triggers with one node ID both report it', async () => {
		const flowId = await makeDataflow(local.adobe);
		const id = `reloaded ${++workflows}`;
		const [one, two] = [watch({}, id, 'One'), watch({}, id, 'Two')] as const;
		await one.durablePoll(true);
		// One workflow, so both see what n8n stores for it.
		two.restart(one.save());
		await two.durablePoll(true);
		const shared = two.save();
		one.restart(shared);
		two.restart(shared);
		const run = ended(flowId);
		expect(ids(await one.durablePoll())).toEqual([run]);
		expect(ids(await two.durablePoll())).toEqual([run]);
	});

	it('another dataflow starts from its activation, and the first one again from its next', async () => {
		const [one, other] = [await makeDataflow(local.adobe), await makeDataflow(local.adobe)];
		const polled = watch({ dataflowId: byId(one) });
		await polled.durablePoll(true);
		await polled.durablePoll();
		polled.saveAs({ dataflowId: byId(other) });
		await polled.durablePoll(true);
		const id = ended(other);
		expect(ids(await polled.durablePoll())).toEqual([id]);
		ended(one);
		polled.saveAs({ dataflowId: byId(one) });
		expect(await polled.durablePoll(true)).toEqual([]);
		const next = ended(one);
		expect(ids(await polled.durablePoll())).toEqual([next]);
	});

	it('a workflow that ran without them continues where it was', async () => {
		const flowId = await makeDataflow(local.adobe);
		const polled = watch();
		await polled.poll();
		const [first] = [ended(flowId)];
		expect(ids(await polled.poll())).toEqual([first]);
		const second = ended(flowId);
		expect(ids(await polled.durablePoll(true))).toEqual([second]);
		expect(await polled.durablePoll()).toEqual([]);
	});

	it.each([300, 333])('a poll ends within the %i ms that n8n gives it', async (budget) => {
		await makeDataflow(local.adobe);
		const polled = watch();
		await polled.durablePoll(true);
		local.adobe.set({ latencyMs: 5_000 });
		await expect(polled.durablePoll(false, budget)).rejects.toThrow(
			/did not answer within 1 seconds/,
		);
	});
});

it.each<[INodeParameters, Record<string, string>, string]>([
	[{ events: [] }, {}, 'configuration-invalid'],
	[{ options: { sandboxName: 'nowhere' } }, {}, 'configuration-invalid'],
	[{}, { clientSecret: 'an0ther-secret' }, 'credential-invalid'],
	[{}, { platformUrl: 'http://127.0.0.1:1' }, 'temporarily-unavailable'],
])('declares to n8n why %j fails with %j', async (parameters, credential, cause) => {
	const id = `reloaded ${++workflows}`;
	const polled = new PolledWorkflow(local.credential(credential), parameters, id);
	await expect(polled.poll()).rejects.toMatchObject({ failure: { cause } });
});
