import type { RunCause } from '../run/cause';
import {
	endOf,
	hasWritten,
	isFinished,
	isSuccessful,
	statusOf,
	type RawRun,
	createdAt,
	RUN,
} from '../run/run';
import { startOf, type Dataflow } from './dataflow';
import { periodOf, scheduleText } from './schedule';
import type { ApiClient } from '../adobe/apiClient';
import type { Filter, Query } from '../adobe/entity/kind';
import { firstPage, LARGEST_PAGE, listPages } from '../adobe/entity/read';
import { asRecord, DAY, groupsOf, HOUR } from '../adobe/json';
import { takeUnfinishedRuns, flowIds, isIngestionRun, NEWEST_FIRST, runsById } from '../run/read';

/** Worst first. */
const HEALTHS = [
	'failing',
	'disabled',
	'noData',
	'notChecked',
	'neverRan',
	'running',
	'ok',
] as const;
type Health = (typeof HEALTHS)[number];

/** Adobe disables a dataflow that has failed for this long (contract.md (g), Disabled by Adobe). */
const DISABLED_AFTER = 30 * DAY;
/** Runs of a schedule vary in length, so data may arrive a little later than the interval. */
const LATE = 1.1;
const DEFAULT_HOURS = 24;

/** What is known about the runs of a dataflow. Times are epoch milliseconds; undefined if not found. */
export interface Past {
	/** The newest finished run. */
	last?: RawRun;
	lastSuccess?: number;
	lastRecords?: number;
	/** The number of failed runs in a row, up to the last run. */
	failedInARow: number;
	/** When the first of them ended; undefined if it was not found. */
	failingSince?: number;
	isUnderWay: boolean;
	/** Whether older runs cannot change any of the above. */
	isWhole: boolean;
	/** When the oldest run that was read ended. */
	readBackTo: number;
	/** The successful runs that were read. */
	successes: readonly RawRun[];
}

/**
 * Whether a dataflow with the schedule Once has had exactly one successful run, with records. Then no more data is
 * expected until it is run again.
 */
export function isOnlyLoad(flow: Dataflow, runs: readonly RawRun[]): boolean {
	if (scheduleText(flow) !== 'once') return false;
	const [only, ...more] = runs.filter(isSuccess);
	return only !== undefined && more.length === 0 && hasWritten(only);
}

function isSuccess(run: RawRun): boolean {
	return isSuccessful(statusOf(run));
}

/**
 * Summarizes the runs of a dataflow.
 * @param runs the newest runs, newest first, without gaps
 * @param isAll whether there are no older runs
 */
export function pastOf(runs: readonly RawRun[], isAll: boolean): Past {
	const finished = runs.filter((run) => isFinished(statusOf(run)));
	const success = finished.findIndex(isSuccess);
	const failed = success < 0 ? finished : finished.slice(0, success);
	const written = finished.find(hasWritten);
	const isCounted = success >= 0 || isAll;
	return {
		last: finished[0],
		lastSuccess: success < 0 ? undefined : endOf(finished[success] as RawRun),
		lastRecords: written && endOf(written),
		failedInARow: failed.length,
		failingSince: isCounted && failed.length > 0 ? endOf(failed.at(-1) as RawRun) : undefined,
		isUnderWay: runs.length > finished.length,
		isWhole: isAll || (success >= 0 && written !== undefined),
		readBackTo: finished.length > 0 ? endOf(finished.at(-1) as RawRun) : Infinity,
		successes: finished.filter(isSuccess),
	};
}

/**
 * How long a dataflow may be without new records, in milliseconds.
 * @param hours the option; undefined for 24 hours, or longer if the interval of the schedule is longer
 */
export function patienceOf({ scheduleParams }: Dataflow, hours: number | undefined): number {
	if (hours !== undefined) return hours * HOUR;
	return Math.max(DEFAULT_HOURS * HOUR, (periodOf(scheduleParams ?? {}) ?? 0) * LATE);
}

/**
 * When the silence of a dataflow without records began: when it was created, or when it was to start. Epoch
 * milliseconds.
 */
export function silentFrom(flow: Dataflow): number {
	const start = startOf(flow);
	return Math.max(flow.createdAt ?? 0, Number.isNaN(start) ? 0 : start);
}

/** @param now epoch milliseconds of the service's clock */
export function healthOf(flow: Dataflow, past: Past, patience: number, now: number): Health {
	const { last, lastRecords, isUnderWay } = past;
	if (flow.state === 'disabled') return 'disabled';
	if (!last && !isUnderWay) return past.isWhole ? 'neverRan' : 'notChecked';
	if (!last) return 'running';
	if (statusOf(last) === 'failed') return 'failing';
	// If not all runs were read, the silence began before the oldest one.
	const since =
		lastRecords ?? (past.isWhole ? Math.min(past.readBackTo, silentFrom(flow)) : past.readBackTo);
	if (now - since > patience && !isOnlyLoad(flow, past.successes)) return 'noData';
	return isUnderWay ? 'running' : 'ok';
}

/** 30 days after the first of the failed runs in a row. Adobe disables the dataflow then, or has disabled it. */
export function disabledOn(flow: Dataflow, { failingSince, last }: Past): number | undefined {
	if (failingSince === undefined || !last) return undefined;
	const on = failingSince + DISABLED_AFTER;
	// A person may have disabled it before.
	return flow.state !== 'disabled' || endOf(last) > on - DAY ? on : undefined;
}

/** The output of Check Health. Times are ISO 8601 in UTC; null if there is none, or if it was not read. */
export type HealthOutput = {
	health: Health;
	dataflowName: string | null;
	cause: RunCause | null;
	failedInARow: number;
	failingSince: string | null;
	lastSuccessAt: string | null;
	hoursSinceSuccess: number | null;
	lastRecordsAt: string | null;
	disabledByAdobeOn: string | null;
	runsPerDay: number;
	connectionWorks: boolean | null;
	schedule: string | null;
	id: string;
	baseConnectionId: string | null;
	datasetId: string | null;
};

/** Worst first, then those whose connection does not work, then by how long the state has lasted. */
export function byHealth(a: HealthOutput, b: HealthOutput): number {
	return (
		HEALTHS.indexOf(a.health) - HEALTHS.indexOf(b.health) ||
		Number(b.connectionWorks === false) - Number(a.connectionWorks === false) ||
		hoursOf(b) - hoursOf(a) ||
		b.failedInARow - a.failedInARow ||
		((a.dataflowName ?? '') < (b.dataflowName ?? '') ? -1 : 1)
	);
}

function hoursOf({ hoursSinceSuccess }: HealthOutput): number {
	return hoursSinceSuccess ?? Number.MAX_VALUE;
}

/** At most this many unfinished runs are read. More would only turn `ok` into `running`. */
const MOST_UNDER_WAY = 200;
/** At most this many runs of one dataflow are read. */
const MOST_COUNTED = 1_000;

/** How many more pages may be read. */
interface Budget {
	left: number;
}

/**
 * The runs of many dataflows in few requests. Each dataflow names its last run, so 100 of these are read in one
 * request. Older runs are read in shared pages, and only for dataflows that need them.
 */
export class History {
	private readonly runs = new Map<string, Map<string, RawRun>>();

	private readonly underWay = new Set<string>();

	/** Dataflows whose runs were all read. */
	private readonly whole = new Set<string>();

	/** @param patienceOf how long a dataflow may be without new records, in milliseconds */
	constructor(
		private readonly client: ApiClient,
		private readonly flows: readonly Dataflow[],
		private readonly patienceOf: (flow: Dataflow) => number,
	) {}

	async read(budget: Budget): Promise<void> {
		const { client, flows } = this;
		if (flows.length === 0) return;
		const last = flows.flatMap((flow) => lastRunId(flow) ?? []);
		budget.left -= Math.ceil(last.length / LARGEST_PAGE) + 1;
		for (const run of await runsById(client, last)) this.take(run);
		await this.readUnderWay(budget);
		await this.readBack(budget);
	}

	past({ id }: Dataflow): Past {
		const runs = [...(this.runs.get(id)?.values() ?? [])];
		runs.sort((a, b) => createdAt(b) - createdAt(a));
		const past = pastOf(runs, this.whole.has(id));
		return { ...past, isUnderWay: past.isUnderWay || this.underWay.has(id) };
	}

	private take(run: RawRun, flowId = run.flowId): void {
		if (flowId === undefined || !isIngestionRun(run, undefined)) return;
		const known = this.runs.get(flowId) ?? new Map<string, RawRun>();
		this.runs.set(flowId, known.set(run.id, run));
	}

	private async readUnderWay(budget: Budget): Promise<void> {
		const { client, flows } = this;
		const wanted = new Set(flows.map(({ id }) => id));
		let seen = 0;
		await takeUnfinishedRuns(client, flows.length === 1 ? (flows[0]?.id ?? '') : '', (run) => {
			for (const id of flowIds([run])) if (wanted.has(id)) this.underWay.add(id);
			return ++seen >= MOST_UNDER_WAY;
		});
		budget.left -= Math.floor(seen / LARGEST_PAGE);
	}

	private isOpen(flow: Dataflow): boolean {
		if ((this.runs.get(flow.id)?.size ?? 0) >= MOST_COUNTED) return false;
		const past = this.past(flow);
		return !past.isWhole || this.mayBeOnlyLoad(flow, past);
	}

	/** Whether older runs decide if a dataflow with the schedule Once has been silent for too long. */
	private mayBeOnlyLoad(flow: Dataflow, { lastRecords = 0, successes }: Past): boolean {
		const isLate = this.client.execution.serviceTime - lastRecords > this.patienceOf(flow);
		return isLate && !this.whole.has(flow.id) && isOnlyLoad(flow, successes);
	}

	/** Reads older runs of the dataflows that need them, until everything is known or the budget is used up. */
	private async readBack(budget: Budget): Promise<void> {
		const open = this.flows.filter((flow) => !this.past(flow).isWhole);
		// Most dataflows without a last run never ran. One empty page shows that for all of them.
		const [ran, fresh] = [open.filter(lastRunId), open.filter((flow) => !lastRunId(flow))];
		// Half of the requests are for first pages, the rest for older pages.
		const groups = Math.max(1, Math.ceil(budget.left / 2));
		const size = Math.min(LARGEST_PAGE, Math.ceil(ran.length / groups));
		// Failing dataflows get the most requests, but one of them must not hide another dataflow.
		const kept = Math.min(this.loaded().length, Math.ceil(budget.left / 4));
		await this.readAll([...groupsOf(fresh, LARGEST_PAGE), ...groupsOf(ran, size)], budget, kept);
		await this.readAll(this.loaded(), budget);
	}

	/** Dataflows whose older runs decide whether a load was the only one. */
	private loaded(): Dataflow[][] {
		const some = this.flows.filter((flow) => this.isOpen(flow) && this.past(flow).isWhole);
		return groupsOf(some, LARGEST_PAGE);
	}

	/** Reads the runs of each group page by page, the groups in turn, until only `kept` requests are left. */
	private async readAll(groups: Dataflow[][], budget: Budget, kept = 0): Promise<void> {
		let readers = groups.map((group) => this.readerOf(group));
		while (readers.length > 0 && budget.left > kept) {
			const going: typeof readers = [];
			for (const readNext of readers) {
				if (budget.left <= kept) return;
				budget.left--;
				if (await readNext()) going.push(readNext);
			}
			readers = going;
		}
	}

	/** @returns reads one page, and returns whether another one is needed */
	private readerOf(flows: readonly Dataflow[]): () => Promise<boolean> {
		const ids = flows.map(({ id }) => id);
		const [only] = ids.length === 1 ? ids : [];
		const filter: Filter = ['property', `flowId==${ids.join(',')}`];
		const query: Query = firstPage(RUN, [filter, ...NEWEST_FIRST]);
		const pages = listPages<RawRun>(this.client, RUN, query, query);
		return async () => {
			const { value, done } = await pages.next();
			if (done) return false;
			for (const run of value.entities) this.take(run, run.flowId ?? only);
			if (!value.next) for (const id of ids) this.whole.add(id);
			return value.next !== undefined && flows.some((flow) => this.isOpen(flow));
		};
	}
}

function lastRunId({ lastRunDetails }: Dataflow): string | undefined {
	const { id } = asRecord(lastRunDetails);
	return typeof id === 'string' && id !== '' ? id : undefined;
}
