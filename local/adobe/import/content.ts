/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the local Adobe is a development tool and never part of the published package */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** The bytes of a body that is not held in memory. */
export interface Content {
	bytes: number;
	/** SHA-256 in hexadecimal digits, so that a test can compare what arrived with what was sent */
	sha256: string;
	lineEnds: number;
	/** whether the last byte ends a line; true for nothing at all */
	endsLine: boolean;
	/** only up to a bound, see `KEPT_BYTES` */
	data?: Buffer;
}

/** Records of larger files are counted, not judged. */
export const KEPT_BYTES = 32 * 1024 * 1024;

const LINE_END = 10;

function lineEndsIn(chunk: Buffer): number {
	let count = 0;
	for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) count++;
	return count;
}

/**
 * Reads a body piece by piece: counts, hashes, and keeps it while it is small.
 * @throws Error where the caller hangs up in the middle
 */
export async function readContent(stream: Readable): Promise<Content> {
	const hash = createHash('sha256');
	let kept: Buffer[] | undefined = [];
	let last = LINE_END;
	const content = { bytes: 0, lineEnds: 0 };
	for await (const piece of stream) {
		const chunk = piece as Buffer;
		hash.update(chunk);
		content.bytes += chunk.length;
		content.lineEnds += lineEndsIn(chunk);
		last = chunk.at(-1) ?? last;
		if (content.bytes > KEPT_BYTES) kept = undefined;
		kept?.push(chunk);
	}
	return {
		...content,
		sha256: hash.digest('hex'),
		endsLine: last === LINE_END,
		...(kept && { data: Buffer.concat(kept) }),
	};
}

/** The parts of a file in their order as one; hashed only where all of them are kept. */
export function joinContents(parts: Content[]): Content {
	const data = parts.every((part) => part.data)
		? Buffer.concat(parts.map((part) => part.data ?? Buffer.alloc(0)))
		: undefined;
	return {
		bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
		sha256: createHash('sha256')
			.update(data ?? parts.map(({ sha256 }) => sha256).join())
			.digest('hex'),
		lineEnds: parts.reduce((sum, { lineEnds }) => sum + lineEnds, 0),
		endsLine: parts.at(-1)?.endsLine ?? true,
		...(data && data.length <= KEPT_BYTES && { data }),
	};
}

/** How many lines there are, the last one with or without its end. */
export function linesOf({ lineEnds, endsLine }: Content): number {
	return endsLine ? lineEnds : lineEnds + 1;
}
