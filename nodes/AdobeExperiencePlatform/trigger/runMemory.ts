import type { RunStatus } from '../flowService/run';
import { byAge } from '../transport/entity/kind';

/** What the trigger needs to know of a run; times in epoch milliseconds of the service's clock. */
export interface SeenRun {
	id: string;
	createdAt: number;
	status: RunStatus;
	isFinished: boolean;
}

/**
 * What the trigger remembers from poll to poll. A run is known by its ID and its final status, never by
 * a time alone: runs end late, in another order than they start, and at the same millisecond.
 */
export interface RunMemory {
	/** What is watched; another choice starts from now. */
	watched: string;
	/** Runs created before this are not looked at any more. */
	floor: number;
	/** Finished runs from the floor on that were told or are of no interest, with their final status. */
	told: Record<string, { status: RunStatus; createdAt: number }>;
	/** Runs that are under way or wait to be told, with the time of their creation. */
	open: Record<string, number>;
}

/**
 * Runs may show up so long after their creation: Adobe shows them two to three minutes after the start
 * time (contract.md (g)). Milliseconds.
 */
export const OVERLAP = 15 * 60_000;
/** A memory must not grow for ever; of more runs than this within the overlap the oldest are forgotten. */
const MOST_TOLD = 5_000;
const MOST_OPEN = 5_000;

export function isMemory(value: unknown, watched: string): value is RunMemory {
	if (typeof value !== 'object' || value === null) return false;
	const memory = value as Partial<RunMemory>;
	return (
		memory.watched === watched &&
		typeof memory.floor === 'number' &&
		isObject(memory.told) &&
		isObject(memory.open)
	);
}

function isObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The memory of the first poll: everything that has finished by now is over, nothing is told. */
export function startFromNow(watched: string, runs: readonly SeenRun[]): RunMemory {
	const memory: RunMemory = { watched, floor: 0, told: {}, open: {} };
	return advance(memory, runs, () => undefined, Infinity).memory;
}

/**
 * Takes in the runs of one poll.
 * @param runs those from the floor on and those that were open, each with its present status
 * @param eventOf the event that a finished run is, or undefined where nobody asked for it
 * @param limit most runs to tell now; the others stay open and are told with the next polls
 * @returns a new memory, and what to tell, oldest first; the old memory stays as it was
 */
export function advance<E>(
	memory: RunMemory,
	runs: readonly SeenRun[],
	eventOf: (run: SeenRun) => E | undefined,
	limit: number,
): { memory: RunMemory; events: Array<{ run: SeenRun; event: E }> } {
	const told = new Map(Object.entries(memory.told));
	const open = new Map(Object.entries(memory.open));
	const events: Array<{ run: SeenRun; event: E }> = [];
	let newest = memory.floor + OVERLAP;
	for (const run of [...unique(runs)].sort(byAge)) {
		newest = Math.max(newest, run.createdAt);
		const { id, createdAt, status } = run;
		if (!run.isFinished) {
			open.set(id, createdAt);
			continue;
		}
		if (told.get(id)?.status === status) {
			open.delete(id);
			continue;
		}
		const event = eventOf(run);
		if (event !== undefined && events.length >= limit) {
			open.set(id, createdAt);
			continue;
		}
		if (event !== undefined) events.push({ run, event });
		open.delete(id);
		told.set(id, { status, createdAt });
	}
	const kept = newestOf([...told], ([, run]) => run.createdAt, MOST_TOLD);
	// What is forgotten must not be looked at again: it would be told twice.
	const oldestKept = kept.length < told.size ? (kept.at(-1)?.[1].createdAt ?? 0) : 0;
	const floor = Math.max(memory.floor, newest - OVERLAP, oldestKept);
	return {
		memory: {
			watched: memory.watched,
			floor,
			told: Object.fromEntries(kept.filter(([, { createdAt }]) => createdAt >= floor)),
			open: Object.fromEntries(newestOf([...open], ([, createdAt]) => createdAt, MOST_OPEN)),
		},
		events,
	};
}

/** The same run may come from two pages, or as open and as new; the finished reading counts. */
function unique(runs: readonly SeenRun[]): Iterable<SeenRun> {
	const byId = new Map<string, SeenRun>();
	for (const run of runs) {
		const known = byId.get(run.id);
		if (!known || (run.isFinished && !known.isFinished)) byId.set(run.id, run);
	}
	return byId.values();
}

/** The newest of some entries, the newest first, where there are too many. */
function newestOf<T>(
	entries: Array<[string, T]>,
	ageOf: (entry: [string, T]) => number,
	most: number,
): Array<[string, T]> {
	if (entries.length <= most) return entries;
	return entries.sort((a, b) => ageOf(b) - ageOf(a)).slice(0, most);
}
