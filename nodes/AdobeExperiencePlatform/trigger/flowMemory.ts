import type { Query } from '../adobe/entity/kind';
import { asRecord, DAY, isObject } from '../adobe/json';
import { createdAt, endOf, hasWritten, statusOf, type RawRun } from '../run/run';

/** A run that may end an incident. Times in epoch milliseconds. */
interface GoodRun {
	id: string;
	createdAt: number;
	endedAt: number;
	isSuccess: boolean;
	hasWritten: boolean;
}

/** What was reported about a dataflow and has not ended yet. */
interface Incident {
	/** When it began to fail, and when the last reported failed run was created. */
	failed?: { since: number; lastCreatedAt: number };
	/** When it stopped receiving records. */
	silentSince?: number;
}

/**
 * What the trigger remembers about dataflows, if an event needs it. Times in epoch milliseconds of the service's
 * clock.
 */
export interface FlowMemory {
	/** When watching began. Earlier changes are not reported. */
	begun: number;
	/** When the last complete list of dataflows was begun. */
	listed: number;
	/** Where the next poll continues a list that was not read to its end. */
	next?: Query;
	/** When the silence of each dataflow began, which is usually when its last records came. */
	data: Record<string, number>;
	/** Dataflows that are known to be disabled. */
	disabled: string[];
	incidents: Record<string, Incident>;
	/** Successful runs that were seen before the failure that they end was reported. */
	good: Record<string, GoodRun[]>;
}

/** No more dataflows are watched for silence. */
const MOST_FLOWS = 10_000;
const MOST_DISABLED = 10_000;
const MOST_INCIDENTS = 5_000;
const MOST_GOOD_FLOWS = 2_000;
const MOST_GOOD = 5;
/** A response may leave out a run or a dataflow by mistake, so it is forgotten only after this time. Milliseconds. */
export const GONE_AFTER = 7 * DAY;

export function emptyFlowMemory(begun: number): FlowMemory {
	return { begun, listed: 0, data: {}, disabled: [], incidents: {}, good: {} };
}

/** The memory that n8n has stored; undefined if there is none. */
export function readFlowMemory(value: unknown): FlowMemory | undefined {
	const { begun, listed, next, data, disabled, incidents, good } = asRecord(value);
	if (typeof begun !== 'number' || !isObject(data)) return undefined;
	return {
		begun,
		listed: Number(listed ?? 0),
		...(Array.isArray(next) && { next: next as unknown as Query }),
		data: data as FlowMemory['data'],
		disabled: Array.isArray(disabled) ? (disabled as string[]) : [],
		incidents: asRecord(incidents) as FlowMemory['incidents'],
		good: asRecord(good) as FlowMemory['good'],
	};
}

/** The end of everything that was reported about a dataflow. */
interface Recovery {
	flowId: string;
	run: GoodRun;
	since: number;
}

const byCreation = (a: GoodRun, b: GoodRun) => a.createdAt - b.createdAt;

/** One poll's changes to what is remembered about dataflows. The memory itself is not changed. */
export class FlowNotes {
	readonly data: Map<string, number>;

	readonly disabled: Set<string>;

	readonly incidents: Map<string, Incident>;

	private readonly good: Map<string, GoodRun[]>;

	/** Successful runs of this poll, as they were read. */
	readonly read = new Map<string, RawRun>();

	begun: number;

	listed: number;

	next?: Query;

	constructor(before: FlowMemory) {
		this.begun = before.begun;
		this.data = new Map(Object.entries(before.data));
		this.disabled = new Set(before.disabled);
		this.incidents = new Map(Object.entries(before.incidents));
		this.good = new Map(Object.entries(before.good));
		this.listed = before.listed;
		this.next = before.next;
	}

	/**
	 * Adds a finished run that is seen for the first time.
	 * @param now no run ended later than this
	 */
	take(run: RawRun, now: number): void {
		const { flowId } = run;
		if (flowId === undefined) return;
		const one = {
			id: run.id,
			createdAt: createdAt(run),
			endedAt: Math.min(endOf(run), now),
			isSuccess: statusOf(run) !== 'failed',
			hasWritten: hasWritten(run),
		};
		if (one.hasWritten) this.noteData(flowId, one.endedAt);
		if (!one.isSuccess && !one.hasWritten) return;
		const others = (this.good.get(flowId) ?? []).filter(({ id }) => id !== one.id);
		const all = [...others, one].sort(byCreation);
		this.good.set(flowId, all.slice(-MOST_GOOD));
		this.read.set(run.id, run);
	}

	/** The silence of a dataflow begins at this time. */
	noteData(flowId: string, at: number): void {
		if (!this.data.has(flowId) && this.data.size >= MOST_FLOWS) return;
		this.data.set(flowId, Math.max(at, this.data.get(flowId) ?? 0));
	}

	/** A failed run was reported. */
	openFailure(run: RawRun): void {
		if (run.flowId === undefined) return;
		const incident = this.incidents.get(run.flowId) ?? {};
		const { since = endOf(run), lastCreatedAt = 0 } = incident.failed ?? {};
		const failed = { since, lastCreatedAt: Math.max(lastCreatedAt, createdAt(run)) };
		this.incidents.set(run.flowId, { ...incident, failed });
	}

	openSilence(flowId: string, silentSince: number): void {
		this.incidents.set(flowId, { ...this.incidents.get(flowId), silentSince });
	}

	isSilent(flowId: string): boolean {
		return this.incidents.get(flowId)?.silentSince !== undefined;
	}

	/** Dataflows whose incidents have all ended, in the order of the runs that ended them. */
	recoveries(): Recovery[] {
		const found = [...this.incidents].flatMap(([flowId, { failed, silentSince }]) => {
			const runs = this.good.get(flowId);
			const ends: Array<GoodRun | undefined> = [];
			if (failed) {
				ends.push(runs?.find((run) => run.isSuccess && run.createdAt > failed.lastCreatedAt));
			}
			if (silentSince !== undefined) {
				ends.push(runs?.find((run) => run.hasWritten && run.endedAt > silentSince));
			}
			const known = ends.flatMap((run) => run ?? []).sort(byCreation);
			const last = known.length === ends.length ? known.at(-1) : undefined;
			const since = Math.min(failed?.since ?? Infinity, silentSince ?? Infinity);
			return last ? [{ flowId, run: last, since }] : [];
		});
		return found.sort((a, b) => byCreation(a.run, b.run));
	}

	close({ flowId }: Recovery): void {
		this.incidents.delete(flowId);
	}

	/** Whether a known dataflow may have been silent for too long, or a new one may exist that has been. */
	isAnyDue(patience: number, now: number): boolean {
		if (this.next !== undefined || now - this.listed > patience) return true;
		return [...this.data].some(
			([id, since]) => now - since > patience && !this.disabled.has(id) && !this.isSilent(id),
		);
	}

	/**
	 * Forgets dataflows that are missing in a complete list. If one was missing by mistake, the next list adds it
	 * again, and its runs show when its last records came.
	 */
	forgetAbsent(shown: ReadonlySet<string>, patience: number, now: number): void {
		for (const [id, since] of this.data) {
			if (!shown.has(id) && now - since > patience) this.data.delete(id);
		}
		for (const [id, { silentSince, failed }] of this.incidents) {
			const since = Math.max(silentSince ?? 0, failed?.lastCreatedAt ?? 0);
			if (!shown.has(id) && now - since > Math.max(GONE_AFTER, patience)) this.incidents.delete(id);
		}
	}

	/** @param isBehind whether failed runs may still be reported that are older than those already read */
	memory(isBehind: boolean): FlowMemory {
		const { begun, data, disabled, incidents, good, listed, next } = this;
		const kept = [...good].filter(([id]) => isBehind || incidents.has(id));
		return {
			begun,
			listed,
			...(next && { next }),
			data: Object.fromEntries(data),
			disabled: [...disabled].slice(-MOST_DISABLED),
			incidents: Object.fromEntries([...incidents].slice(-MOST_INCIDENTS)),
			good: Object.fromEntries(kept.slice(-MOST_GOOD_FLOWS)),
		};
	}
}
