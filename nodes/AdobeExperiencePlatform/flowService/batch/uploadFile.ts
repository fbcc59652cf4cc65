import type { ApiClient } from '../../transport/apiClient';
import type { Content, ContentBody } from '../../transport/content';
import { BATCH, isAccepted } from './entities';
import { batchPath } from './read';

/** A file for a batch. */
export interface UploadFile {
	name: string;
	/** Bytes. */
	size: number;
	/** From its beginning, each time. */
	open(): Promise<ContentBody>;
}

/** Bytes. */
export const SIZES = {
	/** Adobe takes a file of up to 256 MB as a whole (Batch ingestion, small files). */
	whole: 256 * 1024 * 1024,
	/** Of larger files so much is in memory at a time. */
	part: 16 * 1024 * 1024,
} as const;

/** Writes a file into a batch, as a whole or in parts. What got no clear answer is sent again: that changes nothing. */
export async function uploadFile(
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

/** Sends one part. If the answer is lost, Adobe is asked first what has arrived: parts must not overlap. */
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
		if (!mayRepeat) throw client.failure(sent.outcome, 'file', sent.tries);
		if (await hasArrived(client, path, start, end)) return;
		client.run.stats.retried++;
	}
}

async function hasArrived(
	client: ApiClient,
	path: string,
	start: number,
	end: number,
): Promise<boolean> {
	const sent = await client.send({ method: 'HEAD', path, noun: 'file', isAnswer: isAccepted });
	const { headers } = client.answerOf(sent, 'file');
	const ranges = [...(headers.range ?? '').matchAll(/(\d+)-(\d+)/g)];
	return ranges.some(([, from, to]) => Number(from) <= start && Number(to) >= end);
}

/** The bytes in parts of one size, the last one with the rest. */
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
