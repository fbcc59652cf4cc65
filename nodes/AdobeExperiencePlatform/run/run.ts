import { type Entity, type EntityKind, FLOW_SERVICE } from '../adobe/entity/kind';
import { asRecord } from '../adobe/json';
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

/** A run as the service shows it (contract.md (g), runs); anything may be missing or spelt otherwise. */
export interface RawRun extends Entity {
	flowId?: string;
	metrics?: Record<string, unknown>;
	activities?: unknown[];
	/** src.yaml spells it with a letter less (contract.md (j) 24). */
	activites?: unknown[];
}

/** How a run stands, in one set of words for all of Adobe's. */
export type RunStatus = 'success' | 'partialSuccess' | 'failed' | 'inProgress' | 'queued';

export const RUN_STATUSES: readonly RunStatus[] = [
	'success',
	'partialSuccess',
	'failed',
	'inProgress',
	'queued',
];

/** Adobe's words without case and signs (contract.md (g), status words); any other is under way. */
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
 * @param word as the service spells it, `PARTIAL_SUCCESS` or `partialSuccess`
 * @param recordsFailed a success with failed records is a partial one
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
	return status === 'success' || status === 'partialSuccess' || status === 'failed';
}

export interface RunError {
	code: string;
	message: string;
	/** What to do about it; '' if nothing is known. */
	hint: string;
}

/** An error in the description of a failure: `The message (CODE) The hint.` */
export function sentenceOf({ code, message, hint }: RunError): string {
	return [`${message}${code ? ` (${code})` : ''}`.trim(), hint].filter(Boolean).join(' ');
}

/** A run in one flat shape, whatever way Adobe spells it; null if Adobe does not say. */
export interface FlatRun {
	id: string;
	dataflowId: string | null;
	status: RunStatus;
	recordsRead: number | null;
	recordsWritten: number | null;
	recordsFailed: number | null;
	errors: RunError[];
	/** Why it failed; null unless it did. */
	cause: RunCause | null;
	/** Whether the source refused the credentials: the same as the cause `credentials`. */
	keysRefused: boolean;
	/** Failed runs in a row up to this one; null if nobody has counted them. */
	failedInARow: number | null;
	/** ISO, UTC. */
	startedAt: string | null;
	completedAt: string | null;
	durationSeconds: number | null;
	files: number | null;
	bytesRead: number | null;
}

/** What a run itself does not say. */
export interface RunContext {
	/** The source of its dataflow. */
	source?: Source;
	/** The cause, if something else than what is printed has told it. */
	cause?: RunCause;
	failedInARow?: number | null;
}

/** The one reader of runs (contract.md (g), metrics): whatever an operation needs of a run comes from here. */
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
		startedAt: iso(startedAt),
		completedAt: iso(completedAt),
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

/** How a run stands. */
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
 * Whether a failed run leaves its cause open, so that the connection has to be asked: nothing printed names
 * one, nobody stopped the run, and the files were not copied with these credentials.
 */
export function isCauseOpen(run: RawRun): boolean {
	if (statusOf(run) !== 'failed' || isAborted(run)) return false;
	if (printedCause(errorsOf(run)) !== undefined) return false;
	return !activitiesOf(run).some(
		(activity) =>
			isCopy(activity) && runStatus(asRecord(activity.statusSummary).status, null) === 'success',
	);
}

/** The first error that has no hint of its own gets that of the cause; so does a failure without any error. */
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

/** The end of the run; otherwise that of its last activity. */
function completedIn([own, ...ofActivities]: ReturnType<typeof summariesOf>): number | null {
	const ends = ofActivities.map(({ completedAtUTC }) => time(completedAtUTC) ?? 0);
	return time(own?.completedAtUTC) ?? (Math.max(0, ...ends) || null);
}

function iso(milliseconds: number | null): string | null {
	return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

/** When a run was created, by the service's clock: its start if that is not shown. Epoch milliseconds. */
export function createdAt(run: RawRun): number {
	return (
		time(run.createdAt) ??
		firstTime(summariesOf(run, 'durationSummary'), 'startedAtUTC') ??
		time(run.updatedAt) ??
		0
	);
}

/** When a run ended; failed runs may not say it. Epoch milliseconds, 0 if nothing is shown. */
export function endOf(run: RawRun): number {
	const { completedAt } = flatRun(run);
	return completedAt ? Date.parse(completedAt) : (time(run.updatedAt) ?? createdAt(run));
}

/** Whether a run has brought records into its dataset. A successful one that does not count them is taken for one that has. */
export function hasWritten(run: RawRun): boolean {
	const { status, recordsRead, recordsWritten } = flatRun(run);
	if (!isFinished(status)) return false;
	if (status === 'failed') return (recordsWritten ?? 0) > 0;
	return (recordsWritten ?? recordsRead ?? 1) > 0;
}
