/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- the local Adobe is a development tool and never part of the published package */
import { gunzipSync, inflateSync } from 'node:zlib';

import { isObject, type Json } from '../types';
import { parseDelimited } from './delimited';

/** Properties of a file: contract.md (f), and `data` of a source connection, (g). */
export interface FileFormat {
	fileType: 'delimited' | 'json' | 'parquet';
	/** one character; default comma */
	columnDelimiter?: string;
	compressionType?: string;
	/** `UTF-8` (default) or `ISO-8859-1`; delimited only */
	encoding?: string;
}

/** One record: text from delimited files, typed and nested from JSON and Parquet. */
export type FileRow = Json;

/** The rows of a file and the names of its columns in their order. */
export interface FileRows {
	names: string[];
	rows: FileRow[];
}

/** What a file holds cannot be read in the way that was asked for. */
export class UnreadableFile extends Error {}

/** Content as a reader gets it; Parquet is decoded when the file is put in, since its decoder is asynchronous. */
export interface FileContent {
	bytes: Buffer;
	parquetRows?: FileRow[];
}

function decompressed(bytes: Buffer, compressionType: string | undefined): Buffer {
	try {
		switch (compressionType) {
			case undefined:
				return bytes;
			case 'gzip':
				return gunzipSync(bytes);
			case 'deflate':
				return inflateSync(bytes);
		}
	} catch {
		throw new UnreadableFile(`The file is not compressed with ${compressionType}`);
	}
	// Allowed by the service, but nothing in the bucket is compressed so.
	throw new UnreadableFile(`The file is not compressed with ${compressionType}`);
}

function textOf(bytes: Buffer, encoding: string | undefined): string {
	// No text holds a NUL; compressed and binary files do.
	if (bytes.includes(0)) throw new UnreadableFile('The file is not text');
	return bytes.toString(encoding === 'ISO-8859-1' ? 'latin1' : 'utf8');
}

function namesOf(rows: FileRow[]): string[] {
	return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** JSON lines. A line that cannot be read becomes `_corrupt_record`, as in Adobe's row errors (contract.md (m)). */
function jsonLines(text: string): FileRow[] {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const values = lines.map(parsed);
	if (!values.some(isObject)) throw new UnreadableFile('The file is not JSON');
	return values.map((value, index) =>
		isObject(value) ? value : { _corrupt_record: lines[index] },
	);
}

/** A list of objects, one object, or an object on each line. */
function parseJson(text: string): FileRows {
	const whole = parsed(text);
	const list = Array.isArray(whole) ? whole : isObject(whole) ? [whole] : jsonLines(text);
	if (!list.every(isObject)) throw new UnreadableFile('The file is not a list of objects');
	const readable = list.filter((row) => !('_corrupt_record' in row));
	return { names: namesOf(readable), rows: list };
}

/**
 * The rows of a file, read with these properties.
 * @throws UnreadableFile when the content is something else
 */
export function readContent({ bytes, parquetRows }: FileContent, format: FileFormat): FileRows {
	const { fileType, compressionType, encoding, columnDelimiter = ',' } = format;
	if (fileType === 'parquet') {
		if (!parquetRows || compressionType) throw new UnreadableFile('The file is not Parquet');
		return { names: namesOf(parquetRows), rows: parquetRows };
	}
	const content = decompressed(bytes, compressionType);
	if (fileType === 'json') return parseJson(textOf(content, 'UTF-8'));
	return parseDelimited(textOf(content, encoding), columnDelimiter);
}

const DELIMITERS = [',', '|', ';', '\t', '~'];

/** What a file most likely is, judged by its content; `undefined` when nothing fits. */
export function detectFormat({ bytes, parquetRows }: FileContent): FileFormat | undefined {
	if (parquetRows) return { fileType: 'parquet' };
	const compressionType = bytes[0] === 0x1f && bytes[1] === 0x8b ? 'gzip' : undefined;
	const content = decompressed(bytes, compressionType);
	if (content.length === 0 || content.includes(0)) return undefined;
	const text = content.toString('utf8');
	const compression = compressionType && { compressionType };
	if (/^\s*[[{]/.test(text)) return { fileType: 'json', ...compression };
	const [header = ''] = text.split('\n');
	const [columnDelimiter = ','] = [...DELIMITERS].sort(
		(left, right) => header.split(right).length - header.split(left).length,
	);
	return { fileType: 'delimited', ...compression, columnDelimiter };
}
