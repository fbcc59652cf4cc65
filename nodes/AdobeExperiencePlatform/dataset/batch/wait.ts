import type { ApiClient } from '../../adobe/apiClient';
import { BOUNDS } from '../../adobe/bounds';
import { waitUntil } from '../../adobe/waitUntil';
import { asFailure, Failure, listed } from '../../adobe/errors/failure';
import { isFinished, sentenceOf } from '../../run/run';
import { batchAction, type RawBatch, flatBatch, stateOf, getBatch } from './batch';

/** The longest pause between two looks, in milliseconds. */
const LONGEST_PAUSE = 30_000;
/** A new batch may not be in the Catalog for this long, in milliseconds. */
const SHOWS_UP_WITHIN = 60_000;
const MOST_LOOKS = 5;

export interface BatchWaiting {
	datasetName: string;
	/** Milliseconds. */
	maxWait: number;
	/** Called with what it waits for. */
	report(text: string): void;
}

/** Reports to Adobe that all files are uploaded. Sending it twice changes nothing (Batch ingestion, troubleshooting). */
export async function completeBatch(client: ApiClient, id: string): Promise<void> {
	const write = { how: 'updated', what: `the batch ${id}` } as const;
	const sent = await client.send({ ...batchAction(id, 'COMPLETE'), noun: 'batch', write });
	if (!sent.isDone) throw client.failure(sent.outcome, 'batch', sent.tries);
}

/**
 * Waits until a completed batch has finished, with one request per look and growing pauses.
 * @throws Failure after the maximum wait
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
			// The success of COMPLETE may come from a proxy, since it has no body.
			if (state === 'loading') await completeBatch(client, id);
			return undefined;
		},
		report: () => waiting.report(`Waiting for the batch ${id}, which is ${state}`),
		tooLong() {
			throw tooLong(id, state, waiting);
		},
	});
}

/** Checks that Adobe knows the batch is complete, and sends COMPLETE again if not. */
export async function waitUntilCompleted(client: ApiClient, id: string): Promise<RawBatch> {
	const unknown: RawBatch = { id, status: 'loaded' };
	for (let look = 1; ; look++) {
		const batch = await getBatch(client, id).catch(asFailure);
		// It is completed, but cannot be read.
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
		`It is still ${state}, and continues at Adobe. Do not upload the data again. Increase Max Wait, or turn off Wait Until Finished. Batch ID: ${id}.`,
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
