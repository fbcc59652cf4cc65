import type { ApiClient } from '../../adobe/apiClient';
import { deleteEntity } from '../../adobe/entity/action';
import { asFailure, Failure, listed } from '../../adobe/errors/failure';
import { asRecord, DAY, forgetOldest, HOUR } from '../../adobe/json';
import {
	BATCH,
	DATA_TAG,
	UPLOAD_TAG,
	type RawBatch,
	flatBatch,
	stateOf,
	batchesOf,
	getBatch,
	batchAction,
} from './batch';
import { createOnce } from '../../adobe/entity/create';
import { BOUNDS, growingPause, waitUntil } from '../../adobe/waits';
import { isFinished, minutesOf, sentenceOf, type RunError } from '../../run/run';
import type { IDataObject } from 'n8n-workflow';

/** How far back to look for batches of an execution that was stopped, in milliseconds. */
const EARLIER_LOOK_BACK = 7 * DAY;
/** No upload takes longer than this, in milliseconds. */
const LONGEST_UPLOAD = 6 * HOUR;

const MOST_REMEMBERED = 10_000;

/** Batches of this process, by ID or external ID. They are not batches of an earlier try. */
const own = new Set<string>();

export function rememberOwn(id: string): void {
	own.add(id);
	forgetOldest(own, MOST_REMEMBERED);
}

/** Lets the next upload of the same execution data find the batch. */
export function forgetOwn(id: string): void {
	own.delete(id);
}

/**
 * Finds the batch of an earlier try of this upload, in a process that was stopped or in an execution of the node that
 * failed. A completed batch is used, so that records are not ingested twice. An incomplete one is aborted.
 * @param batches recent ones of the dataset
 * @param which the marks of this upload: its execution and node, and its content
 * @returns the batch to use instead of a new one
 */
export async function findEarlier(
	client: ApiClient,
	batches: readonly RawBatch[],
	which: { upload: string; data: string },
): Promise<string | undefined> {
	const { execution } = client;
	const { upload, data } = which;
	const found = foreign(batches);
	for (const batch of tagged(found, UPLOAD_TAG, upload)) {
		const usable = await used(client, batch);
		if (usable) return usable;
	}
	// Another execution with the same data may still be uploading in another worker, so only old batches are aborted.
	for (const batch of tagged(found, DATA_TAG, data)) {
		if (stateOf(batch) !== 'loading' || tagsOf(batch, UPLOAD_TAG).includes(upload)) continue;
		const age = execution.serviceTime - Number(batch.updated ?? batch.created ?? 0);
		if (age > LONGEST_UPLOAD) await abortBatch(client, batch.id);
		else execution.hints.add(stillLoading(batch.id));
	}
	return undefined;
}

/**
 * Aborts a batch that a stopped try of this upload created late, after the first look. It is empty. A hint names one
 * that cannot be aborted.
 */
export async function abortLate(
	client: ApiClient,
	{ datasetId, upload }: { datasetId: string; upload: string },
): Promise<void> {
	const batches = await recentBatches(client, datasetId).catch(asFailure);
	// The upload itself succeeded.
	if (batches instanceof Failure) return;
	for (const batch of tagged(foreign(batches), UPLOAD_TAG, upload)) {
		if (stateOf(batch) !== 'loading') continue;
		const failed = await abortBatch(client, batch.id);
		client.execution.hints.add(failed ? stillLoading(batch.id) : aborted(batch.id));
	}
}

export async function recentBatches(client: ApiClient, datasetId: string): Promise<RawBatch[]> {
	return await batchesOf(client, datasetId, client.execution.serviceTime - EARLIER_LOOK_BACK);
}

/** Batches that this process did not create. */
function foreign(batches: readonly RawBatch[]): RawBatch[] {
	return batches.filter(({ id, externalId }) => !own.has(id) && !own.has(externalId ?? ''));
}

function tagged(batches: readonly RawBatch[], tag: string, value: string): RawBatch[] {
	return batches.filter((batch) => tagsOf(batch, tag).includes(value));
}

async function used(client: ApiClient, batch: RawBatch): Promise<string | undefined> {
	if (stateOf(batch) === 'loading') {
		const failed = await abortBatch(client, batch.id);
		if (!failed) {
			client.execution.hints.add(aborted(batch.id));
			return undefined;
		}
		// It may have been completed in the meantime. If it is still loading, the upload fails.
		const now = await getBatch(client, batch.id);
		if (stateOf(now) === 'loading') throw failed;
		return await used(client, now);
	}
	if (flatBatch(batch).status === 'failed') return undefined;
	client.execution.hints.add(
		`An earlier try of this upload had already completed the batch ${batch.id}. It is used, and nothing was uploaded again.`,
	);
	return batch.id;
}

/** @returns why it could not be aborted */
export async function abortBatch(client: ApiClient, id: string): Promise<Failure | undefined> {
	const failed = await deleteEntity(client, BATCH, id).then(() => undefined, asFailure);
	// Nothing was written to the dataset, so the error does not need to name it.
	if (!failed) client.item.dropChange(id);
	return failed;
}

function aborted(id: string): string {
	return `An earlier try of this upload left the batch ${id} without completing it. It was aborted, and nothing of it is in the dataset.`;
}

function stillLoading(id: string): string {
	return `An earlier upload of the same data has not completed the batch ${id}. If that execution was stopped, nothing of it is in the dataset, and Adobe abandons the batch after some time.`;
}

function tagsOf({ tags }: RawBatch, name: string): string[] {
	const values = asRecord(tags)[name];
	return (Array.isArray(values) ? (values as unknown[]) : [values]).map(String);
}

/** How the files of a batch are read (Batch ingestion, inputFormat). */
export interface InputFormat {
	format: 'json' | 'parquet';
	/** An array of objects, or one object over several lines. */
	isMultiLineJson?: boolean;
}

export interface BatchOptions {
	datasetId: string;
	inputFormat: InputFormat;
	errorDiagnostics: boolean;
	partialIngestionPercent?: number;
}

export interface BatchDraft extends BatchOptions {
	/** Identifies the execution and the node. */
	upload: string;
	/** Identifies the content. */
	data: string;
	/** The client's own ID of the batch, which Adobe requires to be unique. */
	externalId: string;
}

/** How far back to look for a batch after an unclear response, in milliseconds. */
const LOOK_BACK = HOUR;

/** Creates a batch. If the response is lost, the batch is found by its external ID. */
export async function createBatch(client: ApiClient, draft: BatchDraft): Promise<string> {
	const { datasetId, inputFormat, errorDiagnostics, partialIngestionPercent, externalId } = draft;
	const tags = { [UPLOAD_TAG]: [draft.upload], [DATA_TAG]: [draft.data] };
	const isOwn = (batch: RawBatch) => batch.externalId === externalId;
	const { id } = await createOnce<RawBatch>(client, {
		kind: BATCH,
		name: externalId,
		body: {
			datasetId,
			inputFormat: { ...inputFormat },
			externalId,
			tags,
			...(errorDiagnostics && { enableErrorDiagnostics: true }),
			...(partialIngestionPercent !== undefined && { partialIngestionPercent }),
		} satisfies IDataObject,
		find: async () =>
			(await batchesOf(client, datasetId, client.execution.serviceTime - LOOK_BACK)).filter(isOwn),
		looksLike: isOwn,
		useFound: async ({ id: found }) => ({ id: found }),
	});
	return id;
}

/** A new batch may not be in the Catalog for this long, in milliseconds. */
const SHOWS_UP_WITHIN = 60_000;
const MOST_LOOKS = 5;

interface BatchWaiting {
	datasetName: string;
	/** Milliseconds. */
	maxWait: number;
}

/** Reports to Adobe that all files are uploaded. Sending it twice changes nothing (Batch ingestion, troubleshooting). */
export async function completeBatch(client: ApiClient, id: string): Promise<void> {
	const write = { how: 'updated', what: `the batch ${id}` } as const;
	const sent = await client.send({ ...batchAction(id, 'COMPLETE'), noun: 'batch', write });
	client.answerOf(sent);
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
		pause: growingPause(BOUNDS.batchPause),
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
		report: () => `Waiting for the batch ${id}, which is ${state}`,
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
	return new Failure(
		`The batch for "${datasetName}" has not finished within ${minutesOf(maxWait)} minutes`,
		`It is still ${state}, and continues at Adobe. Do not upload the data again. Increase Max Wait, or turn off Wait Until Finished. Batch ID: ${id}.`,
	);
}

export function batchFailed(
	id: string,
	{ datasetName, inputFormat }: { datasetName: string; inputFormat: InputFormat },
	batch: RawBatch,
): Failure {
	const { errors } = flatBatch(batch);
	const [first] = errors;
	const causes = errors.map(sentenceOf);
	const reason = causes.length > 0 ? listed(causes, 5, ' ') : `Its state is ${stateOf(batch)}.`;
	return new Failure(
		`The batch for "${datasetName}" failed${first?.message ? `: ${first.message}` : ''}`,
		`Nothing of it was written. ${reason}${formatAdvice(inputFormat, errors)} Batch ID: ${id}.`,
	);
}

/** Only files of another format than the chosen one have records that cannot be parsed. */
function formatAdvice(
	{ format, isMultiLineJson }: InputFormat,
	errors: readonly RunError[],
): string {
	if (format !== 'json' || !errors.some(({ code }) => /\b1401\b/.test(code))) return '';
	return isMultiLineJson
		? ' Check Format: a file with a record on each line needs JSON Lines.'
		: ' Check Format: a file with one list of records, as Convert to File creates it, needs JSON.';
}
