import type { ApiClient } from '../../adobe/apiClient';
import type { Content, ContentBody } from '../../adobe/content';
import {
	BATCH,
	isAccepted,
	batchPath,
	type RawBatch,
	flatBatch,
	type FlatBatch,
	guardrailHints,
} from './batch';
import { Cancelled, Failure } from '../../adobe/errors/failure';
import { asRecord } from '../../adobe/json';
import {
	createBatch,
	type BatchDraft,
	abortBatch,
	abortLate,
	findEarlier,
	forgetOwn,
	recentBatches,
	rememberOwn,
	batchFailed,
	completeBatch,
	waitForBatch,
	waitUntilCompleted,
} from './lifecycle';

export interface UploadFile {
	name: string;
	/** Bytes. */
	size: number;
	/** Starts from the beginning each time. */
	open(): Promise<ContentBody>;
}

/** Bytes. */
export const SIZES = {
	/** Adobe accepts a file of up to 256 MB as a whole (Batch ingestion, small files). */
	whole: 256 * 1024 * 1024,
	/** Size of the parts of a larger file. One part is in memory at a time. */
	part: 16 * 1024 * 1024,
	/** Records are split into files of this size. */
	records: 64 * 1024 * 1024,
} as const;

export function bytesOf(files: readonly UploadFile[]): number {
	return files.reduce((sum, { size }) => sum + size, 0);
}

/**
 * Writes a file into a batch, as a whole or in parts. After an unclear response it is sent again, which changes
 * nothing.
 */
async function uploadFile(
	client: ApiClient,
	batchId: string,
	datasetId: string,
	{ name, size, open }: UploadFile,
): Promise<void> {
	const path = [
		`${BATCH.path}/${encodeURIComponent(batchId)}`,
		`datasets/${encodeURIComponent(datasetId)}`,
		`files/${encodeURIComponent(name)}`,
	].join('/');
	const probe = { method: 'GET', path: batchPath(batchId), noun: 'batch' } as const;
	client.item.renewBudget();
	if (size <= SIZES.whole) {
		const content: Content = { length: size, open, probe };
		await client.read({ method: 'PUT', path, noun: 'file', content, isAnswer: isAccepted });
		return;
	}
	await act(client, path, 'INITIALIZE');
	let start = 0;
	for await (const part of partsOf(await open())) {
		client.item.renewBudget();
		const end = start + part.length - 1;
		const open = async () => await Promise.resolve(part);
		const content: Content = { length: part.length, range: `bytes ${start}-${end}`, open, probe };
		await sendPart(client, path, content, start, end);
		start = end + 1;
	}
	await act(client, path, 'COMPLETE');
}

async function act(client: ApiClient, path: string, action: string): Promise<void> {
	const query = [['action', action]] as const;
	await client.read({ method: 'POST', path, query, noun: 'file', isAnswer: isAccepted });
}

/** Sends one part. If the response is lost, Adobe is asked what has arrived, since parts must not overlap. */
async function sendPart(
	client: ApiClient,
	path: string,
	content: Content,
	start: number,
	end: number,
): Promise<void> {
	for (let round = 1; ; round++) {
		const sent = await client.sendUntilUnclear({
			method: 'PATCH',
			path,
			noun: 'file',
			content,
			isAnswer: isAccepted,
		});
		if (sent.isDone) return;
		const mayRepeat = sent.unclear && client.mayGoOn(round, 0);
		if (!mayRepeat) throw client.failure(sent);
		if (await hasArrived(client, path, start, end)) return;
		client.execution.stats.retried++;
	}
}

async function hasArrived(
	client: ApiClient,
	path: string,
	start: number,
	end: number,
): Promise<boolean> {
	const sent = await client.send({ method: 'HEAD', path, noun: 'file', isAnswer: isAccepted });
	const { headers } = client.answerOf(sent);
	const ranges = [...(headers.range ?? '').matchAll(/(\d+)-(\d+)/g)];
	return ranges.some(([, from, to]) => Number(from) <= start && Number(to) >= end);
}

/** Splits the bytes into parts of one size. The last part is the rest. */
async function* partsOf(body: ContentBody): AsyncGenerator<Buffer> {
	if (Buffer.isBuffer(body)) {
		for (let at = 0; at < body.length; at += SIZES.part) yield body.subarray(at, at + SIZES.part);
		return;
	}
	let pieces: Buffer[] = [];
	let length = 0;
	for await (const piece of body) {
		let rest = piece as Buffer;
		while (length + rest.length >= SIZES.part) {
			const taken = rest.subarray(0, SIZES.part - length);
			yield Buffer.concat([...pieces, taken]);
			rest = rest.subarray(taken.length);
			pieces = [];
			length = 0;
		}
		pieces.push(rest);
		length += rest.length;
	}
	if (length > 0) yield Buffer.concat(pieces);
}

/** Files that become one batch of a dataset. */
export interface Upload extends BatchDraft {
	files: readonly UploadFile[];
	datasetName: string;
	isForProfile: boolean;
	/** Milliseconds; undefined to return without waiting. */
	maxWait?: number;
	/** Null if they were not counted. */
	recordsSent: number | null;
}

export interface UploadResult extends FlatBatch {
	batchId: string;
}

/** A file is missing if only a proxy reported its success. Then a new batch is created, at most this many in all. */
const MOST_BATCHES = 3;

/**
 * Uploads files as one batch, even if responses are lost: its creation is looked up, and files and COMPLETE are sent
 * again. A batch that cannot be completed is aborted, or the error names it.
 * @throws Failure for a batch that failed, or that has not finished in time
 */
export async function uploadBatch(client: ApiClient, upload: Upload): Promise<UploadResult> {
	const others = await recentBatches(client, upload.datasetId);
	const earlier = await findEarlier(client, others, upload);
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
			if (batchId !== earlier) {
				const bytes = bytesOf(upload.files);
				for (const hint of guardrailHints(client, { ...upload, bytes, others })) {
					client.execution.hints.add(hint);
				}
			}
			if (upload.maxWait !== undefined) await abortLate(client, upload);
			return result;
		}
		// Without files nothing was written, so a new batch duplicates nothing.
		if (result.errors.some(({ code }) => code === NO_FILES) && round < MOST_BATCHES) {
			client.execution.stats.retried++;
			continue;
		}
		throw client.clear(batchFailed(batchId, upload, batch));
	}
}

/** Code of a batch without files (Batch ingestion, troubleshooting). */
const NO_FILES = '133';

/** The batch when it has finished, or when it is completed if nothing waits for it. */
async function endOf(client: ApiClient, batchId: string, upload: Upload): Promise<RawBatch> {
	const { maxWait, datasetName } = upload;
	const ended =
		maxWait === undefined
			? waitUntilCompleted(client, batchId)
			: waitForBatch(client, batchId, { maxWait, datasetName });
	return await ended.catch(async (error: unknown) => {
		// The batch continues at Adobe. The next try of this upload waits for it instead of creating another one.
		forgetOwn(batchId);
		return await Promise.reject(error as Error);
	});
}

async function completedBatch(client: ApiClient, upload: Upload): Promise<string> {
	const { externalId } = upload;
	// Another upload of the same data must not take it for an earlier try while its ID is unknown.
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

/** Aborts a batch that could not be filled. Nothing of it is in the dataset. */
async function withoutBatch(client: ApiClient, batchId: string, error: Error): Promise<Error> {
	// After a cancellation nothing can be sent. The next try of this upload finds the batch.
	forgetOwn(batchId);
	if (error instanceof Cancelled || client.execution.fatal) return named(error, batchId);
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
				`The batch ${batchId} was created and could not be aborted. Nothing of it is in the dataset, and Adobe abandons it after some time.`,
			)
		: error;
}

/** Hints about a successful batch whose counts do not match. */
function warn(
	{ execution }: ApiClient,
	{ partialIngestionPercent, recordsSent, files }: Upload,
	{ tags, metrics }: RawBatch,
	{ batchId, recordsRead, recordsWritten, recordsFailed }: UploadResult,
): void {
	const isKnown = Object.keys(asRecord(tags)).some((tag) => /partialIngestionPercent/i.test(tag));
	if (partialIngestionPercent !== undefined && !isKnown) {
		execution.hints.add(
			`Adobe does not show Partial Ingestion Percent for the batch ${batchId}. One failed record may fail the whole batch.`,
		);
	}
	if (recordsSent !== null && recordsRead !== null && recordsRead !== recordsSent) {
		execution.hints.add(
			`Adobe read ${recordsRead} records of the batch ${batchId}, and ${recordsSent} were sent. Check the dataset.`,
		);
	}
	const { inputFileCount } = asRecord(metrics);
	if (typeof inputFileCount === 'number' && inputFileCount < files.length) {
		execution.hints.add(
			`Adobe read ${inputFileCount} files of the batch ${batchId}, and ${files.length} were sent. Check the dataset.`,
		);
	}
	const left = (recordsRead ?? 0) - (recordsWritten ?? recordsRead ?? 0) - (recordsFailed ?? 0);
	if (left > 0) {
		execution.hints.add(
			`${left} records of the batch ${batchId} were neither written nor refused. Adobe skips records whose identities it cannot use.`,
		);
	}
}
