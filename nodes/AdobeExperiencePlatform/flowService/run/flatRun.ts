import { epochMilliseconds } from '../../transport/epoch';
import { asRecord, isRecord } from '../../transport/json';
import type { RawRun } from './entities';
import { COPY_FAILED, runHint } from './runHints';
import { runStatus, type RunStatus } from './status';

export interface RunError {
	code: string;
	message: string;
	/** What to do about it; '' where nothing is known. */
	hint: string;
}

/** A run in one flat shape, whatever way Adobe spells it; null where Adobe does not say. */
export interface FlatRun {
	id: string;
	dataflowId: string | null;
	status: RunStatus;
	recordsRead: number | null;
	recordsWritten: number | null;
	recordsFailed: number | null;
	errors: RunError[];
	/** Whether the source refused the credential. */
	keysRefused: boolean;
	/** ISO, UTC. */
	startedAt: string | null;
	completedAt: string | null;
	durationSeconds: number | null;
	files: number | null;
	bytesRead: number | null;
}

type Summary = Record<string, unknown>;

/**
 * Reads a run (contract.md (g), metrics): counts of -1 are unknown, times come in milliseconds or
 * seconds, and what the run as a whole does not say its activities may.
 */
export function flatRun(run: RawRun): FlatRun {
	const metrics = asRecord(run.metrics);
	const activities = listOf(run.activities ?? run.activites).map(asRecord);
	const summaries = (name: string): Summary[] =>
		[metrics, ...activities].map((part) => asRecord(part[name]));
	const records = summaries('recordSummary');
	const recordsFailed = firstCount(records, 'failedRecordCount') ?? failedInErrors(metrics);
	const startedAt = firstTime(summaries('durationSummary'), 'startedAtUTC');
	const completedAt =
		time(asRecord(metrics.durationSummary).completedAtUTC) ??
		lastTime(activities.map((part) => asRecord(part.durationSummary)));
	const status = runStatus(asRecord(metrics.statusSummary).status, recordsFailed);
	const errors = errorsOf(summaries('statusSummary'));
	const isOver = status !== 'inProgress' && status !== 'queued';
	const end = isOver ? completedAt : null;
	return {
		id: run.id,
		dataflowId: typeof run.flowId === 'string' ? run.flowId : null,
		status,
		recordsRead: firstCount(records, 'inputRecordCount'),
		recordsWritten: firstCount(records, 'outputRecordCount'),
		recordsFailed,
		errors,
		keysRefused: status === 'failed' && errors.some(({ code }) => code === COPY_FAILED),
		startedAt: iso(startedAt),
		completedAt: iso(end),
		durationSeconds:
			startedAt !== null && end !== null ? Math.max(0, Math.round((end - startedAt) / 1000)) : null,
		files: firstCount(summaries('fileSummary'), 'inputFileCount'),
		bytesRead: firstCount(summaries('sizeSummary'), 'inputBytes'),
	};
}

function firstCount(summaries: Summary[], name: string): number | null {
	for (const summary of summaries) {
		const value = summary[name];
		const count = typeof value === 'string' && value !== '' ? Number(value) : value;
		if (typeof count === 'number' && count >= 0) return count;
	}
	return null;
}

/** Where no summary counts them, the errors may: `extensions.errors[].recordCount`. */
function failedInErrors(metrics: Record<string, unknown>): number | null {
	const { extensions } = asRecord(metrics.statusSummary);
	const counts = listOf(asRecord(extensions).errors)
		.map((error) => Number(asRecord(error).recordCount))
		.filter((count) => count > 0);
	return counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : null;
}

function errorsOf(summaries: Summary[]): RunError[] {
	const found = new Map<string, RunError>();
	for (const { errors, extensions } of summaries) {
		for (const error of [...listOf(errors), ...listOf(asRecord(extensions).errors)]) {
			const code = String(asRecord(error).code ?? '');
			const message = String(asRecord(error).message ?? '');
			if (code === '' && message === '') continue;
			found.set(JSON.stringify([code, message]), { code, message, hint: runHint(code) });
		}
	}
	return [...found.values()];
}

function firstTime(summaries: Summary[], name: string): number | null {
	for (const summary of summaries) {
		const found = time(summary[name]);
		if (found !== null) return found;
	}
	return null;
}

function lastTime(summaries: Summary[]): number | null {
	const times = summaries.map(({ completedAtUTC }) => time(completedAtUTC) ?? 0);
	return Math.max(0, ...times) || null;
}

/** Epoch milliseconds; 0 stands for none. */
export function time(value: unknown): number | null {
	const number = Number(value);
	if (!(number > 0)) return null;
	return epochMilliseconds(number);
}

function iso(milliseconds: number | null): string | null {
	return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

export function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : isRecord(value) ? [value] : [];
}
