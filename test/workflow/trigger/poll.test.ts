/* eslint-disable @n8n/community-nodes/no-restricted-globals -- waits for a run of the local Adobe to end */
import { useLocalAdobe } from '../../support/adobe';
import { expireKeys } from '../../support/expireKeys';
import { findLeaks } from '../../support/leaks';
import { PolledWorkflow } from '../../support/poll';
import { lines } from '../dataflow/cases';
import { makeDataflow } from './dataflow';

const local = useLocalAdobe();
let workflows = 0;

const watch = (parameters = {}) =>
	new PolledWorkflow(local.credential(), parameters, `polled ${++workflows}`);
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const flow = async () => await makeDataflow(local.adobe);

/** A run that ended a few seconds ago, by the service's clock. */
const ended = (
	flowId: string,
	outcome: 'failed' | 'success' | 'credentials' | 'keysRefused' | 'partialSuccess',
	ago = 1,
) =>
	local.adobe.seedRun({
		flowId,
		outcome,
		startedAt: Date.now() - (ago + 5) * 1_000,
		completedAt: Date.now() - ago * 1_000,
	});

describe('The trigger', () => {
	beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
	afterEach(() => jest.restoreAllMocks());

	it('starts with its activation, and then reports each run once', async () => {
		const flowId = await flow();
		ended(flowId, 'failed', 60);
		const polled = watch();
		expect(await polled.poll()).toEqual([]);
		const failed = ended(flowId, 'failed');
		ended(flowId, 'success');
		expect(await polled.poll()).toEqual([
			expect.objectContaining({
				event: 'failed',
				id: failed.id,
				dataflowId: flowId,
				dataflowName: 'Stores',
				baseConnectionId: local.adobe.connections()[0]?.id,
				status: 'failed',
			}),
		]);
		expect(await polled.poll()).toEqual([]);
	});

	it('reports a run that was in progress at its activation when it has ended', async () => {
		const flowId = await flow();
		local.adobe.set({ runMs: 300 });
		const { id } = local.adobe.seedRun({ flowId, outcome: 'failed' });
		const polled = watch();
		expect(await polled.poll()).toEqual([]);
		await new Promise((resolve) => {
			setTimeout(resolve, 600);
		});
		expect((await polled.poll()).map((item) => item.id)).toEqual([id]);
		expect(await polled.poll()).toEqual([]);
	});

	it('sends one request if nothing has happened, even with many dataflows', async () => {
		const flowId = await flow();
		for (let count = 0; count < 20; count++) await flow();
		ended(flowId, 'failed', 60);
		const polled = watch();
		await polled.poll();
		local.adobe.journal.length = 0;
		expect(await polled.poll()).toEqual([]);
		expect(lines(local.adobe)).toEqual(['GET runs']);
	}, 120_000);

	it('distinguishes the chosen events', async () => {
		const flowId = await flow();
		const all = watch({ events: ['failed', 'keysRefused', 'partialSuccess', 'success'] });
		const keys = watch({ events: ['keysRefused'] });
		const other = watch({ dataflowId: byId(await flow()) });
		for (const polled of [all, keys, other]) await polled.poll();
		ended(flowId, 'keysRefused', 9);
		ended(flowId, 'failed', 8);
		ended(flowId, 'partialSuccess', 7);
		ended(flowId, 'success', 6);
		const events = async (polled: PolledWorkflow) =>
			(await polled.poll()).map(({ event }) => event);
		expect(await events(all)).toEqual(['keysRefused', 'failed', 'partialSuccess', 'success']);
		expect(await events(keys)).toEqual(['keysRefused']);
		expect(await events(other)).toEqual([]);
	});

	it('returns at most Limit items, and the rest with the next polls', async () => {
		const flowId = await flow();
		const polled = watch({ options: { limit: 2 } });
		await polled.poll();
		const ids = [5, 4, 3, 2, 1].map((ago) => ended(flowId, 'failed', ago).id);
		const told = [];
		for (let poll = 0; poll < 4; poll++) told.push((await polled.poll()).map(({ id }) => id));
		expect(told.map(({ length }) => length)).toEqual([2, 2, 1, 0]);
		expect(told.flat()).toEqual(ids);
	});

	it('forgets nothing if a poll fails, and reports nothing twice after a restart', async () => {
		const { adobe } = local;
		const flowId = await flow();
		const polled = watch();
		await polled.poll();
		const before = polled.save();
		const { id } = ended(flowId, 'failed');
		adobe.set({ faults: [{ kind: 'status', status: 403, path: 'flowservice/flows' }] });
		await expect(polled.poll()).rejects.toThrow(/not entitled/);
		expect(polled.save()).toEqual(before);
		adobe.set({ faults: [] });
		expect((await polled.poll()).map((item) => item.id)).toEqual([id]);
		polled.restart(polled.save());
		expect(await polled.poll()).toEqual([]);
		// n8n had stored nothing since the activation, so the run is reported again, but never lost.
		polled.restart(before);
		expect((await polled.poll()).map((item) => item.id)).toEqual([id]);
	});

	describe('while the connection cannot be tested, and nothing printed names the cause,', () => {
		const untested = { kind: 'status', status: 503, path: '/test' } as const;
		const asked = { events: ['failed', 'keysRefused'] };

		it.each([[asked], [{ events: ['keysRefused'] }]])(
			'reports refused keys with a later poll (%j)',
			async (parameters) => {
				const { adobe } = local;
				const flowId = await flow();
				const polled = watch(parameters);
				await polled.poll();
				expireKeys(adobe, String(adobe.connections()[0]?.id));
				adobe.set({ faults: [untested] });
				const { id } = ended(flowId, 'credentials');
				const other = ended(flowId, 'keysRefused');
				expect((await polled.poll()).map((item) => item.id)).toEqual([other.id]);
				expect(await polled.poll()).toEqual([]);
				adobe.set({ faults: [] });
				expect(await polled.poll()).toEqual([
					expect.objectContaining({ id, event: 'keysRefused', cause: 'credentials' }),
				]);
				expect(await polled.poll()).toEqual([]);
			},
		);

		it('reports the run as failed after some polls', async () => {
			const { adobe } = local;
			const flowId = await flow();
			const polled = watch(asked);
			await polled.poll();
			adobe.set({ faults: [untested] });
			const { id } = ended(flowId, 'credentials');
			const reported = [];
			for (let poll = 0; poll < 5; poll++) reported.push(await polled.poll());
			expect(reported).toEqual([
				[],
				[],
				[],
				[expect.objectContaining({ id, event: 'failed', cause: 'unknown' })],
				[],
			]);
		});

		it('does not wait for the test without Keys Refused', async () => {
			const { adobe } = local;
			const flowId = await flow();
			const polled = watch({ events: ['failed'] });
			await polled.poll();
			adobe.set({ faults: [untested] });
			const { id } = ended(flowId, 'credentials');
			expect(await polled.poll()).toEqual([
				expect.objectContaining({ id, event: 'failed', cause: 'unknown' }),
			]);
		});
	});

	it('reports a run once if two polls overlap', async () => {
		const flowId = await flow();
		const polled = watch();
		await polled.poll();
		ended(flowId, 'failed');
		const both = await Promise.all([polled.poll(), polled.poll()]);
		expect(both.flat()).toHaveLength(1);
	});

	it('starts from now if it watches something else', async () => {
		const flowId = await flow();
		const all = watch();
		await all.poll();
		ended(flowId, 'failed');
		const one = new PolledWorkflow(local.credential(), { dataflowId: byId(flowId) });
		one.restart(all.save());
		expect(await one.poll()).toEqual([]);
	});

	it('shows the newest run that fits as a test event, or says that there is none', async () => {
		const polled = watch();
		await expect(polled.poll('manual')).rejects.toThrow('No dataflow has run yet');
		const flowId = await flow();
		ended(flowId, 'success', 60);
		await expect(polled.poll('manual')).rejects.toThrow('No run fits the chosen events so far');
		ended(flowId, 'failed', 50);
		const newest = ended(flowId, 'failed', 10);
		expect(await polled.poll('manual')).toMatchObject([{ id: newest.id, event: 'failed' }]);
		expect(polled.save()).toEqual({});
	});

	it.each([
		['no event', { events: [] }, 'Events is required'],
		['a limit of 0', { options: { limit: 0 } }, 'Limit must be 1 or more'],
	])('refuses %s', async (_what, parameters, words) => {
		await expect(watch(parameters).poll()).rejects.toThrow(words);
	});

	it('says what is wrong with the credential, and shows no secret', async () => {
		const { demo } = local.adobe;
		const wrong = new PolledWorkflow(local.credential({ clientSecret: 'an0ther-secret' }));
		const error = await wrong.poll().catch((reason: Error) => reason);
		expect((error as Error).message).toMatch(/refuses the Client Secret/);
		const flowId = await flow();
		const polled = watch();
		await polled.poll();
		ended(flowId, 'keysRefused');
		const items = await polled.poll();
		expect(items).toHaveLength(1);
		const secrets = [demo.clientSecret, demo.s3SecretKey, demo.s3SessionToken, demo.s3AccessKey];
		const told = JSON.stringify([items, polled.save(), String(error)]);
		expect(findLeaks({ told }, secrets)).toEqual([]);
	});
});
