import type { IDataObject } from 'n8n-workflow';
import { asRecord, isRecord } from '../../transport/json';

/** What Data Access adds to a record. */
const ADDED = new Set(['_errors', '_filename']);

/** A row of an error file as the node gives it out; undefined for JSON that is no record. */
export function failedRow(text: string, file: string): IDataObject | undefined {
	const row = parsed(text);
	if (!isRecord(row) || Array.isArray(row)) return undefined;
	const errors = Array.isArray(row._errors) ? row._errors : [];
	const record = Object.fromEntries(Object.entries(row).filter(([name]) => !ADDED.has(name)));
	return {
		record: record as IDataObject,
		errors: errors.map((error) => {
			const { code, message, description } = asRecord(error);
			return { code: textOf(code), message: textOf(message ?? description) };
		}),
		file: textOf(row._filename ?? file),
	};
}

function textOf(value: unknown): string {
	return isRecord(value) ? JSON.stringify(value) : String(value ?? '');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(withLongIntegersAsText(text));
	} catch {
		return corruptRecord(text);
	}
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/** Integers beyond 2^53 lose digits as numbers, and IDs have that many. */
function withLongIntegersAsText(text: string): string {
	if (!/\d{16}/.test(text)) return text;
	return text.replace(STRING_OR_NUMBER, (found) =>
		/^-?\d+$/.test(found) && !Number.isSafeInteger(Number(found)) ? `"${found}"` : found,
	);
}

/** Adobe prints a row that it could not read as it was, quotes and all, so that the whole is no JSON. */
function corruptRecord(text: string): Record<string, unknown> {
	const at = text.lastIndexOf('"_errors"');
	const added = at < 0 ? undefined : parsedOrNone(`{${text.slice(at).trim()}`);
	if (!isRecord(added)) return { _corrupt_record: text.trim() };
	const row = text.slice(0, at);
	const quoted = /"_corrupt_record"\s*:\s*"/.exec(row);
	const record = quoted
		? row.slice(quoted.index + quoted[0].length).replace(/"[\s,]{0,100}$/, '')
		: row.trim();
	return { _corrupt_record: record, ...added };
}

function parsedOrNone(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
