import type { GenericValue, IDataObject } from 'n8n-workflow';
import { asRecord, isObject, isRecord, parsedJson, percentDecoded, valueText } from '../adobe/json';
import type { ApiClient } from '../adobe/apiClient';
import { getEntity } from '../adobe/entity/read';
import { asFailure, Failure } from '../adobe/errors/failure';
import { Slices } from '../adobe/concurrency';
import { DATA_ACCESS } from '../adobe/entity/kind';
import { RUN, type RawRun, flatRun } from './run';
import { RecordSplitter } from './recordSplitter';
import { activitiesOf, listOf } from './metrics';

/** What Data Access adds to a record. */
const ADDED = new Set(['_errors', '_filename']);

/** A row of an error file for the output; undefined if it is JSON, but no record. */
function failedRow(text: string, file: string): IDataObject | undefined {
	const row = parsed(text);
	if (!isObject(row)) return undefined;
	const errors = Array.isArray(row._errors) ? row._errors : [];
	const record = Object.fromEntries(Object.entries(row).filter(([name]) => !ADDED.has(name)));
	return {
		record: record as IDataObject,
		errors: errors.map((error) => {
			const { code, message, description } = asRecord(error);
			return { code: valueText(code), message: valueText(message ?? description) };
		}),
		file: valueText(row._filename ?? file),
	};
}

/** A failed record as a row of a table: the reason, then a column for each field, with paths for nested fields. */
export function simplifiedRecord({ record, errors }: IDataObject): IDataObject {
	const messages = (errors as Array<{ code: string; message: string }>).map(
		({ code, message }) => message || code,
	);
	const columns = columnsOf(asRecord(record));
	return {
		reason: [...new Set(messages)].join('; '),
		...Object.fromEntries(
			columns.map(([name, value]) => [name === 'reason' ? 'record.reason' : name, value]),
		),
	};
}

function columnsOf(fields: Record<string, unknown>, within = ''): Array<[string, GenericValue]> {
	return Object.entries(fields).flatMap(([name, value]) =>
		isObject(value) && Object.keys(value).length > 0
			? columnsOf(value, `${within}${name}.`)
			: [[`${within}${name}`, value as GenericValue]],
	);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(withLongIntegersAsText(text));
	} catch {
		return corruptRecord(text);
	}
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/** Integers beyond 2^53 would lose digits as numbers. Some IDs are that long. */
function withLongIntegersAsText(text: string): string {
	if (!/\d{16}/.test(text)) return text;
	return text.replace(STRING_OR_NUMBER, (found) =>
		/^-?\d+$/.test(found) && !Number.isSafeInteger(Number(found)) ? `"${found}"` : found,
	);
}

/** Adobe prints a row that it could not parse without escaping it, so the line is no valid JSON. */
function corruptRecord(text: string): Record<string, unknown> {
	const at = text.lastIndexOf('"_errors"');
	const added = at < 0 ? undefined : parsedJson(`{${text.slice(at).trim()}`);
	if (!isRecord(added)) return { _corrupt_record: text.trim() };
	const row = text.slice(0, at);
	const quoted = /"_corrupt_record"\s*:\s*"/.exec(row);
	const record = quoted
		? row.slice(quoted.index + quoted[0].length).replace(/"[\s,]{0,100}$/, '')
		: row.trim();
	return { _corrupt_record: record, ...added };
}

/** Files on one page of a listing (Data Access, contract.md, error diagnostics). */
const PAGE = 100;
const FOLDER = 'row_errors';

export interface FailedRecords {
	records: IDataObject[];
	whyNone?: string;
}

/**
 * The records that a run could not ingest, with their reasons (contract.md, error diagnostics). The run names its
 * batches, and Data Access has files for each batch. Files are streamed and read only as far as needed. Links in
 * responses are not followed: files are requested by name from the credential's Platform URL.
 */
export async function getFailedRecordsOfRun(
	client: ApiClient,
	runId: string,
	limit: number,
): Promise<FailedRecords> {
	const run = await getEntity<RawRun>(client, RUN, runId);
	const { status, recordsFailed } = flatRun(run);
	const batches = batchesOf(run);
	if (batches.length === 0) return { records: [], whyNone: noBatch(status) };
	const records = await failedRecordsOf(client, batches, limit);
	return records.length > 0 ? { records } : { records, whyNone: noFiles(recordsFailed) };
}

export async function failedRecordsOf(
	client: ApiClient,
	batches: readonly string[],
	limit: number,
): Promise<IDataObject[]> {
	const records: IDataObject[] = [];
	for (const batch of batches) {
		for await (const file of errorFiles(client, batch)) {
			const rows = await rowsOf(client, batch, file, limit - records.length);
			for (const row of rows) records.push(row);
			if (records.length >= limit) return records;
		}
	}
	return records;
}

/**
 * The batches that a run wrote. Each target connection may have some (contract.md, activities). Some runs name them
 * only in the links to their files.
 */
export function batchesOf(run: RawRun): string[] {
	const activities = activitiesOf(run);
	const references = activities
		.flatMap(({ targetInfo }) => listOf(targetInfo))
		.flatMap((target) => [asRecord(target).reference, asRecord(target).references].flat())
		.map(asRecord)
		.filter(({ type }) => String(type).toLowerCase() === 'batch');
	const named = references.flatMap(({ ids, id }) => [ids, id].flat());
	const text = JSON.stringify([run.metrics, ...activities]);
	const linked = [...text.matchAll(/\/export\/batches\/([\w-]+)\//g)].map(([, id]) => id);
	const ids = [...named, ...linked].filter((id): id is string => typeof id === 'string');
	return [...new Set(ids.filter((id) => id !== ''))];
}

/** Paths of the files with failed records. A page with nothing new is the last one. */
async function* errorFiles(client: ApiClient, batch: string): AsyncGenerator<string> {
	const seen = new Set<string>();
	for (let start = 0; ; start += PAGE) {
		const body = await client
			.read({
				method: 'GET',
				path: metaPath(batch),
				query: [
					['path', FOLDER],
					['start', String(start)],
					['limit', String(PAGE)],
				],
				noun: 'batch',
			})
			.catch(asFailure);
		// A batch without diagnostics has no such folder.
		if (body instanceof Failure && body.httpCode === '404') return;
		if (body instanceof Failure) throw body;
		const entries = listOf(asRecord(body).data);
		const paths = entries.map(pathOf).filter((path) => path !== undefined && !seen.has(path));
		for (const path of paths as string[]) {
			seen.add(path);
			yield path;
		}
		if (entries.length < PAGE || paths.length === 0) return;
	}
}

/** The path of a file, from its percent-encoded link or from its name. */
function pathOf(entry: unknown): string | undefined {
	const { name, _links } = asRecord(entry);
	const { href } = asRecord(asRecord(_links).self);
	const linked = /[?&]path=([^&#]*)/.exec(String(href))?.[1];
	const path = linked && percentDecoded(linked.replace(/\+/g, ' '));
	if (path?.startsWith(`${FOLDER}/`)) return path;
	if (typeof name !== 'string' || name === '') return undefined;
	return name.startsWith(`${FOLDER}/`) ? name : `${FOLDER}/${name}`;
}

async function rowsOf(
	client: ApiClient,
	batch: string,
	path: string,
	most: number,
): Promise<IDataObject[]> {
	return (await client.read({
		method: 'GET',
		path: metaPath(batch),
		query: [['path', path]],
		noun: 'batch',
		accept: '*/*',
		readPieces: async (pieces) => await readRows(pieces, path.slice(FOLDER.length + 1), most),
	})) as IDataObject[];
}

/** The first rows of a file. Pauses between slices let other executions run. */
export async function readRows(
	pieces: AsyncIterable<string>,
	file: string,
	most: number,
): Promise<IDataObject[]> {
	const rows: IDataObject[] = [];
	const splitter = new RecordSplitter();
	const slices = new Slices();
	const take = async (texts: Iterable<string>): Promise<boolean> => {
		for (const text of texts) {
			const row = failedRow(text, file);
			if (row) rows.push(row);
			if (rows.length >= most) return true;
			await slices.pause();
		}
		return false;
	};
	for await (const piece of pieces) {
		if (await take(splitter.push(piece))) return rows;
		await slices.pause();
	}
	await take(splitter.end());
	return rows;
}

function metaPath(batch: string): string {
	return `${DATA_ACCESS}/batches/${encodeURIComponent(batch)}/meta`;
}

function noBatch(status: string): string {
	if (status === 'queued' || status === 'inProgress') {
		return 'The run has not finished yet. Wait for it first.';
	}
	return 'The run wrote no batch. Read its errors with Get.';
}

function noFiles(recordsFailed: number | null): string {
	if (recordsFailed === 0) return 'All records of this run were ingested.';
	return 'Adobe has no failed records for this run. It keeps them for 30 days, and only if Error Diagnostics of the dataflow is on.';
}
