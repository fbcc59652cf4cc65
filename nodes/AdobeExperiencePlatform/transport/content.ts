import type { IExecuteFunctions } from 'n8n-workflow';
import type { Request } from './httpClient';

/** Bytes that need not be in memory. */
export interface Content {
	length: number;
	/** For `Content-Range`, if it is a part of a file. */
	range?: string;
	/** Called for each try: what was read once cannot be sent again. */
	open(): Promise<ContentBody>;
	/** A request that n8n may repeat with a fresh token; a stream it could not. */
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
