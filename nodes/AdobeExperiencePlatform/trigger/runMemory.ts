import type { IDataObject } from 'n8n-workflow';
import type { RunStatus } from '../run/run';
import { byAge, type Query } from '../adobe/entity/kind';
import { asRecord, isObject } from '../adobe/json';
import { readFlowMemory, type FlowMemory } from './flowMemory';

/** What the trigger needs to know of a run; times in epoch milliseconds of the service's clock. */
export interface SeenRun {
	id: string;
	createdAt: number;
	status: RunStatus;
	isFinished: boolean;
}

/** A part of the list of runs that one poll had no time to read. Later polls go on there. */
export interface Gap {
	/** Of the next page; undefined for the first one. */
	query?: Query;
	/** Runs created before this have been read. */
	floor: number;
	/** The last run that was read was created then. */
	top: number;
	/** Whether the list had to be begun again from its newest run: what lies above `top` has been read. */
	isAgain?: boolean;
	/** The runs that were read last, since a list that grew meanwhile shows them again. */
	edge: string[];
}

/**
 * What the trigger remembers from poll to poll. A run is known by its ID and its final status, never by
 * a time alone: runs end late, in another order than they start, and at the same millisecond. Members that
 * a version does not know stay out of its way.
 */
export interface RunMemory {
	/** To what it belongs; see `watchedOf`. Anything else starts from now. */
	watched: string;
	/** Changes whenever runs are reported, which is when n8n stores the memory in any case. */
	revision: string;
	/** Runs created before this are not looked at any more, except in gaps and by their IDs. */
	floor: number;
	/** When the newest run so far was created; 0 if that is not known. */
	newest: number;
	/** Finished runs from the floor on that were reported or are of no interest, with their final status. */
	told: Record<string, { status: RunStatus; createdAt: number }>;
	/** Runs that are under way, with the time of their creation. */
	open: Record<string, number>;
	/** Finished runs that are still to be reported, with their creation and the polls that tried it. */
	waiting: Record<string, { createdAt: number; tries: number }>;
	/** Since when runs of `open` and `waiting` are not shown any more. */
	missing: Record<string, number>;
	gaps: Gap[];
	/** What an event needs to know of dataflows. */
	flows?: FlowMemory;
}

/**
 * Runs may show up so long after their creation: Adobe shows them two to three minutes after the start
 * time (contract.md (g)). Milliseconds.
 */
export const OVERLAP = 15 * 60_000;
/** A memory must not grow for ever; if more runs lie within the overlap, the oldest are forgotten. */
const MOST_TOLD = 5_000;
const MOST_OPEN = 5_000;
/** Reading pauses with so many runs to report beyond the limit. */
export const MOST_WAITING = 1_000;
/** No poll begins a new gap beyond these. */
export const MOST_GAPS = 20;
const EDGE = 300;
/** One answer may leave a run out; one that is not shown for so long is gone. Milliseconds. */
const GONE_AFTER = 7 * 24 * 60 * 60_000;

/**
 * The memory in what n8n has stored, or undefined if that belongs to something else.
 * @param formerly to what it belonged in the words of version 1.1.0
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

/** The memory as n8n stores it. */
export function toStore(memory: RunMemory): RunMemory & IDataObject {
	return memory as RunMemory & IDataObject;
}

/** One poll's changes to the memory. The memory that it began with stays as it was. */
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
	 * Takes a run in.
	 * @param fits whether it may be one to report
	 * @param until runs created later than this are odd and move nothing
	 * @returns whether it is to be reported and was not known yet
	 */
	take(run: SeenRun, fits: boolean, until: number): boolean {
		const { id, createdAt, isFinished } = run;
		if (createdAt <= until) this.newest = Math.max(this.newest, createdAt);
		this.missing.delete(id);
		if (!isFinished) {
			// A lagging answer does not take back that it has finished.
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
	isKnown({ id, status }: Pick<SeenRun, 'id' | 'status'>): boolean {
		return this.told.get(id)?.status === status || this.waiting.has(id);
	}

	/** The run is none of those that are shown. */
	drop(id: string): void {
		this.open.delete(id);
		this.waiting.delete(id);
	}

	/** The run was reported, or is of no interest after all. */
	settle({ id, status, createdAt }: Pick<SeenRun, 'id' | 'status' | 'createdAt'>): void {
		this.open.delete(id);
		this.waiting.delete(id);
		this.told.set(id, { status, createdAt });
	}

	/** There was no time to find out about the run. */
	tried(id: string): void {
		const run = this.waiting.get(id);
		if (run) this.waiting.set(id, { ...run, tries: run.tries + 1 });
	}

	/** Runs that were asked for and are not shown: odd at first, and gone in the end. */
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
	 * Runs created from then on were looked at for the first time. One answer may have left some of them out, so the next
	 * poll looks at them again, however long ago this one was. While parts are unread there is enough to read.
	 */
	private get secondLook(): number {
		const { newest } = this.before;
		return newest === 0 || this.gaps.length > 0 ? Infinity : newest;
	}

	/** @param floor nothing created before this is looked at, whatever was read */
	memory(revision: string, floor = 0): RunMemory {
		const kept = newestOf([...this.told], ([, run]) => run.createdAt, MOST_TOLD);
		// What is forgotten must not be looked at again: it would be reported twice.
		const oldestKept = kept.length < this.told.size ? (kept.at(-1)?.[1].createdAt ?? 0) : 0;
		const overlap = Math.min(this.newest - OVERLAP, this.secondLook);
		const highest = Math.max(this.before.floor, floor, overlap, oldestKept);
		// A run that was asked for by its ID may still come up in a part of the list that is not read yet.
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

/** The edge of a part that was read: its last runs. */
export function edgeOf(ids: readonly string[]): string[] {
	return ids.slice(-EDGE);
}

/** For reporting, the oldest first. */
export function oldestFirst<T extends { id: string; createdAt?: number }>(runs: T[]): T[] {
	return [...runs].sort(byAge);
}

/** The newest of some entries, the newest first, if there are too many. */
function newestOf<T>(
	entries: Array<[string, T]>,
	ageOf: (entry: [string, T]) => number,
	most: number,
): Array<[string, T]> {
	if (entries.length <= most) return entries;
	return entries.sort((a, b) => ageOf(b) - ageOf(a)).slice(0, most);
}
