import {
	getRun,
	retryRun,
	startRun,
	waitForRun,
} from '../../../nodes/AdobeExperiencePlatform/flowService/run';
import type { ReadOnce } from '../../../nodes/AdobeExperiencePlatform/transport/session';
import { DataflowModel, type ModelOptions } from './dataflowModel';

const readOnce: ReadOnce = async (_key, read) => await read();
const HOUR = 3_600_000;

/** A dataflow whose first run ingested what was there, an hour ago. */
function ingested(options: Partial<ModelOptions> = {}): DataflowModel {
	const model = new DataflowModel({ showsWindows: true, ...options });
	model.files.push(model.now - HOUR);
	model.add({ start: 0, end: model.now - 5_000 }, { status: 'success' });
	model.now += HOUR;
	return model;
}

function arrive(model: DataflowModel): void {
	model.files.push(Math.floor(model.now / 1000) * 1000);
	model.now += 60_000;
}

const start = async (model: DataflowModel, worker = 'a') =>
	await model.execute(async (client) => await startRun(client, 'flow'), worker);
const retry = async (model: DataflowModel, id: string, worker = 'a') =>
	await model.execute(async (client) => await retryRun(client, id), worker);
const times = (model: DataflowModel) => model.files.map((file) => model.timesIngested(file));

/** Two runs that failed, the second one for the files of the first and more. */
async function failTwice(model: DataflowModel): Promise<[string, string]> {
	const ids: string[] = [];
	for (let count = 0; count < 2; count++) {
		arrive(model);
		ids.push(String(await start(model)));
		model.end('failed');
		model.now += HOUR;
	}
	return ids as [string, string];
}

describe('Files of two failed runs come once', () => {
	it.each([
		['in their order', [0, 1]],
		['in the other order', [1, 0]],
	])('if both are retried %s, one after another', async (_what, order) => {
		const model = ingested();
		const ids = await failTwice(model);
		for (const index of order) {
			await retry(model, ids[index] as string);
			model.end('success');
			model.now += 60_000;
		}
		expect(times(model)).toEqual([1, 1, 1]);
		expect(model.runs.filter(({ status }) => status === 'success')).toHaveLength(2);
	});

	it('if both are retried at once, by two items or two executions', async () => {
		const model = ingested();
		const ids = await failTwice(model);
		const results = await Promise.all(ids.map(async (id) => await retry(model, id)));
		model.end('success');
		expect(times(model)).toEqual([1, 1, 1]);
		expect(results).toEqual([
			{ id: 'run-4', retried: true },
			{ id: 'run-4', retried: false },
		]);
		expect([...model.hints].join()).toMatch(/run-3 failed for the files of the run run-2 and more/);
	});

	it('if another worker retried the first one: only the rest is started', async () => {
		const model = ingested();
		const [first, second] = await failTwice(model);
		// Not by this node, which would take the wider one.
		const { window } = model.runs[1] as { window: { start: number; end: number } };
		model.add(window, { status: 'success' });
		model.now += 60_000;
		expect(await retry(model, second, 'b')).toMatchObject({ retried: true });
		model.end('success');
		expect(times(model)).toEqual([1, 1, 1]);
		expect(await retry(model, first, 'c')).toMatchObject({ retried: false });
		expect([...model.hints].join()).toMatch(
			/Other runs have ingested some files of the dataflow run/,
		);
	});

	it('if one of them fails again', async () => {
		const model = ingested();
		const [first, second] = await failTwice(model);
		await retry(model, first);
		model.end('failed');
		model.now += 60_000;
		expect(await retry(model, second)).toMatchObject({ retried: true });
		model.end('success');
		model.now += 60_000;
		expect(await retry(model, first)).toMatchObject({ retried: false });
		expect(times(model)).toEqual([1, 1, 1]);
	});
});

describe('Files of a failed run come once', () => {
	it.each([true, false])(
		'if a successful Run Now came in between (windows shown: %s)',
		async (shows) => {
			const model = ingested({ showsWindows: shows });
			arrive(model);
			const failed = String(await start(model));
			model.end('failed');
			model.now += HOUR;
			const good = await start(model);
			model.end('success');
			model.now += HOUR;
			const posted = model.posted.length;
			expect(await retry(model, failed)).toEqual({ id: good, retried: false });
			expect(model.posted).toHaveLength(posted);
			expect(times(model)[1]).toBe(1);
		},
	);

	it.each([true, false])('if it is retried twice (windows shown: %s)', async (shows) => {
		const model = ingested({ showsWindows: shows });
		arrive(model);
		model.add({ start: model.start, end: model.now - 1_000 }, { status: 'failed' });
		model.now += HOUR;
		const [one, other] = await Promise.all([retry(model, 'run-2'), retry(model, 'run-2')]);
		expect(one).toEqual({ id: 'run-3', retried: true });
		expect(other).toEqual({ id: 'run-3', retried: false });
		model.end('success');
		model.now += HOUR;
		expect(await retry(model, 'run-2')).toEqual({ id: 'run-3', retried: false });
		expect(times(model)[1]).toBe(1);
	});

	it('or a hint says that they may not, if nobody can know', async () => {
		const model = ingested({ showsWindows: false });
		arrive(model);
		model.add({ start: model.start, end: model.now - 1_000 }, { status: 'failed' });
		model.now += HOUR;
		await retry(model, 'run-2', 'a');
		model.end('success');
		model.now += HOUR;
		expect(await retry(model, 'run-2', 'b')).toMatchObject({ retried: true });
		expect([...model.hints].join()).toMatch(/run run-2 may be ingested twice.*run run-3/);
	});

	it.each(['hour', 'once'])('of a schedule, each by its own retry (%s)', async (frequency) => {
		const model = ingested({ frequency });
		for (const status of ['failed', 'success', 'failed', 'success'] as const) {
			const { end } = (model.runs.at(-1) as { window: { end: number } }).window;
			arrive(model);
			model.add({ start: end, end: model.now }, { status });
			model.now += HOUR;
		}
		for (const id of ['run-2', 'run-4']) {
			expect(await retry(model, id)).toMatchObject({ retried: true });
		}
		model.end('success');
		expect(times(model)).toEqual([1, 1, 1, 1, 1]);
		expect([...model.hints]).toEqual([]);
	});
});

describe('Two executions of Run Now', () => {
	it('at once start one run', async () => {
		const model = ingested();
		arrive(model);
		const results = await Promise.all([start(model), start(model)]);
		expect(model.posted).toHaveLength(1);
		expect(results.map((result) => result instanceof Error)).toEqual([false, true]);
		expect(results[1]).toMatchObject({ message: 'The dataflow "Model" is already running' });
	});

	it('of two workers are reported', async () => {
		const model = ingested();
		arrive(model);
		await Promise.all([start(model, 'a'), start(model, 'b')]);
		expect(model.posted).toHaveLength(2);
		expect([...model.hints].join()).toMatch(
			/were started at the same time: .* may be ingested twice/,
		);
	});
});

describe('A run that was just started', () => {
	it('is waited for if it cannot be read yet, and not started again', async () => {
		const model = ingested({ lag: 20_000 });
		arrive(model);
		const read = await model.execute(async (client) => {
			const id = await startRun(client, 'flow');
			return await getRun(client, readOnce, id);
		});
		expect(read).toMatchObject({ id: 'run-2', status: 'inProgress' });
		expect([...model.hints]).toEqual([]);
	});

	it('is not started a second time while lists do not show it', async () => {
		const model = ingested({ lag: 120_000 });
		arrive(model);
		await start(model);
		expect(await start(model)).toBeInstanceOf(Error);
		expect(model.posted).toHaveLength(1);
	});

	it('is returned as queued if it stays unreadable', async () => {
		const model = ingested({ lag: HOUR });
		arrive(model);
		const read = await model.execute(async (client) => {
			const id = await startRun(client, 'flow');
			return await getRun(client, readOnce, id);
		});
		expect(read).toMatchObject({ id: 'run-2', status: 'queued', dataflowId: 'flow' });
		expect([...model.hints].join()).toMatch(/run-2 was started, and Adobe does not show it yet/);
	});

	it('is the one that Wait waits for, not the old one', async () => {
		const model = ingested({ lag: 40_000 });
		arrive(model);
		await start(model);
		const waiting = { runId: '', dataflowId: 'flow', maxWait: 120_000, failOnError: true };
		const tell = (text: string) => {
			if (/inProgress/.test(text)) model.end('success');
		};
		const run = await model.execute(
			async (client) => await waitForRun(client, readOnce, { ...waiting, tell }),
		);
		expect(run).toMatchObject({ id: 'run-2', status: 'success' });
		expect([...model.hints]).toEqual([]);
	});

	it('by somebody else is not found at once', async () => {
		const model = ingested();
		const before = model.now;
		const read = await model.execute(async (client) => await getRun(client, readOnce, 'nobody'));
		expect(read).toMatchObject({ httpCode: '404' });
		expect(model.now - before).toBeLessThan(5_000);
	});
});

describe('A window that somebody chooses', () => {
	const window = async (model: DataflowModel, choice: { start?: number; end?: number }) =>
		await model.execute(async (client) => await startRun(client, 'flow', choice));

	it('is ingested exactly, again, and moves the next Run Now by nothing', async () => {
		const model = ingested();
		arrive(model);
		const [from, until] = [model.start - 2 * HOUR, model.start - HOUR];
		expect(typeof (await window(model, { start: from, end: until }))).toBe('string');
		expect(model.runs.at(-1)?.window).toEqual({ start: from, end: until });
		model.end('success');
		model.now += HOUR;
		await start(model);
		expect(model.runs.at(-1)?.window.start).toBe(model.start - 5_000);
	});

	it('ends now or begins at the last ingested point if one of both is given', async () => {
		const model = ingested();
		arrive(model);
		await window(model, { end: model.start + 60_000 });
		expect(model.runs.at(-1)?.window).toEqual({
			start: model.start - 5_000,
			end: model.start + 60_000,
		});
		model.end('success');
		model.now += HOUR;
		await window(model, { start: model.start });
		expect(model.runs.at(-1)?.window.start).toBe(model.start);
		expect(model.runs.at(-1)?.window.end).toBeGreaterThan(model.now - 5_000);
	});

	it.each([
		['Invalid Window Start: it is in the future', { start: HOUR }],
		['Invalid Window End: it is in the future', { start: -HOUR, end: HOUR }],
	])('is refused: %s', async (message, { start: from, end }: { start: number; end?: number }) => {
		const model = ingested();
		const choice = { start: model.now + from, ...(end !== undefined && { end: model.now + end }) };
		expect(await window(model, choice)).toMatchObject({ message });
		expect(model.posted).toEqual([]);
	});

	it('is refused if all of it is ingested and no start is given', async () => {
		const model = ingested();
		expect(await window(model, { end: model.start - HOUR })).toMatchObject({
			message: expect.stringMatching(/^All files up to .* are already ingested$/) as string,
		});
		expect(model.posted).toEqual([]);
	});

	it('may be started beside a run for other files', async () => {
		const model = ingested();
		await window(model, { start: model.start - 3 * HOUR, end: model.start - 2 * HOUR });
		const next = { start: model.start - 2 * HOUR, end: model.start - HOUR };
		expect(typeof (await window(model, next))).toBe('string');
		expect(await window(model, next)).toBeInstanceOf(Error);
		expect(model.posted).toHaveLength(2);
	});
});

describe('Waiting for a dataflow', () => {
	const wait = async (model: DataflowModel, tell: () => void = () => undefined) =>
		await model.execute(
			async (client) =>
				await waitForRun(client, readOnce, {
					runId: '',
					dataflowId: 'flow',
					maxWait: 10 * 60_000,
					failOnError: true,
					tell,
				}),
		);

	it('that is disabled ends at once', async () => {
		const model = ingested();
		model.state = 'disabled';
		const before = model.now;
		expect(await wait(model)).toMatchObject({
			message: 'The dataflow "Model" is disabled',
			description: expect.stringContaining('Dataflow > Enable') as string,
		});
		expect(model.now - before).toBeLessThan(5_000);
	});

	it('that is disabled ends with a run that is under way', async () => {
		const model = ingested();
		model.state = 'disabled';
		model.add({ start: 0, end: 1 }, { status: 'inProgress' });
		const end = () => model.end('success');
		expect(await wait(model, end)).toMatchObject({ id: 'run-2', status: 'success' });
	});

	it('takes no old run for the new one if this machine’s clock is behind', async () => {
		const model = ingested();
		model.now += HOUR;
		const { client, timer, run } = model.client();
		timer.time -= 10 * 60_000;
		const waiting = { runId: '', dataflowId: 'flow', maxWait: 1_000, failOnError: true };
		await waitForRun(client, readOnce, { ...waiting, tell: () => undefined });
		expect([...run.warnings].join()).toMatch(/This run had already finished at/);
	});
});
