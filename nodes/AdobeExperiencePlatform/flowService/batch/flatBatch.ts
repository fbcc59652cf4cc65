import { ingestionHint } from '../../transport/errors/ingestionHints';
import { asRecord } from '../../transport/json';
import type { RunStatus } from '../run';
import type { RawBatch } from './entities';

export interface BatchError {
	code: string;
	message: string;
	/** What to do about it; '' where nothing is known. */
	hint: string;
}

/** A batch in one flat shape, in the words of runs; null where Adobe does not say. */
export interface FlatBatch {
	status: RunStatus;
	recordsRead: number | null;
	recordsWritten: number | null;
	recordsFailed: number | null;
	errors: BatchError[];
}

/** Adobe's words for states (Catalog, batches); any other is under way. */
const WORDS = new Map<string, RunStatus>([
	['success', 'success'],
	['active', 'success'],
	['failed', 'failed'],
	['failure', 'failed'],
	['aborted', 'failed'],
	['abandoned', 'failed'],
	['inactive', 'failed'],
	['deleted', 'failed'],
	['loading', 'queued'],
	['loaded', 'queued'],
	['queued', 'queued'],
]);

export function flatBatch(batch: RawBatch): FlatBatch {
	const metrics = asRecord(batch.metrics);
	const read = count(metrics.inputRecordCount ?? batch.recordCount);
	const failed = count(metrics.failedRecordCount ?? batch.failedRecordCount);
	const word = WORDS.get(stateOf(batch)) ?? 'inProgress';
	const status = word === 'success' && (failed ?? 0) > 0 ? 'partialSuccess' : word;
	return {
		status,
		recordsRead: read,
		// A failed batch writes nothing, and says no numbers.
		recordsWritten: status === 'failed' ? 0 : count(metrics.outputRecordCount),
		recordsFailed: failed,
		errors: errorsOf(batch.errors),
	};
}

export function stateOf({ status }: RawBatch): string {
	return String(status ?? '').toLowerCase();
}

function count(value: unknown): number | null {
	return typeof value === 'number' && value >= 0 ? value : null;
}

function errorsOf(errors: unknown): BatchError[] {
	const found = new Map<string, BatchError>();
	for (const error of Array.isArray(errors) ? (errors as unknown[]) : []) {
		const { code: given, description, message: other } = asRecord(error);
		const code = String(given ?? '');
		const message = String(description ?? other ?? '');
		if (code === '' && message === '') continue;
		found.set(JSON.stringify([code, message]), { code, message, hint: ingestionHint(code) ?? '' });
	}
	return [...found.values()];
}
