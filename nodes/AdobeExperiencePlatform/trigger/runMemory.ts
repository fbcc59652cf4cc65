import { isFinished, type RunStatus } from '../run/run';
import type { Query } from '../adobe/entity/kind';
import { asRecord, isObject } from '../adobe/json';
import { GONE_AFTER, readFlowMemory, type FlowMemory } from './flowMemory';

/** What the trigger needs to know about a run. Times in epoch milliseconds of the service's clock. */
export interface SeenRun {
	id: string;
	createdAt: number;
	status: RunStatus;
}

/** A part of the list of runs that a poll had no time to read. Later polls continue there. */
export interface Gap {
	/** The query of the next page; undefined for the first one. */
	query?: Query;
	/** Runs created before this have been read. */
	floor: number;
	/** When the last run that was read was created. */
	top: number;
	/** Whether the list is read again from its newest run. Runs created after `top` have been read. */
	isAgain?: boolean;
	/** The last runs that were read. If the list has grown, it shows them again. */
	edge: string[];
}

/**
 * What the trigger remembers between polls. A run is recognized by its ID and final status, never by a time alone,
 * since runs end late, out of order, and in the same millisecond. Unknown members of other versions are ignored.
 */
export interface RunMemory {
	/** What the memory belongs to; see `watchedOf`. For anything else, the trigger starts from now. */
	watched: string;
	/** Changes whenever runs are reported, which is when n8n always stores the memory. */
	revision: string;
	/** Runs created before this are read only in gaps or by their IDs. */
	floor: number;
	/** When the newest known run was created; 0 if unknown. */
	newest: number;
	/** Finished runs since the floor that were reported or are not of interest, with their final status. */
	told: Record<string, { status: RunStatus; createdAt: number }>;
	/** Unfinished runs, with the time of their creation. */
	open: Record<string, number>;
	/** Finished runs that are still to be reported, with the time of their creation and the number of tries. */
	waiting: Record<string, { createdAt: number; tries: number }>;
	/** Since when runs of `open` and `waiting` are missing in responses. */
	missing: Record<string, number>;
	gaps: Gap[];
	/** What the events about dataflows need. */
	flows?: FlowMemory;
}

/**
 * Adobe shows a run two to three minutes after its start time (contract.md (g)). Runs may appear this long after
 * their creation. Milliseconds.
 */
const OVERLAP = 15 * 60_000;
/** The memory is bounded. If more runs are within the overlap, the oldest are forgotten. */
const MOST_TOLD = 5_000;
const MOST_OPEN = 5_000;

/**
 * The memory that n8n has stored; undefined if it belongs to something else.
 * @param formerly what it belonged to, in the words of version 1.1.0
 */
export function readMemory(
	value: unknown,
	watched: string,
	formerly?: string,
): RunMemory | undefined {
	const { revision, floor, newest, told, open, waiting, missing, gaps, flows, ...rest } =
		asRecord(value);
	const flowMemory = readFlowMemory(flows);
	const isOurs = rest.watched === watched || (revision === undefined && rest.watched === formerly);
	if (!isOurs || typeof floor !== 'number' || !isObject(told) || !isObject(open)) return undefined;
	return {
		watched,
		revision: String(revision ?? ''),
		floor,
		newest: Number(newest ?? 0),
		told: told as RunMemory['told'],
		open: open as RunMemory['open'],
		waiting: asRecord(waiting) as RunMemory['waiting'],
		missing: asRecord(missing) as RunMemory['missing'],
		gaps: Array.isArray(gaps) ? (gaps as Gap[]) : [],
		...(flowMemory && { flows: flowMemory }),
	};
}

export function emptyMemory(watched: string): RunMemory {
	return {
		watched,
		revision: '',
		floor: 0,
		newest: 0,
		told: {},
		open: {},
		waiting: {},
		missing: {},
		gaps: [],
	};
}

/** One poll's changes to the memory. The memory itself is not changed. */
export class Notes {
	readonly told: Map<string, { status: RunStatus; createdAt: number }>;

	readonly open: Map<string, number>;

	readonly waiting: Map<string, { createdAt: number; tries: number }>;

	readonly missing: Map<string, number>;

	gaps: Gap[];

	private newest = 0;

	constructor(private readonly before: RunMemory) {
		this.told = new Map(Object.entries(before.told));
		this.open = new Map(Object.entries(before.open));
		this.waiting = new Map(Object.entries(before.waiting));
		this.missing = new Map(Object.entries(before.missing));
		this.gaps = [...before.gaps];
	}

	/**
	 * Adds a run.
	 * @param fits whether it may have to be reported
	 * @param until runs created later than this do not count as the newest one
	 * @returns whether it has to be reported and was not known before
	 */
	take(run: SeenRun, fits: boolean, until: number): boolean {
		const { id, createdAt, status } = run;
		if (createdAt <= until) this.newest = Math.max(this.newest, createdAt);
		this.missing.delete(id);
		if (!isFinished(status)) {
			// A response that lags does not undo the end of a run.
			if (!this.waiting.has(id)) this.open.set(id, createdAt);
			return false;
		}
		this.open.delete(id);
		if (this.isKnown(run)) return false;
		if (fits) this.waiting.set(id, { createdAt, tries: 0 });
		else this.settle(run);
		return fits;
	}

	/** Whether the end of a run was seen before. */
	isKnown({ id, status }: SeenRun): boolean {
		return this.told.get(id)?.status === status || this.waiting.has(id);
	}

	/** The run belongs to a dataflow that is not watched. */
	drop(id: string): void {
		this.open.delete(id);
		this.waiting.delete(id);
	}

	/** The run was reported, or is not of interest. */
	settle({ id, status, createdAt }: SeenRun): void {
		this.open.delete(id);
		this.waiting.delete(id);
		this.told.set(id, { status, createdAt });
	}

	/** There was no time to describe the run. */
	tried(id: string): void {
		const run = this.waiting.get(id);
		if (run) this.waiting.set(id, { ...run, tries: run.tries + 1 });
	}

	/** Notes runs that are missing in a response by ID. They are forgotten after a while. */
	miss(ids: Iterable<string>, now: number): void {
		for (const id of ids) {
			const since = this.missing.get(id) ?? now;
			this.missing.set(id, since);
			if (now - since < GONE_AFTER) continue;
			this.open.delete(id);
			this.waiting.delete(id);
			this.missing.delete(id);
		}
	}

	/**
	 * The previous poll read runs created after this time for the first time. Its response may have left some out, so
	 * this poll reads them again. While gaps are unread, it does not.
	 */
	private get secondLook(): number {
		const { newest } = this.before;
		return newest === 0 || this.gaps.length > 0 ? Infinity : newest;
	}

	/** @param floor runs created before this are not read again */
	memory(revision: string, floor = 0): RunMemory {
		const kept = newestOf([...this.told], ([, run]) => run.createdAt, MOST_TOLD);
		// Forgotten runs must not be read again, since they would be reported twice.
		const oldestKept = kept.length < this.told.size ? (kept.at(-1)?.[1].createdAt ?? 0) : 0;
		const overlap = Math.min(this.newest - OVERLAP, this.secondLook);
		const highest = Math.max(this.before.floor, floor, overlap, oldestKept);
		// A run that was read by its ID may appear again in an unread part of the list.
		const isUnread = (at: number) =>
			this.gaps.some(({ floor: low, top }) => at >= low && at <= top);
		const open = newestOf([...this.open], ([, createdAt]) => createdAt, MOST_OPEN);
		const known = (id: string) => this.open.has(id) || this.waiting.has(id);
		return {
			watched: this.before.watched,
			revision,
			floor: highest,
			newest: Math.max(this.before.newest, this.newest),
			told: Object.fromEntries(
				kept.filter(([, { createdAt }]) => createdAt >= highest || isUnread(createdAt)),
			),
			open: Object.fromEntries(open),
			waiting: Object.fromEntries(this.waiting),
			missing: Object.fromEntries([...this.missing].filter(([id]) => known(id))),
			gaps: this.gaps,
		};
	}
}

/** The newest entries, newest first, if there are too many. */
function newestOf<T>(
	entries: Array<[string, T]>,
	ageOf: (entry: [string, T]) => number,
	most: number,
): Array<[string, T]> {
	if (entries.length <= most) return entries;
	return entries.sort((a, b) => ageOf(b) - ageOf(a)).slice(0, most);
}
