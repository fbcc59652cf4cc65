import type { ApiClient } from '../../transport/apiClient';
import { createLocked, withNameLock } from '../../transport/entity/create';
import { getEntity } from '../../transport/entity/read';
import { Failure } from '../../transport/errors/failure';
import { DATAFLOW, startOf, type Dataflow } from '../dataflow';
import { RUN } from './entities';
import { isFirstRunDue } from './firstRun';
import { overlaps, type Interval } from './intervals';
import { warnOfOverlap } from './overlap';
import { runCreation, runName } from './runCreation';
import { rememberRun } from './startedRuns';
import { mayBeSame } from './window';
import { DataflowWindows, LONG_AGO, type WindowedRun } from './windows';

/** Which files to ingest, by the time of their last change. Epoch milliseconds. */
export interface WindowChoice {
	/** Undefined for the end of what is ingested. */
	start?: number;
	/** Undefined for now. */
	end?: number;
}

/**
 * Starts a run now: `POST /runs` (contract.md (g)). It takes the files that were changed since the last point up to
 * which all files are ingested, or those of a time window. Looking and starting is one step for all executions
 * of this process.
 * @returns the ID of the run
 * @throws Failure for a dataflow that is not scheduled once or is already running, with what to do
 */
export async function startRun(
	client: ApiClient,
	dataflowId: string,
	choice: WindowChoice = {},
): Promise<string> {
	return await withRunLock(client, dataflowId, async () => {
		const flow = await getEntity<Dataflow>(client, DATAFLOW, dataflowId);
		refuseSchedule(flow);
		const windows = await DataflowWindows.read(client, flow);
		refuseRunning(flow, windows, choice);
		mindFirstRun(client, flow, windows.runs.at(-1)?.createdAt);
		const window = readWindow(client, flow, windows, choice);
		return await startWindow(client, flow, windows, window);
	});
}

/** Does work while no other execution of this process looks at the runs of a dataflow or starts one. */
export async function withRunLock<R>(
	client: ApiClient,
	dataflowId: string,
	work: () => Promise<R>,
): Promise<R> {
	return await withNameLock(client, RUN, runName(dataflowId), work);
}

/**
 * Starts a run for one time window, for a caller that holds the lock of the dataflow.
 * @param window without an end: up to the second that is over when the request leaves
 */
export async function startWindow(
	client: ApiClient,
	flow: Dataflow,
	windows: DataflowWindows,
	window: { start: number; end?: number },
): Promise<string> {
	// Stores note changes in whole seconds: only a second that is over is complete.
	if (window.end === undefined) await client.run.wait(1000 - (client.run.serviceTime % 1000));
	const windowStartTime = Math.max(LONG_AGO, Math.floor(window.start / 1000));
	const ends = new Set<number>();
	let lastEnd = 0;
	const { id } = await createLocked(client, {
		...runCreation(client, flow.id, (other) =>
			[...ends].some((end) => mayBeSame(other, { start: windowStartTime * 1000, end: end * 1000 })),
		),
		body: () => {
			const now = Math.floor(client.run.serviceTime / 1000);
			const windowEndTime = Math.min(now - 1, Math.floor((window.end ?? Infinity) / 1000));
			ends.add(windowEndTime);
			lastEnd = windowEndTime;
			return { flowId: flow.id, params: { startTime: now, windowStartTime, windowEndTime } };
		},
	});
	// If an answer was lost, it may be the run of an earlier request: its window is the shorter one.
	const end = (ends.size > 1 ? Math.min(...ends) : lastEnd) * 1000;
	const started: Interval = { start: windowStartTime * 1000, end };
	rememberRun(client, {
		id,
		flowId: flow.id,
		window: started,
		at: client.run.serviceTime,
	});
	await warnOfOverlap(client, flow, windows, { id, window: started });
	return id;
}

/** Adobe starts runs by API only for dataflows that are scheduled once (1386-400, contract.md (g)). */
function refuseSchedule(flow: Dataflow): void {
	const { scheduleParams, name, id, state } = flow;
	if (!isOnce(flow)) {
		const frequency = String(scheduleParams?.frequency).toLowerCase();
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

export function isOnce({ scheduleParams }: Dataflow): boolean {
	return String(scheduleParams?.frequency ?? 'once').toLowerCase() === 'once';
}

/** Another run for the same files would ingest them twice; one for other files may run beside it. */
function refuseRunning(
	flow: Dataflow,
	windows: DataflowWindows,
	{ start, end }: WindowChoice,
): void {
	const running = windows.underWay;
	if (!running || isOther(running, { start, end })) return;
	throw new Failure(
		`The dataflow "${flow.name ?? flow.id}" is already running`,
		`Its run ${running.id} is ${running.status}: another one now would ingest the same files twice. Wait for it with Wait Until Finished, then run it again. Nothing was started.`,
	);
}

function isOther({ window }: WindowedRun, { start, end }: WindowChoice): boolean {
	if (start === undefined || end === undefined || window === undefined) return false;
	return !overlaps(window, { start, end });
}

/** A dataflow starts its first run by itself, which takes all files. */
function mindFirstRun(client: ApiClient, flow: Dataflow, newest: number | undefined): void {
	const name = flow.name ?? flow.id;
	const now = client.run.serviceTime;
	if (isFirstRunDue(flow, newest, now)) {
		throw new Failure(
			`The first run of the dataflow "${name}" starts by itself, at ${new Date(startOf(flow)).toISOString()}`,
			'It takes all files that are there, and shows up some minutes later: another one now would ingest them twice. Wait for it with Wait Until Finished; Run Now is for files that come later. Nothing was started.',
		);
	}
	if (!(startOf(flow) > now)) return;
	client.run.warnings.add(
		`The dataflow "${name}" has its own first run still to come, at ${new Date(startOf(flow)).toISOString()}: it takes all files, those of this run again.`,
	);
}

function readWindow(
	client: ApiClient,
	flow: Dataflow,
	windows: DataflowWindows,
	{ start, end }: WindowChoice,
): { start: number; end?: number } {
	const now = client.run.serviceTime;
	for (const [label, at] of [
		['Window Start', start],
		['Window End', end],
	] as const) {
		if (at === undefined || at < now) continue;
		throw new Failure(
			`Invalid ${label}: it is in the future`,
			'Enter a time that has passed: files that come later would be taken for ingested. Nothing was started.',
		);
	}
	if (start !== undefined) return { start, end };
	const covered = windows.coveredUntil;
	if (end !== undefined && end <= covered) {
		throw new Failure(
			`All files up to ${new Date(covered).toISOString()} are already ingested`,
			'To ingest files again, give Window Start, too. Nothing was started.',
		);
	}
	warnOfUnknown(client, flow, windows, covered, end ?? now);
	return { start: covered, end };
}

/** Not to lose a file comes before not to ingest one twice. */
function warnOfUnknown(
	client: ApiClient,
	{ name, id }: Dataflow,
	windows: DataflowWindows,
	covered: number,
	end: number,
): void {
	const unknown = windows.unknownSince(covered);
	const last = unknown.at(-1);
	if (!last) return;
	const from = new Date(Math.max(covered, LONG_AGO * 1000)).toISOString();
	const until = new Date(Math.min(end, last.createdAt)).toISOString();
	client.run.warnings.add(
		`Files changed between ${from} and ${until} may be ingested twice: Adobe does not show which of them earlier runs of the dataflow "${name ?? id}" took (last: ${last.id}). To leave them out, give Window Start.`,
	);
}
