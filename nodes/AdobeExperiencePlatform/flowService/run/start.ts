import type { ApiClient } from '../../transport/apiClient';
import { createOnce } from '../../transport/entity/create';
import { getEntity } from '../../transport/entity/read';
import { Failure } from '../../transport/errors/failure';
import { DATAFLOW, type Dataflow } from '../dataflow';
import { flatRun } from './flatRun';
import { createdAt, runsOfDataflow } from './read';
import { runCreation } from './runCreation';
import { isFinished } from './status';
import { mayBeSame, windowOf } from './window';

/** Earlier than any file in a bucket, and no zero, which might be taken for "none". Epoch seconds. */
const LONG_AGO = Date.parse('2000-01-01T00:00:00Z') / 1000;
/** A run that has been under way for longer is taken for stuck, and holds nothing up. Milliseconds. */
const STUCK_AFTER = 24 * 60 * 60_000;

/** Adobe shows a run two to three minutes after its start time (contract.md (g)). Milliseconds. */
const SHOWS_UP_WITHIN = 10 * 60_000;

/**
 * Starts a run now: `POST /runs` (contract.md (g)). It takes the files that were changed since the end of
 * the latest time window of a run that went well, up to now; all, where none has.
 * @returns the ID of the run
 * @throws Failure for a dataflow that is not scheduled once or that runs already, with what to do
 */
export async function startRun(client: ApiClient, dataflowId: string): Promise<string> {
	const flow = await getEntity<Dataflow>(client, DATAFLOW, dataflowId);
	refuseSchedule(flow);
	const since = await doneUpTo(client, flow);
	// Stores note changes in whole seconds: only a second that is over is complete.
	await client.run.wait(1000 - (nowAt(client) % 1000));
	const lastSecond = () => Math.floor(nowAt(client) / 1000) - 1;
	const ends = new Set<number>();
	const { id } = await createOnce(client, {
		...runCreation(client, dataflowId, (window) =>
			[...ends].some((end) => mayBeSame(window, { start: since * 1000, end: end * 1000 })),
		),
		body: () => {
			const windowEndTime = lastSecond();
			ends.add(windowEndTime);
			return {
				flowId: dataflowId,
				params: { startTime: windowEndTime + 1, windowStartTime: since, windowEndTime },
			};
		},
	});
	return id;
}

/** The service's clock, epoch milliseconds. */
function nowAt({ run }: ApiClient): number {
	return run.clock.now(run.timer.now());
}

/** Adobe starts runs by API only for dataflows that are scheduled once (1386-400, contract.md (g)). */
function refuseSchedule({ scheduleParams, name, id, state }: Dataflow): void {
	const frequency = String(scheduleParams?.frequency ?? 'once').toLowerCase();
	if (frequency !== 'once') {
		throw new Failure(
			`The dataflow "${name ?? id}" runs by its schedule (every ${String(scheduleParams?.interval ?? 1)} ${frequency}s)`,
			'Adobe starts runs on demand only for dataflows with the schedule Once. Wait for its next run with Wait Until Finished, run a failed one again with Retry, or create a second dataflow with the schedule Once.',
		);
	}
	if (state === 'disabled') {
		throw new Failure(
			`The dataflow "${name ?? id}" is disabled`,
			'Enable it first with Dataflow > Enable.',
		);
	}
}

/**
 * Up to when files are in, epoch seconds: the latest end of a window of a good run. Not the window of the
 * newest one, which may be a retry for an old one. A window ends before its run is created, so runs
 * created before the latest end found so far have none that is later.
 */
async function doneUpTo(client: ApiClient, flow: Dataflow): Promise<number> {
	const { id, name } = flow;
	let latest: number | undefined;
	let hasRun = false;
	for await (const run of runsOfDataflow(client, id)) {
		hasRun = true;
		const created = createdAt(run);
		if (latest !== undefined && created <= latest) break;
		const { status } = flatRun(run);
		if (!isFinished(status) && created > nowAt(client) - STUCK_AFTER) {
			throw new Failure(
				`The dataflow "${name ?? id}" runs already`,
				`Its run ${run.id} is ${status}: another one now would bring the same files in twice. Wait for it with Wait Until Finished, then run it again. Nothing was started.`,
			);
		}
		if (status !== 'success' && status !== 'partialSuccess') continue;
		// Where no window is shown: one of Run Now ends when its run is created.
		latest = Math.max(latest ?? 0, windowOf(run).end ?? created);
	}
	mindFirstRun(client, flow, hasRun);
	return latest === undefined ? LONG_AGO : Math.floor(latest / 1000);
}

/** A dataflow starts its first run by itself, which takes all files. */
function mindFirstRun(
	client: ApiClient,
	{ scheduleParams, name, id }: Dataflow,
	hasRun: boolean,
): void {
	const start = Number(scheduleParams?.startTime) * 1000;
	const now = nowAt(client);
	if (!(start > now - SHOWS_UP_WITHIN)) return;
	const at = new Date(start).toISOString();
	if (!hasRun && start <= now + SHOWS_UP_WITHIN) {
		throw new Failure(
			`The first run of the dataflow "${name ?? id}" starts by itself, at ${at}`,
			'It takes all files that are there, and shows up some minutes later: another one now would bring them in twice. Wait for it with Wait Until Finished; Run Now is for files that come later. Nothing was started.',
		);
	}
	if (start <= now) return;
	client.run.warnings.add(
		`The dataflow "${name ?? id}" has its own first run still to come, at ${at}: it takes all files, those of this run again.`,
	);
}
