import { asRecord, DAY } from '../adobe/json';
import {
	type RawRun,
	createdAt,
	flatRun,
	statusOf,
	isFinished,
	isSuccessful,
	type RunStatus,
} from './run';
import type { ApiClient } from '../adobe/apiClient';
import { byAge } from '../adobe/entity/kind';
import { startOf, type Dataflow } from '../dataflow/dataflow';
import { newestRuns, recallRun, recentlyStarted } from './read';
import { firstCount, firstTime, summariesOf } from './metrics';

/** Files changed after `start`, up to and including `end` (contract.md (g)). Epoch milliseconds. */
export interface Interval {
	start: number;
	end: number;
}

export function contains(outer: Interval, inner: Interval): boolean {
	return outer.start <= inner.start && outer.end >= inner.end;
}

export function overlaps(one: Interval, other: Interval): boolean {
	return one.start < other.end && other.start < one.end;
}

function intersection(one: Interval, other: Interval): Interval | undefined {
	const both = { start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) };
	return both.start < both.end ? both : undefined;
}

/** The parts of an interval that no other interval covers. */
function without(whole: Interval, taken: readonly Interval[]): Interval[] {
	let left = [whole];
	for (const one of taken) {
		left = left.flatMap((part) =>
			// An empty interval stays unless another one overlaps it.
			overlaps(part, one)
				? [
						{ start: part.start, end: Math.min(part.end, one.start) },
						{ start: Math.max(part.start, one.end), end: part.end },
					].filter(({ start, end }) => start < end)
				: [part],
		);
	}
	return left;
}

/** For a message. */
export function between({ start, end }: Interval): string {
	return `between ${new Date(start).toISOString()} and ${new Date(end).toISOString()}`;
}

/**
 * The time window of a run, which ingests the files changed in it (contract.md (g)). Epoch milliseconds; null if
 * Adobe does not show it.
 */
export interface RunWindow {
	start: number | null;
	end: number | null;
}

/** Reads the window of a run from its metrics or activities (contract.md (g), durationSummary). */
export function windowOf(run: RawRun): RunWindow {
	const extensions = summariesOf(run, 'durationSummary').map((part) => asRecord(part.extensions));
	const end = firstTime(extensions, 'windowEnd');
	// A first run ingests all files, so its window starts at zero.
	const isFromZero = end !== null && firstCount(extensions, 'windowStart') === 0;
	return { start: isFromZero ? 0 : firstTime(extensions, 'windowStart'), end };
}

/** The window of a run, as shown by Adobe or remembered. */
export function knownWindow(client: ApiClient, run: RawRun): Interval | undefined {
	const { start, end } = windowOf(run);
	return start !== null && end !== null ? { start, end } : recallRun(client, run.id)?.window;
}

/** Whether two windows may be equal, to the second. An unknown time equals any. */
export function mayBeSame(one: RunWindow, other: RunWindow): boolean {
	const fits = (a: number | null, b: number | null) =>
		a === null || b === null || Math.floor(a / 1000) === Math.floor(b / 1000);
	return fits(one.start, other.start) && fits(one.end, other.end);
}

/** Earlier than any file, but not zero, which could mean "none". Epoch seconds. */
export const LONG_AGO = Date.parse('2000-01-01T00:00:00Z') / 1000;
/** A run that has been in progress for longer is considered stuck and blocks nothing. Milliseconds. */
const STUCK_AFTER = DAY;
/** The window of a run may end this long before the run is created (contract.md (g), windows). Milliseconds. */
const CREATED_LATE = 10 * 60_000;
/** The first run that a dataflow starts by itself is created this close to its start time. Milliseconds. */
const NEAR_START = 10 * 60_000;
/** How many of the newest runs of a dataflow are read. */
const MOST_READ = 5_000;

/** A run with its window, as far as it is known. */
export interface WindowedRun {
	id: string;
	createdAt: number;
	/** Undefined while it is in progress. */
	endedAt?: number;
	status: RunStatus;
	/** In progress for so long that nothing waits for it. */
	isStuck: boolean;
	window?: Interval;
	/** The failed run that it repeats: the first one in a chain of retries. */
	repeats?: string;
}

/**
 * The runs of a dataflow and their time windows. Run Now, Retry and Wait use only this to decide which files are
 * ingested. Nothing counts as ingested unless it is proven.
 */
export class DataflowWindows {
	/** @param runs oldest first */
	constructor(readonly runs: readonly WindowedRun[]) {}

	static async read(client: ApiClient, flow: Dataflow): Promise<DataflowWindows> {
		const listed = await newestRuns(client, flow.id, MOST_READ);
		return new DataflowWindows(windowedRuns(client, flow, listed));
	}

	/** The newest run that is in progress. */
	get underWay(): WindowedRun | undefined {
		return [...this.runs].reverse().find((run) => !isFinished(run.status) && !run.isStuck);
	}

	/** Until when all files are proven to be ingested, without a gap. Epoch milliseconds; 0 for none. */
	get coveredUntil(): number {
		const proven = this.runs.flatMap((run) => this.provenWindow(run) ?? []);
		let end = 0;
		for (const one of proven.sort((a, b) => a.start - b.start)) {
			if (one.start > end) break;
			end = Math.max(end, one.end);
		}
		return end;
	}

	/** Runs created after `time` that may have ingested files, while it is unknown which. */
	unknownSince(time: number): WindowedRun[] {
		return this.runs.filter(
			(run) =>
				run.createdAt > time &&
				run.status !== 'failed' &&
				!run.isStuck &&
				run.window === undefined &&
				(this.provenWindow(run)?.end ?? -Infinity) < run.createdAt,
		);
	}

	/**
	 * Successful and unfinished runs that may have ingested files of a failed run, since they ended after it began.
	 */
	since(failed: WindowedRun): WindowedRun[] {
		// A run may be created late, but it began after the end of its window.
		const began = Math.max(failed.window?.end ?? 0, failed.createdAt - CREATED_LATE);
		return this.runs.filter(
			(run) =>
				run.id !== failed.id &&
				run.status !== 'failed' &&
				!run.isStuck &&
				(run.endedAt === undefined || run.endedAt >= began),
		);
	}

	/** The parts of a failed run's window that no other run has ingested or is ingesting. */
	openOf(failed: WindowedRun, window: Interval): Interval[] {
		return without(
			window,
			this.since(failed).flatMap((run) => run.window ?? []),
		);
	}

	/** The failed run with the widest window around this one, if that window is completely open. */
	widestAround(failed: WindowedRun, window: Interval): WindowedRun {
		let widest = { run: failed, window };
		for (const run of this.runs) {
			if (run.status !== 'failed' || !run.window || !contains(run.window, widest.window)) continue;
			const open = this.openOf(run, run.window);
			const isOpen = open.length === 1 && contains(open[0] as Interval, run.window);
			if (isOpen && !contains(widest.window, run.window)) widest = { run, window: run.window };
		}
		return widest.run;
	}

	/**
	 * What a run has certainly ingested. A run without a window ingested files up to a few minutes before its
	 * creation. If it may repeat a failed run, only the window of that run is certain.
	 */
	private provenWindow(run: WindowedRun): Interval | undefined {
		if (!isSuccessful(run.status)) return undefined;
		if (run.window) return run.window;
		let proven: Interval | undefined = { start: 0, end: run.createdAt - CREATED_LATE };
		for (const other of this.runs) {
			if (other.status !== 'failed' || other.createdAt > run.createdAt) continue;
			if (run.repeats !== undefined && run.repeats !== other.id) continue;
			proven = proven && other.window && intersection(proven, other.window);
		}
		return proven;
	}
}

function windowedRuns(client: ApiClient, flow: Dataflow, listed: readonly RawRun[]): WindowedRun[] {
	const now = client.execution.serviceTime;
	const runs = listed.map((run) => windowed(client, run, now));
	const known = new Set(runs.map(({ id }) => id));
	for (const { id, at, window, repeats } of recentlyStarted(client, flow.id)) {
		if (known.has(id)) continue;
		runs.push({ id, createdAt: at, status: 'queued', isStuck: false, window, repeats });
	}
	runs.sort(byAge);
	return withFirstRun(flow, withRepeated(runs));
}

function windowed(client: ApiClient, run: RawRun, now: number): WindowedRun {
	const status = statusOf(run);
	const created = createdAt(run);
	const { completedAt } = flatRun(run);
	return {
		id: run.id,
		createdAt: created,
		// A failed run may not show when it ended.
		endedAt: isFinished(status) ? (completedAt ? Date.parse(completedAt) : now) : undefined,
		status,
		isStuck: !isFinished(status) && created <= now - STUCK_AFTER,
		window: knownWindow(client, run),
		repeats: recallRun(client, run.id)?.repeats,
	};
}

/** A retry has the window of the run that it repeats. */
function withRepeated(runs: readonly WindowedRun[]): WindowedRun[] {
	const byId = new Map(runs.map((run) => [run.id, run]));
	return runs.map((run) => ({
		...run,
		window: run.window ?? byId.get(run.repeats ?? '')?.window,
	}));
}

/**
 * The first run that a dataflow starts by itself ingests all files, whatever its window says. So do its retries,
 * whose windows have the same start.
 */
function withFirstRun(flow: Dataflow, runs: readonly WindowedRun[]): WindowedRun[] {
	const [first] = runs;
	const isOwn = first && Math.abs(first.createdAt - startOf(flow)) <= NEAR_START;
	const begins = isOwn ? first.window?.start : undefined;
	return runs.map((run) => {
		const { window } = run;
		if (!window) return run;
		const isFromStart = window.start <= LONG_AGO * 1000 || window.start === begins;
		return isFromStart ? { ...run, window: { start: 0, end: window.end } } : run;
	});
}
