import * as fc from 'fast-check';
import { retryRun } from '../../../nodes/AdobeExperiencePlatform/run/start.operation';
import { startRun } from '../../../nodes/AdobeExperiencePlatform/run/start';
import { DataflowModel } from './dataflowModel';

/**
 * Whatever happens to a dataflow, a successful Run Now leaves out no file, and ingests no file twice unless a hint
 * says so.
 */

const MINUTE = 60_000;

type Step =
	| { kind: 'file' }
	| { kind: 'pass'; minutes: number }
	| { kind: 'end'; status: 'success' | 'failed' }
	| { kind: 'start'; worker: string; late: number }
	| { kind: 'backfill'; worker: string; from: number; minutes: number }
	| { kind: 'retry'; worker: string; which: number; late: number };

const late = fc.constantFrom(0, 20_000, 570_000);

function steps(workers: string[]): fc.Arbitrary<Step[]> {
	const worker = fc.constantFrom(...workers);
	const step: fc.Arbitrary<Step> = fc.oneof(
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant('file' as const) }) },
		{
			weight: 3,
			arbitrary: fc.record({
				kind: fc.constant('pass' as const),
				minutes: fc.constantFrom(1, 15, 90),
			}),
		},
		{
			weight: 5,
			arbitrary: fc.record({
				kind: fc.constant('end' as const),
				status: fc.constantFrom('success' as const, 'failed' as const),
			}),
		},
		{ weight: 4, arbitrary: fc.record({ kind: fc.constant('start' as const), worker, late }) },
		{
			weight: 4,
			arbitrary: fc.record({ kind: fc.constant('retry' as const), worker, which: fc.nat(3), late }),
		},
		{
			weight: 1,
			arbitrary: fc.record({
				kind: fc.constant('backfill' as const),
				worker,
				from: fc.nat(200),
				minutes: fc.constantFrom(5, 40),
			}),
		},
	);
	return fc.array(step, { minLength: 4, maxLength: 22 });
}

/** Every version of a file that changes during the steps. */
async function play(model: DataflowModel, played: Step[], backfills: boolean): Promise<void> {
	for (const step of played) {
		model.late = 'late' in step ? step.late : 0;
		switch (step.kind) {
			case 'file':
				model.files.push(Math.floor(model.now / 1000) * 1000);
				model.now += 2_000;
				break;
			case 'pass':
				model.now += step.minutes * MINUTE;
				break;
			case 'end':
				model.end(step.status);
				break;
			case 'start':
				await model.execute(async (client) => await startRun(client, 'flow'), step.worker);
				break;
			case 'retry': {
				const failed = model.runs.filter(({ status }) => status === 'failed').reverse();
				const run = failed[step.which % Math.max(1, failed.length)];
				if (!run) break;
				await model.execute(async (client) => await retryRun(client, run.id), step.worker);
				break;
			}
			case 'backfill': {
				if (!backfills) break;
				const start = model.start + step.from * MINUTE;
				const end = start + step.minutes * MINUTE;
				if (end >= model.now) break;
				const before = model.runs.length;
				await model.execute(
					async (client) => await startRun(client, 'flow', { start, end }),
					step.worker,
				);
				for (const run of model.runs.slice(before)) run.isBackfill = true;
				break;
			}
		}
	}
}

async function check(
	model: DataflowModel,
	played: Step[],
	{ first, backfills }: { first: 'success' | 'failed' | undefined; backfills: boolean },
): Promise<{ doubled: number }> {
	model.files.push(model.now - 3_600_000);
	if (first) {
		const begins = model.now - 1_800_000;
		model.add({ start: 0, end: model.now - 5_000 }, { shownStart: begins, status: first });
	}
	model.now += 20 * MINUTE;
	await play(model, played, backfills);
	model.end('success');
	model.now += 20 * MINUTE;
	const last = await model.execute(async (client) => await startRun(client, 'flow'));
	expect(typeof last).toBe('string');
	model.end('success');
	const times = model.files.map((file) => model.timesIngested(file));
	expect(Math.min(...times)).toBeGreaterThanOrEqual(1);
	return { doubled: model.files.filter((file) => model.timesIngested(file, false) > 1).length };
}

const first = fc.constantFrom('success' as const, 'failed' as const, undefined);
const RUNS = { numRuns: 250 };

it('each file comes exactly once if windows are shown, or one process starts all runs', async () => {
	await fc.assert(
		fc.asyncProperty(steps(['a']), first, fc.boolean(), async (played, began, showsWindows) => {
			const model = new DataflowModel({ showsWindows });
			// Runs that Adobe started are not remembered.
			const own = showsWindows ? began : undefined;
			const { doubled } = await check(model, played, { first: own, backfills: true });
			expect(doubled).toBe(0);
		}),
		RUNS,
	);
});

it('no file is lost, whoever starts runs, and none is ingested twice without a hint', async () => {
	await fc.assert(
		fc.asyncProperty(steps(['a', 'b']), first, fc.boolean(), async (played, began, shows) => {
			const model = new DataflowModel({ showsWindows: shows });
			const { doubled } = await check(model, played, { first: began, backfills: shows });
			if (doubled > 0) expect([...model.hints].join()).toMatch(/may be ingested twice/);
		}),
		RUNS,
	);
});
