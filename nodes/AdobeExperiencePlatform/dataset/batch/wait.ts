import type { ApiClient } from '../../adobe/apiClient';
import { BOUNDS } from '../../adobe/bounds';
import { waitUntil } from '../../adobe/waitUntil';
import { asFailure, Failure, listed } from '../../adobe/errors/failure';
import { isFinished, sentenceOf } from '../../run/run';
import { batchAction, type RawBatch, flatBatch, stateOf, getBatch } from './batch';

/** The longest pause between two looks, milliseconds. */
const LONGEST_PAUSE = 30_000;
/** A batch that was just made may not be in the Catalog yet. Milliseconds. */
const SHOWS_UP_WITHIN = 60_000;
const MOST_LOOKS = 5;

export interface BatchWaiting {
	datasetName: string;
	/** Milliseconds. */
	maxWait: number;
	/** Hears what is waited for. */
	report(text: string): void;
}

/** Tells Adobe that all files are there. Said twice it changes nothing (Batch ingestion, troubleshooting). */
export async function completeBatch(client: ApiClient, id: string): Promise<void> {
	const write = { how: 'updated', what: `the batch ${id}` } as const;
	const sent = await client.send({ ...batchAction(id, 'COMPLETE'), noun: 'batch', write });
	if (!sent.isDone) throw client.failure(sent.outcome, 'batch', sent.tries);
}

/**
 * Waits until a completed batch has ended: one request a look, with growing pauses.
 * @throws Failure after the longest wait
 */
export async function waitForBatch(
	client: ApiClient,
	id: string,
	waiting: BatchWaiting,
): Promise<RawBatch> {
	const { timer } = client.execution;
	const began = timer.now();
	let state = '';
	return await waitUntil(client, {
		limit: waiting.maxWait,
		pause: (count) => Math.min(LONGEST_PAUSE, BOUNDS.batchPause * 1.5 ** count),
		renewsBudget: true,
		async look() {
			const batch = await getBatch(client, id).catch(asFailure);
			if (batch instanceof Failure) {
				if (batch.httpCode !== '404' || timer.now() - began > SHOWS_UP_WITHIN) throw batch;
				state = 'not visible yet';
				return undefined;
			}
			if (isFinished(flatBatch(batch).status)) return batch;
			state = stateOf(batch);
			// The success of COMPLETE has no body of its own: a proxy may have said it.
			if (state === 'loading') await completeBatch(client, id);
			return undefined;
		},
		report: () => waiting.report(`Waiting for the batch ${id}, which is ${state}`),
		tooLong() {
			throw tooLong(id, state, waiting);
		},
	});
}

/** Looks once whether Adobe knows that the batch is complete, and says it again if not. */
export async function waitUntilCompleted(client: ApiClient, id: string): Promise<RawBatch> {
	const unknown: RawBatch = { id, status: 'loaded' };
	for (let look = 1; ; look++) {
		const batch = await getBatch(client, id).catch(asFailure);
		// It is completed, and only not to be seen.
		if (batch instanceof Failure) return unknown;
		if (stateOf(batch) !== 'loading' || look === MOST_LOOKS) return batch;
		await client.execution.wait(BOUNDS.batchPause);
		await completeBatch(client, id);
	}
}

function tooLong(id: string, state: string, { maxWait, datasetName }: BatchWaiting): Failure {
	const minutes = Number((maxWait / 60_000).toFixed(2));
	return new Failure(
		`The batch for "${datasetName}" has not finished within ${minutes} minutes`,
		`It is still ${state}, and Adobe goes on with it. Do not upload the data again. Raise Max Wait, or switch Wait Until Finished off. Batch ID: ${id}.`,
	);
}

/** The error for a failed batch. */
export function batchFailed(id: string, datasetName: string, batch: RawBatch): Failure {
	const { errors } = flatBatch(batch);
	const [first] = errors;
	const causes = errors.map(sentenceOf);
	const reason = causes.length > 0 ? listed(causes, 5, ' ') : `Its state is ${stateOf(batch)}.`;
	return new Failure(
		`The batch for "${datasetName}" failed${first?.message ? `: ${first.message}` : ''}`,
		`Nothing of it was written. ${reason} Batch ID: ${id}.`,
	);
}
