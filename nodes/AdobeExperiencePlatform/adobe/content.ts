import { type IExecuteFunctions, sleep } from 'n8n-workflow';
import { characterName } from './errors/failure';
import type { Request } from './httpClient';
import { isRecord, parsedJson } from './json';
import { type Outcome, isSuccess } from './outcome';
import { BOUNDS } from './waits';

/** The field that a header's value comes from. */
const FIELDS: Record<string, string> = {
	authorization: 'access token',
	'if-match': 'Etag',
	'x-api-key': 'Client ID',
	'x-gw-ims-org-id': 'Organization ID',
	'x-sandbox-name': 'Sandbox Name',
};

/** Headers hold visible Latin-1 characters and spaces (RFC 9110, 5.5). */
const UNSENDABLE = /[^\x20-\x7e\xa1-\xac\xae-\xff]/u;

/** How to fix a {@link headerProblem}. */
export const TYPE_AGAIN = 'Type it again, since pasting may add such characters.';

/**
 * What is wrong with a value for a header. With such a value, n8n 2.8 takes two minutes and ends unclearly, and
 * n8n 2.41 drops the character, which may address another sandbox.
 */
export function headerProblem(value: string, field: string): string | undefined {
	const [character] = UNSENDABLE.exec(value) ?? [];
	return character === undefined
		? undefined
		: `Invalid ${field}: it contains ${characterName(character)}, which no HTTP header can hold`;
}

/** The first problem of some headers, which names the field. */
export function headersProblem(headers: object): string | undefined {
	for (const [name, value] of Object.entries(headers)) {
		const problem = headerProblem(String(value), FIELDS[name.toLowerCase()] ?? `header ${name}`);
		if (problem) return problem;
	}
	return undefined;
}

/** Bytes that need not be in memory. */
export interface Content {
	length: number;
	/** For `Content-Range`, if it is a part of a file. */
	range?: string;
	/** Called for each try, since a stream can be read only once. */
	open(): Promise<ContentBody>;
	/** A request that n8n may repeat with a fresh token. It could not repeat a stream. */
	probe: Omit<Request, 'content'>;
}

/** All bytes, or a stream of them. */
export type ContentBody = Buffer | Awaited<ReturnType<BinaryHelpers['getBinaryStream']>>;

type BinaryHelpers = IExecuteFunctions['helpers'];

export function contentHeaders({ length, range }: Content): Record<string, string> {
	return {
		'Content-Type': 'application/octet-stream',
		'Content-Length': String(length),
		...(range !== undefined && { 'Content-Range': range }),
	};
}

/** Reads a body piece by piece. If it stops early, the rest is not fetched. */
export type ReadPieces = (pieces: AsyncIterable<string>) => Promise<unknown>;

const WATCH_EVERY = 250;

interface Progress {
	pieces: number;
	isBroken: boolean;
	isOver: boolean;
}

const begun = (): Progress => ({ pieces: 0, isBroken: false, isOver: false });

/**
 * Reads the body of a response while it arrives. If the stream breaks, this is a network failure, which is
 * retried.
 */
export async function download(outcome: Outcome, read: ReadPieces): Promise<Outcome> {
	if (!isSuccess(outcome)) return outcome;
	const { body } = outcome;
	if (!isStream(body)) {
		const text = typeof body === 'string' ? body : isRecord(body) ? JSON.stringify(body) : '';
		return { ...outcome, body: await read(once(text)) };
	}
	const progress = begun();
	try {
		const work = async () => ({ ...outcome, body: await read(piecesOf(body, progress)) });
		const ended = await Promise.race([work(), standstill(progress)]);
		return progress.isBroken ? failed('broken') : ended;
	} finally {
		progress.isOver = true;
		body.destroy?.();
	}
}

function failed(reason: 'broken' | 'timeout'): Outcome {
	return { kind: 'network', reason, maybeSent: true };
}

const LONGEST_ERROR = 64_000;

/** An error that comes as a stream, with its text, cut, in place of the stream. */
export async function withErrorText(outcome: Outcome): Promise<Outcome> {
	if (outcome.kind !== 'answer' || !isStream(outcome.body)) return outcome;
	let text = '';
	for await (const piece of piecesOf(outcome.body, begun())) {
		text += piece;
		if (text.length > LONGEST_ERROR) break;
	}
	const body = parsedJson(text);
	return { ...outcome, body: body === undefined ? text : body };
}

type Stream = AsyncIterable<unknown> & { destroy?(): void };

function isStream(body: unknown): body is Stream {
	return isRecord(body) && Symbol.asyncIterator in body;
}

async function* once(text: string): AsyncGenerator<string> {
	await Promise.resolve();
	yield text;
}

/** Also ends if the stream breaks. The progress shows which. */
async function* piecesOf(body: Stream, progress: Progress): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	const iterator = body[Symbol.asyncIterator]();
	try {
		for (;;) {
			const next = await iterator.next().catch(() => undefined);
			progress.isBroken = next === undefined;
			if (next === undefined || next.done) break;
			progress.pieces++;
			const { value } = next;
			yield typeof value === 'string'
				? value
				: decoder.decode(value as Uint8Array, { stream: true });
		}
		if (!progress.isBroken) yield decoder.decode();
	} finally {
		void iterator.return?.()?.catch(() => {});
	}
}

/** n8n's own timeout ends with the headers, so this ends a download that stands still. */
async function standstill(progress: Progress): Promise<Outcome> {
	for (let seen = -1, idle = 0; !progress.isOver && idle < BOUNDS.standstill; ) {
		await sleep(WATCH_EVERY);
		idle = progress.pieces === seen ? idle + WATCH_EVERY : 0;
		seen = progress.pieces;
	}
	return failed('timeout');
}
