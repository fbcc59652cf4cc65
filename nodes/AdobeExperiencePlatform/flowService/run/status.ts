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
