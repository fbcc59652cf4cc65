import type { ApiClient } from '../adobe/apiClient';
import { asFailure, Failure } from '../adobe/errors/failure';
import { type Dataflow, DATAFLOW, startOf } from '../dataflow/dataflow';
import { scheduleText } from '../dataflow/schedule';
import { type RawRun, createdAt, statusOf, RUN } from './run';
import {
	between,
	knownWindow,
	overlaps,
	type Interval,
	windowOf,
	DataflowWindows,
	type RunWindow,
	mayBeSame,
	LONG_AGO,
	type WindowedRun,
} from './windows';
import { newestRuns, rememberRun } from './read';
import { type Creation, createLocked } from '../adobe/entity/create';
import { withNameLock } from '../adobe/concurrency';
import { getEntity } from '../adobe/entity/read';

/**
 * Hints at another run that was started at the same time. Workers cannot lock each other, so this looks again after a
 * start. It can only report the overlap.
 */
export async function warnOfOverlap(
	client: ApiClient,
	flow: Dataflow,
	before: DataflowWindows,
	{ id, window }: { id: string; window?: Interval },
): Promise<void> {
	const known = new Set([id, ...before.runs.map((run) => run.id)]);
	const runs = await newestRuns(client, flow.id, RECENT).catch(asFailure);
	if (runs instanceof Failure) return;
	const others = runs.filter(
		(run) => !known.has(run.id) && statusOf(run) !== 'failed' && mayOverlap(client, run, window),
	);
	const [other] = others;
	if (!other) return;
	client.execution.hints.add(
		`Two runs of the dataflow "${flow.name ?? flow.id}" were started at the same time: ${id} and ${other.id} (${new Date(createdAt(other)).toISOString()}). Files changed${window ? ` ${between(window)}` : ''} may be ingested twice.`,
	);
}

function mayOverlap(client: ApiClient, run: RawRun, window: Interval | undefined): boolean {
	const other = knownWindow(client, run);
	return !window || !other || overlaps(window, other);
}

/** How many of the newest runs to look through for a run that was just started. */
const RECENT = 20;

/** The name that runs of a dataflow are locked by. */
function runName(dataflowId: string): string {
	return `of the dataflow ${dataflowId}`;
}

/**
 * How to create a run. A run has no name: if the response is lost, it is recognized as a new run of the dataflow with
 * the same window.
 */
export function runCreation(
	client: ApiClient,
	dataflowId: string,
	isWindow: (window: RunWindow) => boolean,
): Creation<RawRun> {
	return {
		kind: RUN,
		name: runName(dataflowId),
		find: async () =>
			(await newestRuns(client, dataflowId, RECENT)).map((run) => ({
				...run,
				createdAt: createdAt(run),
			})),
		looksLike: (run) => isWindow(windowOf(run)),
		useFound: async ({ id, etag }) => ({ id, etag }),
	};
}

/** Which files to ingest, by the time of their last change. Epoch milliseconds. */
export interface WindowChoice {
	/** Undefined for the end of what is already ingested. */
	start?: number;
	/** Undefined for now. */
	end?: number;
}

/**
 * Starts a run: `POST /runs` (contract.md (g)). It ingests the files that were changed after the point up to which
 * all files are ingested, or those of a time window. Checking and starting is one step for all executions of this
 * process.
 * @returns the ID of the run
 * @throws Failure for a dataflow without the schedule Once, or one that is already running
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
		checkFirstRun(client, flow, windows.runs.at(-1)?.createdAt);
		const window = readWindow(client, flow, windows, choice);
		return await startWindow(client, flow, windows, window);
	});
}

/** Runs `work` while no other execution of this process checks or starts runs of the dataflow. */
export async function withRunLock<R>(
	client: ApiClient,
	dataflowId: string,
	work: () => Promise<R>,
): Promise<R> {
	return await withNameLock(client, RUN, runName(dataflowId), work);
}

/**
 * Starts a run for one time window. The caller holds the lock of the dataflow.
 * @param window without an end: up to the last full second when the request is sent
 */
export async function startWindow(
	client: ApiClient,
	flow: Dataflow,
	windows: DataflowWindows,
	window: { start: number; end?: number },
): Promise<string> {
	// Storages record changes in whole seconds, so only a second that has passed is complete.
	if (window.end === undefined)
		await client.execution.wait(1000 - (client.execution.serviceTime % 1000));
	const windowStartTime = Math.max(LONG_AGO, Math.floor(window.start / 1000));
	const ends = new Set<number>();
	let lastEnd = 0;
	const { id } = await createLocked(client, {
		...runCreation(client, flow.id, (other) =>
			[...ends].some((end) => mayBeSame(other, { start: windowStartTime * 1000, end: end * 1000 })),
		),
		body: () => {
			const now = Math.floor(client.execution.serviceTime / 1000);
			const windowEndTime = Math.min(now - 1, Math.floor((window.end ?? Infinity) / 1000));
			ends.add(windowEndTime);
			lastEnd = windowEndTime;
			return { flowId: flow.id, params: { startTime: now, windowStartTime, windowEndTime } };
		},
	});
	// If a response was lost, the run may be that of an earlier request, whose window is shorter.
	const end = (ends.size > 1 ? Math.min(...ends) : lastEnd) * 1000;
	const started: Interval = { start: windowStartTime * 1000, end };
	rememberRun(client, {
		id,
		flowId: flow.id,
		window: started,
		at: client.execution.serviceTime,
	});
	await warnOfOverlap(client, flow, windows, { id, window: started });
	return id;
}

/** Adobe starts runs on demand only for dataflows with the schedule Once (1386-400, contract.md (g)). */
function refuseSchedule(flow: Dataflow): void {
	const { name, id, state } = flow;
	if (!isOnce(flow)) {
		throw new Failure(
			`The dataflow "${name ?? id}" runs by its schedule (${scheduleText(flow)})`,
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

/** A second run for the same files would ingest them twice. A run for other files may start. */
function refuseRunning(
	flow: Dataflow,
	windows: DataflowWindows,
	{ start, end }: WindowChoice,
): void {
	const running = windows.underWay;
	if (!running || isOther(running, { start, end })) return;
	throw new Failure(
		`The dataflow "${flow.name ?? flow.id}" is already running`,
		`Its run ${running.id} is ${running.status}. Another run now would ingest the same files twice. Wait for it with Wait Until Finished, then run it again. Nothing was started.`,
	);
}

function isOther({ window }: WindowedRun, { start, end }: WindowChoice): boolean {
	if (start === undefined || end === undefined || window === undefined) return false;
	return !overlaps(window, { start, end });
}

/** Adobe shows a run two to three minutes after its start time (contract.md (g)). Milliseconds. */
const FIRST_SHOWS_UP_WITHIN = 10 * 60_000;

/**
 * Whether the first run of a dataflow is about to start, or may have started without being listed yet.
 * @param newest when the newest listed run was created; undefined for none. Epoch milliseconds, like `now`
 */
export function isFirstRunDue(flow: Dataflow, newest: number | undefined, now: number): boolean {
	const start = startOf(flow);
	return (
		Math.abs(start - now) <= FIRST_SHOWS_UP_WITHIN && !(newest !== undefined && newest >= start)
	);
}

/** A dataflow starts its first run by itself, and that run ingests all files. */
function checkFirstRun(client: ApiClient, flow: Dataflow, newest: number | undefined): void {
	const name = flow.name ?? flow.id;
	const now = client.execution.serviceTime;
	if (isFirstRunDue(flow, newest, now)) {
		throw new Failure(
			`The first run of the dataflow "${name}" starts by itself, at ${new Date(startOf(flow)).toISOString()}`,
			'It ingests all existing files and appears a few minutes later. Another run now would ingest the files twice. Wait for it with Wait Until Finished. Use Run Now for files that arrive later. Nothing was started.',
		);
	}
	if (!(startOf(flow) > now)) return;
	client.execution.hints.add(
		`The dataflow "${name}" starts its own first run at ${new Date(startOf(flow)).toISOString()}. That run ingests all files, including those of this run.`,
	);
}

function readWindow(
	client: ApiClient,
	flow: Dataflow,
	windows: DataflowWindows,
	{ start, end }: WindowChoice,
): { start: number; end?: number } {
	const now = client.execution.serviceTime;
	for (const [label, at] of [
		['Window Start', start],
		['Window End', end],
	] as const) {
		if (at === undefined || at < now) continue;
		throw new Failure(
			`Invalid ${label}: it is in the future`,
			'Enter a time in the past. Otherwise, files that arrive later would count as ingested. Nothing was started.',
		);
	}
	if (start !== undefined) return { start, end };
	const covered = windows.coveredUntil;
	if (end !== undefined && end <= covered) {
		throw new Failure(
			`All files up to ${new Date(covered).toISOString()} are already ingested`,
			'To ingest files again, set Window Start as well. Nothing was started.',
		);
	}
	warnOfUnknown(client, flow, windows, covered, end ?? now);
	return { start: covered, end };
}

/** Losing a file is worse than ingesting it twice. */
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
	const changed = { start: Math.max(covered, LONG_AGO * 1000), end: Math.min(end, last.createdAt) };
	client.execution.hints.add(
		`Files changed ${between(changed)} may be ingested twice: Adobe does not show which of them earlier runs of the dataflow "${name ?? id}" took (last: ${last.id}). To leave them out, set Window Start.`,
	);
}
