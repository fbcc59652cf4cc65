import { asRecord } from '../adobe/json';
import { type RawRun, createdAt, flatRun, statusOf, isFinished, type RunStatus } from './run';
import type { ApiClient } from '../adobe/apiClient';
import { byAge } from '../adobe/entity/kind';
import { startOf, type Dataflow } from '../dataflow/dataflow';
import { runsOfDataflow } from './read';
import { recallRun, recentlyStarted } from './startedRuns';
import { firstCount, firstTime, summariesOf } from './metrics';

/** Files changed after the start, up to and with the end (contract.md (g)). Epoch milliseconds. */
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

/** What of an interval no other one has. */
function without(whole: Interval, taken: readonly Interval[]): Interval[] {
	let left = [whole];
	for (const one of taken) {
		left = left.flatMap((part) =>
			// An empty part stays unless another run reaches it.
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

/** The end of what is covered without a gap from the beginning of time; 0 for nothing. */
function coveredFromStart(covered: readonly Interval[]): number {
	let end = 0;
	for (const one of [...covered].sort((a, b) => a.start - b.start)) {
		if (one.start > end) break;
		end = Math.max(end, one.end);
	}
	return end;
}

/** A run takes the files that were changed in it (contract.md (g)). Epoch milliseconds; null if Adobe does not say. */
export interface RunWindow {
	start: number | null;
	end: number | null;
}

/** The time window of a run, from its metrics or from one of its activities (contract.md (g), durationSummary). */
export function windowOf(run: RawRun): RunWindow {
	const extensions = summariesOf(run, 'durationSummary').map((part) => asRecord(part.extensions));
	const end = firstTime(extensions, 'windowEnd');
	// A first run takes everything: its window begins at zero.
	const isFromZero = end !== null && firstCount(extensions, 'windowStart') === 0;
	return { start: isFromZero ? 0 : firstTime(extensions, 'windowStart'), end };
}

/** Whether two windows may be the same, by the second: what is not shown differs from nothing. */
export function mayBeSame(one: RunWindow, other: RunWindow): boolean {
	const fits = (a: number | null, b: number | null) =>
		a === null || b === null || Math.floor(a / 1000) === Math.floor(b / 1000);
	return fits(one.start, other.start) && fits(one.end, other.end);
}

/** Earlier than any file in a bucket, and no zero, which might be taken for "none". Epoch seconds. */
export const LONG_AGO = Date.parse('2000-01-01T00:00:00Z') / 1000;
/** A run that has been under way for longer is taken for stuck, and holds nothing up. Milliseconds. */
const STUCK_AFTER = 24 * 60 * 60_000;
/** The window of a run ends up to so long before the run is created (contract.md (g), windows). Milliseconds. */
const CREATED_LATE = 10 * 60_000;
/** The first run that a dataflow starts by itself is created so near to its start time. Milliseconds. */
const NEAR_START = 10 * 60_000;
/** So many of a dataflow's newest runs are looked at. */
const MOST_READ = 5_000;

/** A run with the window that it is known to have. */
export interface WindowedRun {
	id: string;
	createdAt: number;
	/** Undefined while it is under way. */
	endedAt?: number;
	status: RunStatus;
	/** Under way for so long that nobody waits for it any more. */
	isStuck: boolean;
	/** As shown or remembered; undefined if neither. */
	window?: Interval;
	/** The failed run that it is known to repeat, the first one of a chain of retries. */
	repeats?: string;
}

/**
 * The runs of a dataflow and which time windows they took: what Run Now, Retry and Wait know about files comes
 * from here. Nothing is taken for ingested that is not proven to be.
 */
export class DataflowWindows {
	/** @param runs the oldest first */
	constructor(readonly runs: readonly WindowedRun[]) {}

	static async read(client: ApiClient, flow: Dataflow): Promise<DataflowWindows> {
		const listed: RawRun[] = [];
		for await (const run of runsOfDataflow(client, flow.id)) {
			listed.push(run);
			if (listed.length >= MOST_READ) break;
		}
		return new DataflowWindows(windowedRuns(client, flow, listed));
	}

	/** A run that is under way, the newest first. */
	get underWay(): WindowedRun | undefined {
		return [...this.runs].reverse().find((run) => !isFinished(run.status) && !run.isStuck);
	}

	/** Until when all files are proven to be ingested, without a gap. Epoch milliseconds; 0 for none. */
	get coveredUntil(): number {
		return coveredFromStart(this.runs.flatMap((run) => this.provenWindow(run) ?? []));
	}

	/** Runs created later than `time` that may have ingested files which nobody can tell. */
	unknownSince(time: number): WindowedRun[] {
		return this.runs.filter(
			(run) =>
				run.createdAt > time &&
				run.status !== 'failed' &&
				!run.isStuck &&
				run.window === undefined &&
				!isProvenUntil(this.provenWindow(run), run.createdAt),
		);
	}

	find(id: string): WindowedRun | undefined {
		return this.runs.find((run) => run.id === id);
	}

	/** Successful runs and those under way that may hold files of a failed one: they ended after it began. */
	since(failed: WindowedRun): WindowedRun[] {
		// It may be noted late, but began after the end of its window.
		const began = Math.max(failed.window?.end ?? 0, failed.createdAt - CREATED_LATE);
		return this.runs.filter(
			(run) =>
				run.id !== failed.id &&
				run.status !== 'failed' &&
				!run.isStuck &&
				(run.endedAt === undefined || run.endedAt >= began),
		);
	}

	/** What of the window of a failed run no other run has taken or is taking. */
	openOf(failed: WindowedRun, window: Interval): Interval[] {
		return without(
			window,
			this.since(failed).flatMap((run) => run.window ?? []),
		);
	}

	/** The failed run with the widest window around that of another one, all of it open. */
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
	 * What a run has ingested for certain. One that shows no window took files up to some minutes before it was
	 * created, unless it repeats a failed one: then it may be nothing but that one's window.
	 */
	private provenWindow(run: WindowedRun): Interval | undefined {
		if (run.status !== 'success' && run.status !== 'partialSuccess') return undefined;
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

function isProvenUntil(proven: Interval | undefined, time: number): boolean {
	return proven !== undefined && proven.end >= time;
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
	const { start, end } = windowOf(run);
	const remembered = recallRun(client, run.id);
	const { completedAt } = flatRun(run);
	return {
		id: run.id,
		createdAt: created,
		// A failed run may not say when it ended.
		endedAt: isFinished(status) ? (completedAt ? Date.parse(completedAt) : now) : undefined,
		status,
		isStuck: !isFinished(status) && created <= now - STUCK_AFTER,
		window: start !== null && end !== null ? { start, end } : remembered?.window,
		repeats: remembered?.repeats,
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
 * The first run that a dataflow starts by itself takes all files that are there, wherever its window begins; so do
 * its retries, whose windows begin at the same time.
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
