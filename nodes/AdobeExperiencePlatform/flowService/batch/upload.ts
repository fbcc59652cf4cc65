import type { ApiClient } from '../../transport/apiClient';
import { Cancelled, Failure } from '../../transport/errors/failure';
import { asRecord } from '../../transport/json';
import { createBatch, type BatchDraft } from './create';
import { abortBatch, abortLate, findEarlier, forgetOwn, rememberOwn } from './earlier';
import type { RawBatch } from './entities';
import { flatBatch, type FlatBatch } from './flatBatch';
import { uploadFile, type UploadFile } from './uploadFile';
import {
	batchFailed,
	completeBatch,
	waitForBatch,
	waitUntilCompleted,
	type BatchWaiting,
} from './wait';

/** Files that become one batch of a dataset. */
export interface Upload extends BatchDraft {
	files: readonly UploadFile[];
	datasetName: string;
	/** Undefined for not waiting. */
	waiting?: BatchWaiting;
	/** Null if they were not counted. */
	recordsSent: number | null;
}

export interface UploadResult extends FlatBatch {
	batchId: string;
}

/** A file whose success was only said by a proxy is missing: then the batch is made again, so many times. */
const MOST_BATCHES = 3;

/**
 * Makes one batch of the files, whatever answers are lost: its creation is looked into, files and COMPLETE are sent
 * again. A batch that cannot be completed is aborted, or named.
 * @throws Failure for a batch that failed, or that has not ended in time
 */
export async function uploadBatch(client: ApiClient, upload: Upload): Promise<UploadResult> {
	const earlier = await findEarlier(client, upload.datasetId, upload.upload, upload.data);
	for (let round = 1; ; round++) {
		const externalId = `${upload.externalId}-${round}`;
		const batchId =
			(round === 1 ? earlier : undefined) ??
			(await completedBatch(client, { ...upload, externalId }));
		rememberOwn(batchId);
		const batch = await endOf(client, batchId, upload);
		const result = { batchId, ...flatBatch(batch) };
		if (result.status !== 'failed') {
			warn(client, upload, batch, result);
			if (upload.waiting) await abortLate(client, upload);
			return result;
		}
		// Without a file nothing was written, so nothing can come twice.
		if (result.errors.some(({ code }) => code === NO_FILES) && round < MOST_BATCHES) {
			client.run.stats.retried++;
			continue;
		}
		throw client.clear(batchFailed(batchId, upload.datasetName, batch));
	}
}

/** Code of a batch without files (Batch ingestion, troubleshooting). */
const NO_FILES = '133';

/** The batch when it has ended, or as soon as it is completed. */
async function endOf(client: ApiClient, batchId: string, upload: Upload): Promise<RawBatch> {
	const { waiting } = upload;
	const ended = waiting
		? waitForBatch(client, batchId, waiting)
		: waitUntilCompleted(client, batchId);
	return await ended.catch(async (error: unknown) => {
		// It goes on at Adobe: the next try of this upload waits for it in place of another one.
		forgetOwn(batchId);
		return await Promise.reject(error as Error);
	});
}

async function completedBatch(client: ApiClient, upload: Upload): Promise<string> {
	const { externalId } = upload;
	// Another upload of the same data must not take it for an earlier try before its ID is known.
	rememberOwn(externalId);
	const batchId = await createBatch(client, upload).finally(() => forgetOwn(externalId));
	rememberOwn(batchId);
	try {
		for (const file of upload.files) {
			await uploadFile(client, batchId, upload.datasetId, file);
		}
	} catch (error) {
		throw await withoutBatch(client, batchId, error as Error);
	}
	try {
		await completeBatch(client, batchId);
	} catch (error) {
		forgetOwn(batchId);
		throw error instanceof Failure ? error.with(`Batch ID: ${batchId}.`) : error;
	}
	return batchId;
}

/** Aborts what could not be filled; nothing of it is in the dataset. */
async function withoutBatch(client: ApiClient, batchId: string, error: Error): Promise<Error> {
	// After a cancellation nothing can be sent: the next try of this upload finds the batch.
	forgetOwn(batchId);
	if (error instanceof Cancelled || client.run.fatal) return named(error, batchId);
	client.item.renewBudget();
	const failed = await abortBatch(client, batchId);
	if (!failed) {
		return error instanceof Failure
			? error.with('The batch was aborted, and nothing was written to the dataset.')
			: error;
	}
	return named(error, batchId);
}

function named(error: Error, batchId: string): Error {
	return error instanceof Failure
		? error.with(
				`The batch ${batchId} was created and could not be aborted. Nothing of it is in the dataset, and Adobe gives it up after some time.`,
			)
		: error;
}

/** What is odd about a batch that went well. */
function warn(
	{ run }: ApiClient,
	{ partialIngestionPercent, recordsSent, files }: Upload,
	{ tags, metrics }: RawBatch,
	{ batchId, recordsRead, recordsWritten, recordsFailed }: UploadResult,
): void {
	const isKnown = Object.keys(asRecord(tags)).some((tag) => /partialIngestionPercent/i.test(tag));
	if (partialIngestionPercent !== undefined && !isKnown) {
		run.warnings.add(
			`Adobe does not show that it took over Partial Ingestion Percent for the batch ${batchId}: one bad record may fail a batch as a whole.`,
		);
	}
	if (recordsSent !== null && recordsRead !== null && recordsRead !== recordsSent) {
		run.warnings.add(
			`Adobe read ${recordsRead} records of the batch ${batchId}, and ${recordsSent} were sent. Check the dataset.`,
		);
	}
	const { inputFileCount } = asRecord(metrics);
	if (typeof inputFileCount === 'number' && inputFileCount < files.length) {
		run.warnings.add(
			`Adobe read ${inputFileCount} files of the batch ${batchId}, and ${files.length} were sent. Check the dataset.`,
		);
	}
	const left = (recordsRead ?? 0) - (recordsWritten ?? recordsRead ?? 0) - (recordsFailed ?? 0);
	if (left > 0) {
		run.warnings.add(
			`${left} records of the batch ${batchId} were neither written nor refused: Adobe skips records whose identities it cannot use.`,
		);
	}
}
