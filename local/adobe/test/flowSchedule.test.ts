import { Client, codeOf, itemsOf, type Json, pause } from './client';
import { soon, useFlows } from './flowLab';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Epoch seconds, `ms` milliseconds from now. */
const at = (ms = 0) => Math.floor((Date.now() + ms) / SECOND);

describe('The schedule of a dataflow', () => {
	// A quarter of an hour takes 150 ms, a minute 10 ms.
	const { client, made, flowBody, runsOf, settled } = useFlows({
		scheduleSpeed: 6000,
		runMs: 0,
		settleMs: 20,
	});

	const scheduled = async (schedule: Json): Promise<string> =>
		await made('/flows', await flowBody({ scheduleParams: { startTime: at(), ...schedule } }));
	const countOf = async (id: string) =>
		itemsOf(await client.get(`/runs?property=flowId==${id}&limit=100`)).length;
	const windowsOf = (id: string) =>
		client.adobe
			.runs()
			.filter(({ flowId }) => flowId === id)
			.map(({ window }) => window);

	it('begins at the start time, not before', async () => {
		const id = await scheduled({ startTime: at(30 * MINUTE), frequency: 'once' });
		expect(await countOf(id)).toBe(0);
		expect(await runsOf(id)).toHaveLength(1);
		const [run] = client.adobe.runs();
		const [flow] = client.adobe.flows();
		expect((run?.createdAt ?? 0) - (flow?.createdAt ?? 0)).toBeGreaterThan(280);
		await pause(100);
		expect(await countOf(id)).toBe(1);
	});

	it('shows a run late where that is asked for', async () => {
		client.adobe.set({ runDelayMs: 150 });
		const id = await scheduled({ frequency: 'once' });
		await pause(50);
		expect(await countOf(id)).toBe(0);
		expect(await runsOf(id)).toHaveLength(1);
	});

	it('repeats by frequency, each run over the files since the last one', async () => {
		const id = await scheduled({ frequency: 'minute', interval: 15 });
		await runsOf(id, 3);
		await client.delete(`/flows/${id}`);
		const windows = windowsOf(id);
		expect(windows[0]?.start).toBe(0);
		windows.slice(1).forEach(({ start }, index) => expect(start).toBe(windows[index]?.end));
		const after = windows.length;
		await pause(250);
		expect(windowsOf(id)).toHaveLength(after);
	});

	it('leaves out what is older than its start where it is not to be backfilled', async () => {
		const startTime = at();
		const id = await scheduled({ startTime, frequency: 'hour', interval: 1, backfill: false });
		await runsOf(id);
		expect(windowsOf(id)[0]?.start).toBe(startTime * SECOND);
		expect(client.adobe.batches()[0]?.inputFiles).toEqual([]);
	});

	it('rests while the flow is disabled, and does not make up for what it missed', async () => {
		const id = await scheduled({ frequency: 'minute', interval: 30 });
		await runsOf(id, 1);
		await client.post(`/flows/${id}/action?op=disable`);
		await settled(id);
		const before = await countOf(id);
		await pause(700);
		expect(await countOf(id)).toBe(before);
		await client.post(`/flows/${id}/action?op=enable`);
		await settled(id);
		expect(await countOf(id)).toBeLessThanOrEqual(before + 1);
		expect((await runsOf(id, before + 1)).length).toBeGreaterThan(before);
	});

	it('goes on by a new interval', async () => {
		const id = await scheduled({ frequency: 'day', interval: 1 });
		await runsOf(id, 1);
		const [flow] = itemsOf(await client.get(`/flows/${id}`));
		const change = [
			{ op: 'replace', path: '/scheduleParams/frequency', value: 'minute' },
			{ op: 'replace', path: '/scheduleParams/interval', value: '15' },
		];
		expect((await client.patch(`/flows/${id}`, String(flow?.etag), change)).status).toBe(200);
		expect((await runsOf(id, 3)).length).toBeGreaterThanOrEqual(3);
	});
});

describe('The schedule of a dataflow, once its start time has passed,', () => {
	const { client, made, flowBody } = useFlows({ settleMs: 0 });

	const STARTED = { startTime: at(-SECOND), frequency: 'hour', interval: 1, backfill: true };
	const AHEAD = { ...STARTED, startTime: soon() };

	it.each<[string, Json, Json, string | undefined]>([
		['startTime', STARTED, { startTime: soon() }, '1366-400'],
		['startTime', AHEAD, { startTime: soon() + 60 }, undefined],
		[
			'frequency',
			STARTED,
			{ frequency: 'once', interval: undefined, backfill: undefined },
			'1403-400',
		],
		[
			'frequency',
			AHEAD,
			{ frequency: 'once', interval: undefined, backfill: undefined },
			undefined,
		],
		['frequency', STARTED, { frequency: 'day' }, undefined],
		['backfill', STARTED, { backfill: false }, '1404-400'],
		['backfill', STARTED, { backfill: undefined }, undefined],
		['backfill', STARTED, { backfill: 'true' }, undefined],
		['backfill', AHEAD, { backfill: false }, undefined],
		['interval', STARTED, { interval: 3 }, undefined],
	])('changes of %s from %j to %j: %s', async (_member, schedule, changes, code) => {
		const startTime = schedule === STARTED ? at() : soon();
		const scheduleParams = { ...schedule, startTime };
		const id = await made('/flows', await flowBody({ scheduleParams }));
		const value = { ...scheduleParams, ...changes };
		const change = [{ op: 'replace', path: '/scheduleParams', value }];
		const ask = async () => {
			const [flow] = itemsOf(await client.get(`/flows/${id}`));
			return await client.patch(`/flows/${id}`, String(flow?.etag), change);
		};
		const reply = await ask();
		if (code) expect(codeOf(reply)).toBe(code);
		else expect(reply.status).toBe(200);
	});

	it('keeps its start time when the flow is disabled', async () => {
		const id = await made(
			'/flows',
			await flowBody({ scheduleParams: { ...STARTED, startTime: at() } }),
		);
		await client.post(`/flows/${id}/action?op=disable`);
		const [flow] = itemsOf(await client.get(`/flows/${id}`));
		expect(flow?.state).toBe('disabled');
		const later = [{ op: 'replace', path: '/scheduleParams/startTime', value: soon() }];
		expect(codeOf(await client.patch(`/flows/${id}`, String(flow?.etag), later))).toBe('1366-400');
	});
});

describe('The clock of the service', () => {
	it.each([10, -10])('may be %d minutes off, and says so in its Date header', async (minutes) => {
		const clockOffsetMs = minutes * MINUTE;
		const client = await Client.start({ clockOffsetMs, runMs: 0 });
		try {
			const { id } = await client.create();
			const reply = await client.get(`/connections/${id}`);
			const off = (time: unknown) => Math.abs(Number(time) - Date.now() - clockOffsetMs);
			expect(off(itemsOf(reply)[0]?.createdAt)).toBeLessThan(2 * SECOND);
			expect(off(Date.parse(String(reply.headers.date)))).toBeLessThan(3 * SECOND);
		} finally {
			await client.adobe.close();
		}
	});
});
