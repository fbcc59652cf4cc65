import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { getEntity } from '../../transport/entity/read';
import { asFailure, Failure } from '../../transport/errors/failure';
import { asRecord, isRecord } from '../../transport/json';
import { DATA_ACCESS } from '../paths';
import { RUN, type RawRun } from './entities';
import { flatRun } from './flatRun';
import { activitiesOf } from './runParts';

/** Files on one page of a listing (Data Access, contract.md, error diagnostics). */
const PAGE = 100;
const FOLDER = 'row_errors';
/** What Data Access adds to a record. */
const ADDED = new Set(['_errors', '_filename']);

/** Failed records, or why there are none. */
export interface FailedRecords {
	records: IDataObject[];
	whyNone?: string;
}

/**
 * The records that a run could not ingest, with the reason of each (contract.md, error diagnostics): the
 * run names its batch, Data Access has files of JSON lines for it. Addresses in answers are not
 * followed: files are asked for by name at the credential's own Platform URL.
 */
export async function getFailedRecords(
	client: ApiClient,
	runId: string,
	limit: number,
): Promise<FailedRecords> {
	const run = await getEntity<RawRun>(client, RUN, runId);
	const { status, recordsFailed } = flatRun(run);
	const batch = batchOf(run);
	if (!batch) return { records: [], whyNone: noBatch(status) };
	const records: IDataObject[] = [];
	for await (const file of errorFiles(client, batch)) {
		for (const row of await rowsOf(client, batch, file)) {
			records.push(recordOf(row, file));
			if (records.length >= limit) return { records };
		}
	}
	return records.length > 0 ? { records } : { records, whyNone: noFiles(recordsFailed) };
}

/** The batch that the promotion activity wrote (contract.md, activities); else from the address of its failed records. */
export function batchOf(run: RawRun): string | undefined {
	for (const { targetInfo } of activitiesOf(run)) {
		for (const target of Array.isArray(targetInfo) ? targetInfo : [targetInfo]) {
			const { reference, references } = asRecord(target);
			for (const entry of [reference, references].flat()) {
				const { type, ids, id } = asRecord(entry);
				const found: unknown = Array.isArray(ids) ? ids[0] : id;
				if (String(type).toLowerCase() === 'batch' && typeof found === 'string') return found;
			}
		}
	}
	const text = JSON.stringify([run.metrics, activitiesOf(run)]);
	return /\/export\/batches\/([\w-]+)\//.exec(text)?.[1];
}

async function* errorFiles(client: ApiClient, batch: string): AsyncGenerator<string> {
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
		const { data } = asRecord(body);
		const names = (Array.isArray(data) ? data : [])
			.map((entry) => asRecord(entry).name)
			.filter((name): name is string => typeof name === 'string');
		yield* names;
		if (names.length < PAGE) return;
	}
}

async function rowsOf(
	client: ApiClient,
	batch: string,
	file: string,
): Promise<Array<Record<string, unknown>>> {
	const body = await client.read({
		method: 'GET',
		path: metaPath(batch),
		query: [['path', `${FOLDER}/${file}`]],
		noun: 'batch',
		accept: '*/*',
		isAnswer: (answer) => typeof answer === 'string' || isRecord(answer),
	});
	// A file of one line is JSON as a whole, and comes parsed.
	if (typeof body !== 'string') return [body].flat().filter(isRecord);
	return body.split('\n').map(parsed).filter(isRecord);
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return line.trim() ? { _corrupt_record: line } : undefined;
	}
}

function recordOf(row: Record<string, unknown>, file: string): IDataObject {
	const errors = Array.isArray(row._errors) ? row._errors : [];
	const record = Object.fromEntries(Object.entries(row).filter(([name]) => !ADDED.has(name)));
	return {
		record: record as IDataObject,
		errors: errors.map((error) => ({
			code: String(asRecord(error).code ?? ''),
			message: String(asRecord(error).message ?? ''),
		})),
		file: String(row._filename ?? file),
	};
}

function metaPath(batch: string): string {
	return `${DATA_ACCESS}/batches/${encodeURIComponent(batch)}/meta`;
}

function noBatch(status: string): string {
	if (status === 'queued' || status === 'inProgress') {
		return 'The run has not finished yet: wait for it first.';
	}
	return 'The run wrote no batch, so no record was looked at: read its errors with Get.';
}

function noFiles(recordsFailed: number | null): string {
	if (recordsFailed === 0) return 'All records of this run were ingested.';
	return 'Adobe has no failed records for this run: they are kept only while Error Diagnostics of the dataflow is on, and for 30 days.';
}
