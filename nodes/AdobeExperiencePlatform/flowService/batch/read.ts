import type { ApiClient } from '../../transport/apiClient';
import { notFound } from '../../transport/errors/errorHints';
import { Failure } from '../../transport/errors/failure';
import { asRecord, isRecord } from '../../transport/json';
import { CATALOG } from '../paths';
import type { RawBatch } from './entities';

/** Batches on one page; Catalog takes up to 100. */
const PAGE = 100;
const MOST_PAGES = 5;

export function batchPath(id: string): string {
	return `${CATALOG}/batches/${encodeURIComponent(id)}`;
}

/**
 * A batch by its ID: Catalog answers an object keyed by it; a bare one is taken too.
 * @throws Failure where there is none
 */
export async function getBatch(client: ApiClient, id: string): Promise<RawBatch> {
	const body = await client.read({
		method: 'GET',
		path: batchPath(id),
		noun: 'batch',
		isAnswer: isObject,
	});
	const members = asRecord(body);
	const batch = members[id] ?? (members.id === id ? members : undefined);
	if (isRecord(batch)) return { ...batch, id };
	const { message, hint } = notFound('batch');
	throw new Failure(message, hint, '404');
}

/**
 * The batches of a dataset, newest first.
 * @param since made then or later, epoch milliseconds
 */
export async function batchesOf(
	client: ApiClient,
	datasetId: string,
	since: number,
): Promise<RawBatch[]> {
	const found = new Map<string, RawBatch>();
	for (let page = 0; page < MOST_PAGES; page++) {
		const body = await client.read({
			method: 'GET',
			path: `${CATALOG}/batches`,
			query: [
				['dataSet', datasetId],
				['createdAfter', String(Math.floor(since))],
				['orderBy', 'desc:created'],
				['limit', String(PAGE)],
				['start', String(page * PAGE)],
			],
			noun: 'batch',
			isAnswer: isObject,
		});
		const entries = Object.entries(asRecord(body)).filter(([, entry]) => isRecord(entry));
		const before = found.size;
		for (const [id, entry] of entries) {
			const batch = asRecord(entry);
			found.set(id, { ...batch, id, createdAt: Number(batch.created) || undefined });
		}
		// Start may be an offset or a cursor: stop at the first page with nothing new.
		if (entries.length < PAGE || found.size === before) break;
	}
	return [...found.values()];
}

function isObject(body: unknown): boolean {
	return isRecord(body) && !Array.isArray(body);
}
