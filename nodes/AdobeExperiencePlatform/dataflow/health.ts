import type { RunCause } from '../run/cause';
import { endOf, hasWritten, isFinished, statusOf, type RawRun } from '../run/run';
import { startOf, type Dataflow } from './dataflow';
import { periodOf, scheduleText } from './schedule';

/** How a dataflow stands, the worst first. */
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

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** Adobe disables a dataflow that has failed for so long (contract.md (g), Disabled by Adobe). */
const DISABLED_AFTER = 30 * DAY;
/** A schedule's runs take unequal time, so that data may come a bit later than its interval. */
const LATE = 1.1;
const DEFAULT_HOURS = 24;

/** What is known of a dataflow's runs. Times in epoch milliseconds; undefined if none was found. */
export interface Past {
	/** The newest finished run. */
	last?: RawRun;
	lastSuccess?: number;
	lastRecords?: number;
	/** Failed runs in a row up to the last one. */
	failedInARow: number;
	/** The first of them; undefined if it was not found. */
	failingSince?: number;
	isUnderWay: boolean;
	/** Whether nothing above can lie further back than was read. */
	isWhole: boolean;
	/** When the oldest run that was read ended. */
	readBackTo: number;
	/** Successful runs among those that were read. */
	successes: readonly RawRun[];
}

/**
 * Whether the only successful run of a dataflow with the schedule Once has written records. No more data is expected of
 * it unless somebody runs it again.
 */
export function isOnlyLoad(flow: Dataflow, runs: readonly RawRun[]): boolean {
	if (scheduleText(flow) !== 'once') return false;
	const [only, ...more] = runs.filter(isSuccess);
	return only !== undefined && more.length === 0 && hasWritten(only);
}

function isSuccess(run: RawRun): boolean {
	const status = statusOf(run);
	return isFinished(status) && status !== 'failed';
}

/**
 * What some runs of a dataflow say.
 * @param runs all of its runs down to some time, the newest first
 * @param isAll whether there are no older ones
 */
export function pastOf(runs: readonly RawRun[], isAll: boolean): Past {
	const finished = runs.filter((run) => isFinished(statusOf(run)));
	const success = finished.findIndex((run) => statusOf(run) !== 'failed');
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
 * For how long a dataflow may be without new records, in milliseconds.
 * @param hours what somebody expects; undefined for 24, or for as long as its schedule takes
 */
export function patienceOf({ scheduleParams }: Dataflow, hours: number | undefined): number {
	if (hours !== undefined) return hours * HOUR;
	return Math.max(DEFAULT_HOURS * HOUR, (periodOf(scheduleParams ?? {}) ?? 0) * LATE);
}

/** Since when nothing has come, if nothing ever has: its start, or its creation. Epoch milliseconds. */
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
	// What was not read back to the end is silent at least since then.
	const since =
		lastRecords ?? (past.isWhole ? Math.min(past.readBackTo, silentFrom(flow)) : past.readBackTo);
	if (now - since > patience && !isOnlyLoad(flow, past.successes)) return 'noData';
	return isUnderWay ? 'running' : 'ok';
}

/** 30 days after the first failure of those in a row: when Adobe disables the dataflow, or did. */
export function disabledOn(flow: Dataflow, { failingSince, last }: Past): number | undefined {
	if (failingSince === undefined || !last) return undefined;
	const on = failingSince + DISABLED_AFTER;
	// A person may have disabled it before.
	return flow.state !== 'disabled' || endOf(last) > on - DAY ? on : undefined;
}

/** The output of Check Health. Times are ISO, UTC; null if there is none, or none that was read. */
export interface HealthOutput {
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
}

/** The worst first; among equals those that have been so for longest. */
export function byHealth(a: HealthOutput, b: HealthOutput): number {
	return (
		HEALTHS.indexOf(a.health) - HEALTHS.indexOf(b.health) ||
		hoursOf(b) - hoursOf(a) ||
		b.failedInARow - a.failedInARow ||
		((a.dataflowName ?? '') < (b.dataflowName ?? '') ? -1 : 1)
	);
}

function hoursOf({ hoursSinceSuccess }: HealthOutput): number {
	return hoursSinceSuccess ?? Number.MAX_VALUE;
}
