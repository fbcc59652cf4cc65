import type { ApiClient } from '../../transport/apiClient';
import { createOnce } from '../../transport/entity/create';
import { getEntity } from '../../transport/entity/read';
import { Failure } from '../../transport/errors/failure';
import { DATAFLOW, startOf, type Dataflow } from '../dataflow';
import { isFirstRunDue } from './firstRun';
import { createdAt, flatRun } from './flatRun';
import { runsOfDataflow } from './read';
import { runCreation } from './runCreation';
import { isFinished } from './status';
import { mayBeSame, windowOf } from './window';

/** Earlier than any file in a bucket, and no zero, which might be taken for "none". Epoch seconds. */
const LONG_AGO = Date.parse('2000-01-01T00:00:00Z') / 1000;
/** A run that has been under way for longer is taken for stuck, and holds nothing up. Milliseconds. */
const STUCK_AFTER = 24 * 60 * 60_000;

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
	await client.run.wait(1000 - (client.run.serviceTime % 1000));
	const lastSecond = () => Math.floor(client.run.serviceTime / 1000) - 1;
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
	let newest: number | undefined;
	for await (const run of runsOfDataflow(client, id)) {
		const created = createdAt(run);
		newest ??= created;
		if (latest !== undefined && created <= latest) break;
		const { status } = flatRun(run);
		if (!isFinished(status) && created > client.run.serviceTime - STUCK_AFTER) {
			throw new Failure(
				`The dataflow "${name ?? id}" runs already`,
				`Its run ${run.id} is ${status}: another one now would bring the same files in twice. Wait for it with Wait Until Finished, then run it again. Nothing was started.`,
			);
		}
		if (status !== 'success' && status !== 'partialSuccess') continue;
		// Where no window is shown: one of Run Now ends with the second before its run is created.
		const end = windowOf(run).end ?? (Math.floor(created / 1000) - 1) * 1000;
		latest = Math.max(latest ?? 0, end);
	}
	mindFirstRun(client, flow, newest);
	return latest === undefined ? LONG_AGO : Math.floor(latest / 1000);
}

/** A dataflow starts its first run by itself, which takes all files. */
function mindFirstRun(client: ApiClient, flow: Dataflow, newest: number | undefined): void {
	const name = flow.name ?? flow.id;
	const now = client.run.serviceTime;
	if (isFirstRunDue(flow, newest, now)) {
		throw new Failure(
			`The first run of the dataflow "${name}" starts by itself, at ${new Date(startOf(flow)).toISOString()}`,
			'It takes all files that are there, and shows up some minutes later: another one now would bring them in twice. Wait for it with Wait Until Finished; Run Now is for files that come later. Nothing was started.',
		);
	}
	if (!(startOf(flow) > now)) return;
	client.run.warnings.add(
		`The dataflow "${name}" has its own first run still to come, at ${new Date(startOf(flow)).toISOString()}: it takes all files, those of this run again.`,
	);
}
