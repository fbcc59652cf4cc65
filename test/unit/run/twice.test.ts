import { getRun } from '../../../nodes/AdobeExperiencePlatform/run/explain';
import { startRun } from '../../../nodes/AdobeExperiencePlatform/run/start';
import { waitForRun } from '../../../nodes/AdobeExperiencePlatform/run/wait.operation';
import type { DataflowModel } from './dataflowModel';
import { arrive, HOUR, ingested, retry, start, times } from './modelSteps';

/** Two failed runs, of which the second one is for the files of the first one and more. */
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
		expect([...model.hints].join()).toMatch(
			/run-3 failed for the same files as the run run-2 and more/,
		);
	});

	it('if another worker retried the first one: only the rest is started', async () => {
		const model = ingested();
		const [first, second] = await failTwice(model);
		// Retried by somebody else, since this node would retry the wider one.
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

	it('or a hint says that they may be, if it is unknown', async () => {
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
			return await getRun(client, id);
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
			return await getRun(client, id);
		});
		expect(read).toMatchObject({ id: 'run-2', status: 'queued', dataflowId: 'flow' });
		expect([...model.hints].join()).toMatch(/run-2 was started, and Adobe does not show it yet/);
	});

	it('is the one that Wait waits for, not the old one', async () => {
		const model = ingested({ lag: 40_000 });
		arrive(model);
		await start(model);
		const waiting = { runId: '', dataflowId: 'flow', maxWait: 120_000, failOnError: true };
		const report = (text: string) => {
			if (/inProgress/.test(text)) model.end('success');
		};
		const run = await model.execute(async (client) => {
			client.execution.report = report;
			return await waitForRun(client, waiting);
		});
		expect(run).toMatchObject({ id: 'run-2', status: 'success' });
		expect([...model.hints]).toEqual([]);
	});

	it('by somebody else is not found at once', async () => {
		const model = ingested();
		const before = model.now;
		const read = await model.execute(async (client) => await getRun(client, 'nobody'));
		expect(read).toMatchObject({ httpCode: '404' });
		expect(model.now - before).toBeLessThan(5_000);
	});
});
