import type { Query } from '../adobe/entity/kind';
import { asRecord, isObject } from '../adobe/json';
import { createdAt, endOf, hasWritten, statusOf, type RawRun } from '../run/run';

/** A run that may end an incident; times in epoch milliseconds. */
interface GoodRun {
	id: string;
	createdAt: number;
	endedAt: number;
	isSuccess: boolean;
	hasWritten: boolean;
}

/** What was reported of a dataflow and has not ended yet. */
interface Incident {
	/** Since when it fails, and when the last reported failed run was created. */
	failed?: { since: number; lastCreatedAt: number };
	/** Since when no records come. */
	silentSince?: number;
}

/**
 * What the trigger remembers of dataflows, if an event needs it. Times in epoch milliseconds of the service's clock.
 */
export interface FlowMemory {
	/** When it began: what was so before is no news. */
	begun: number;
	/** When the last list of dataflows was begun that was read to its end. */
	listed: number;
	/** Where the next poll goes on in a list that one poll had no time for. */
	next?: Query;
	/** From when on the silence of each dataflow counts: its last records, mostly. */
	data: Record<string, number>;
	/** Dataflows that are disabled and known to be. */
	disabled: string[];
	incidents: Record<string, Incident>;
	/** Runs that came before the failure that they end was reported. */
	good: Record<string, GoodRun[]>;
}

/** More dataflows are not watched for silence. */
export const MOST_FLOWS = 10_000;
const MOST_DISABLED = 10_000;
const MOST_INCIDENTS = 5_000;
const MOST_GOOD_FLOWS = 2_000;
const MOST_GOOD = 5;

export function emptyFlowMemory(begun: number): FlowMemory {
	return { begun, listed: 0, data: {}, disabled: [], incidents: {}, good: {} };
}

/** The memory in what n8n has stored; undefined if there is none. */
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

/** The end of all that was reported of a dataflow. */
interface Recovery {
	flowId: string;
	run: GoodRun;
	since: number;
}

const byCreation = (a: GoodRun, b: GoodRun) => a.createdAt - b.createdAt;

/** One poll's changes to what is remembered of dataflows. The memory that it began with stays as it was. */
export class FlowNotes {
	readonly data: Map<string, number>;

	readonly disabled: Set<string>;

	readonly incidents: Map<string, Incident>;

	private readonly good: Map<string, GoodRun[]>;

	/** Successful runs of this poll as they were read. */
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
	 * Takes in a finished run that is seen for the first time.
	 * @param now nothing ended later than that
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

	/** The silence of a dataflow counts from then on. */
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

	/** Dataflows of which nothing that was reported goes on, in the order of the runs that ended it. */
	recoveries(): Recovery[] {
		const found = [...this.incidents].flatMap(([flowId, { failed, silentSince }]) => {
			const runs = this.good.get(flowId) ?? [];
			const ends: Array<GoodRun | undefined> = [];
			if (failed) {
				ends.push(runs.find((run) => run.isSuccess && run.createdAt > failed.lastCreatedAt));
			}
			if (silentSince !== undefined) {
				ends.push(runs.find((run) => run.hasWritten && run.endedAt > silentSince));
			}
			const known = ends.filter((run) => run !== undefined).sort(byCreation);
			const last = known.length === ends.length ? known.at(-1) : undefined;
			const since = Math.min(failed?.since ?? Infinity, silentSince ?? Infinity);
			return last ? [{ flowId, run: last, since }] : [];
		});
		return found.sort((a, b) => byCreation(a.run, b.run));
	}

	close({ flowId }: Recovery): void {
		this.incidents.delete(flowId);
	}

	/** Whether some dataflow may have been silent for too long, or a new one may be there for so long. */
	isAnyDue(patience: number, now: number): boolean {
		if (this.next !== undefined || now - this.listed > patience) return true;
		return [...this.data].some(
			([id, since]) => now - since > patience && !this.disabled.has(id) && !this.isSilent(id),
		);
	}

	/**
	 * Forgets dataflows that a whole list does not show. One that is left out of a list by mistake is known again with
	 * the next one; its runs then say when its last records came.
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

	/** @param isBehind whether failed runs may still be reported that are older than what was read */
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

/** One list may leave a dataflow out; what is not shown for so long is gone. Milliseconds. */
const GONE_AFTER = 7 * 24 * 60 * 60_000;
