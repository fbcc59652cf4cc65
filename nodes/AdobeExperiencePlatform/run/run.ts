import { type Entity, type EntityKind, FLOW_SERVICE } from '../adobe/entity/kind';
import { asRecord, isoTime } from '../adobe/json';
import type { Source } from '../baseConnection/sources/source';
import {
	printedCause,
	type RunCause,
	errorsOf,
	type PrintedError,
	causeHint,
	codeHint,
} from './cause';
import {
	recordCounts,
	activitiesOf,
	firstCount,
	firstTime,
	isCopy,
	summariesOf,
	time,
} from './metrics';

export const RUN: EntityKind = { noun: 'dataflow run', path: `${FLOW_SERVICE}/runs` };

/** A run as the service returns it (contract.md (g), runs). Any member may be missing or spelled differently. */
export interface RawRun extends Entity {
	flowId?: string;
	metrics?: Record<string, unknown>;
	activities?: unknown[];
	/** The spelling of Adobe's API description (contract.md (j) 24). */
	activites?: unknown[];
}

/** One set of words for all of Adobe's status words. */
export type RunStatus = 'success' | 'partialSuccess' | 'failed' | 'inProgress' | 'queued';

/**
 * Adobe's words in lower case, without punctuation (contract.md (g), status words). Any other word means in progress.
 */
const WORDS = new Map<string, RunStatus>([
	['success', 'success'],
	['completed', 'success'],
	['partialsuccess', 'partialSuccess'],
	['failed', 'failed'],
	['partialfailure', 'failed'],
	['aborted', 'failed'],
	['cancelled', 'failed'],
	['canceled', 'failed'],
	['scheduled', 'queued'],
	['queued', 'queued'],
	['waiting', 'queued'],
]);

/**
 * @param word Adobe's word, such as `PARTIAL_SUCCESS` or `partialSuccess`
 * @param recordsFailed a success with failed records is a partial success
 */
export function runStatus(word: unknown, recordsFailed: number | null): RunStatus {
	const status =
		WORDS.get(
			String(word ?? 'queued')
				.toLowerCase()
				.replace(/[_\-\s]/g, ''),
		) ?? 'inProgress';
	return status === 'success' && (recordsFailed ?? 0) > 0 ? 'partialSuccess' : status;
}

export function isFinished(status: RunStatus): boolean {
	return status === 'failed' || isSuccessful(status);
}

/** Whether a run has finished and did not fail. Some of its records may have. */
export function isSuccessful(status: RunStatus): boolean {
	return status === 'success' || status === 'partialSuccess';
}

export interface RunError {
	code: string;
	message: string;
	/** What to do; '' if unknown. */
	hint: string;
}

/** An error as a sentence in a description: `The message (CODE) The hint.` */
export function sentenceOf({ code, message, hint }: RunError): string {
	return [`${message}${code ? ` (${code})` : ''}`.trim(), hint].filter(Boolean).join(' ');
}

/** A time in milliseconds, for a message. */
export function minutesOf(time: number): number {
	return Number((time / 60_000).toFixed(2));
}

/** A run in one flat shape; null for what Adobe does not report. */
export type FlatRun = {
	id: string;
	dataflowId: string | null;
	status: RunStatus;
	recordsRead: number | null;
	recordsWritten: number | null;
	recordsFailed: number | null;
	errors: RunError[];
	/** Why it failed; null if it did not. */
	cause: RunCause | null;
	/** Whether the source refused the credentials, which is the cause `credentials`. */
	keysRefused: boolean;
	/** The number of failed runs in a row up to this one; null if they were not counted. */
	failedInARow: number | null;
	/** ISO 8601, UTC. */
	startedAt: string | null;
	completedAt: string | null;
	durationSeconds: number | null;
	files: number | null;
	bytesRead: number | null;
};

/** What a run itself does not contain. */
export interface RunContext {
	/** The source of its dataflow. */
	source?: Source;
	/** The cause, if it is known from a connection test. */
	cause?: RunCause;
	failedInARow?: number | null;
}

/** The only parser of runs (contract.md (g), metrics). */
export function flatRun(run: RawRun, context: RunContext = {}): FlatRun {
	const status = statusOf(run);
	const isOver = isFinished(status);
	const isFailed = status === 'failed';
	const durations = summariesOf(run, 'durationSummary');
	const startedAt = firstTime(durations, 'startedAtUTC');
	const completedAt = isOver ? completedIn(durations) : null;
	const printed = errorsOf(run);
	const cause = isFailed ? (context.cause ?? printedCause(printed) ?? 'unknown') : null;
	return {
		id: run.id,
		dataflowId: typeof run.flowId === 'string' ? run.flowId : null,
		status,
		...countsOf(run, status),
		files: firstCount(summariesOf(run, 'fileSummary'), 'inputFileCount'),
		bytesRead: firstCount(summariesOf(run, 'sizeSummary'), 'inputBytes'),
		startedAt: isoTime(startedAt),
		completedAt: isoTime(completedAt),
		durationSeconds:
			startedAt !== null && completedAt !== null
				? Math.max(0, Math.round((completedAt - startedAt) / 1000))
				: null,
		cause,
		errors: withHints(printed, isAborted(run) ? null : cause, context.source),
		keysRefused: cause === 'credentials',
		failedInARow: context.failedInARow ?? null,
	};
}

export function statusOf(run: RawRun): RunStatus {
	const word = wordOf(run);
	const status = runStatus(word, null);
	return status === 'success' ? runStatus(word, countsOf(run, status).recordsFailed) : status;
}

function wordOf({ metrics }: RawRun): unknown {
	return asRecord(asRecord(metrics).statusSummary).status;
}

function isAborted(run: RawRun): boolean {
	return /abort|cancel/i.test(String(wordOf(run)));
}

function countsOf(run: RawRun, status: RunStatus) {
	const ending = status === 'failed' ? 'failed' : 'other';
	return recordCounts(run, isFinished(status) ? ending : undefined);
}

/**
 * Whether the cause of a failed run is unknown, so that the connection must be tested. No error shows the cause, the
 * run was not aborted, and no files were copied with these credentials.
 */
export function isCauseOpen(run: RawRun): boolean {
	if (statusOf(run) !== 'failed' || isAborted(run)) return false;
	if (printedCause(errorsOf(run)) !== undefined) return false;
	return !activitiesOf(run).some(
		(activity) =>
			isCopy(activity) && runStatus(asRecord(activity.statusSummary).status, null) === 'success',
	);
}

/** The hint of the cause belongs to the first error without a hint of its own, or to a failure without errors. */
function withHints(
	printed: readonly PrintedError[],
	cause: RunCause | null,
	source: Source | undefined,
): RunError[] {
	if (cause && printed.length === 0) {
		return [
			{
				code: '',
				message: 'Adobe gives no reason.',
				hint: causeHint(cause, source),
			},
		];
	}
	const first = printed.findIndex(({ code }) => codeHint(code) === '');
	return printed.map(({ code, message }, index) => ({
		code,
		message,
		hint: cause && index === first ? causeHint(cause, source) : codeHint(code),
	}));
}

/** When the run ended, or else its last activity. */
function completedIn([own, ...ofActivities]: ReturnType<typeof summariesOf>): number | null {
	const ends = ofActivities.map(({ completedAtUTC }) => time(completedAtUTC) ?? 0);
	return time(own?.completedAtUTC) ?? (Math.max(0, ...ends) || null);
}

/** When a run was created, by the service's clock, or else when it started. Epoch milliseconds. */
export function createdAt(run: RawRun): number {
	return (
		time(run.createdAt) ??
		firstTime(summariesOf(run, 'durationSummary'), 'startedAtUTC') ??
		time(run.updatedAt) ??
		0
	);
}

/** When a run ended; failed runs may not show it. Epoch milliseconds; 0 if unknown. */
export function endOf(run: RawRun): number {
	const { completedAt } = flatRun(run);
	return completedAt ? Date.parse(completedAt) : (time(run.updatedAt) ?? createdAt(run));
}

/** Whether a run wrote records into its dataset. A successful run without counts is assumed to have done so. */
export function hasWritten(run: RawRun): boolean {
	const { status, recordsRead, recordsWritten } = flatRun(run);
	if (!isFinished(status)) return false;
	if (status === 'failed') return (recordsWritten ?? 0) > 0;
	return (recordsWritten ?? recordsRead ?? 1) > 0;
}
