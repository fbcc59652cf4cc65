import type { RunCause } from '../run/cause';
import { endOf, hasWritten, isFinished, statusOf, type RawRun } from '../run/run';
import { startOf, type Dataflow } from './dataflow';
import { periodOf, scheduleText } from './schedule';

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

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
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
	const status = statusOf(run);
	return isFinished(status) && status !== 'failed';
}

/**
 * Summarizes the runs of a dataflow.
 * @param runs the newest runs, newest first, without gaps
 * @param isAll whether there are no older runs
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

/** Worst first, then by how long the state has lasted. */
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
