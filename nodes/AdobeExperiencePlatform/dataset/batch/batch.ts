import { type Entity, type EntityKind, IMPORT, CATALOG, type Query } from '../../adobe/entity/kind';
import { catalogPages } from '../../adobe/entity/read';
import { ingestionAdvice } from '../../adobe/errors/advice';
import { asRecord, DAY, HOUR, isObject, isRecord } from '../../adobe/json';
import type { RunError, RunStatus } from '../../run/run';
import type { ApiClient } from '../../adobe/apiClient';
import { notFound } from '../../adobe/errors/explain';

const BATCHES = `${IMPORT}/batches`;

/** A batch is created, completed and aborted in the Import API, and read in the Catalog. */
export const BATCH: EntityKind = {
	noun: 'batch',
	nouns: 'batches',
	path: BATCHES,
	// Never by DELETE in the Catalog (Batch ingestion, troubleshooting).
	removal: (id) => batchAction(id, 'ABORT'),
};

export function batchAction(id: string, action: 'COMPLETE' | 'ABORT') {
	return {
		method: 'POST',
		path: `${BATCHES}/${encodeURIComponent(id)}`,
		query: [['action', action]],
		isAnswer: isAccepted,
	} as const;
}

/** A success is empty, `1` or an object. A proxy may answer with a page, which is text. */
export function isAccepted(body: unknown): boolean {
	if (typeof body === 'string') return ['', '1'].includes(body.trim());
	return body === undefined || body === null || body === 1 || typeof body === 'object';
}

/** A batch as the Catalog returns it (Catalog, batches). Any member may be missing. */
export interface RawBatch extends Entity {
	status?: string;
	externalId?: string;
	tags?: Record<string, unknown>;
	metrics?: Record<string, unknown>;
	errors?: unknown;
	/** Epoch milliseconds. */
	created?: number;
	updated?: number;
}

/** Tags by which this node recognizes its own batches. */
export const UPLOAD_TAG = 'n8nUpload';
export const DATA_TAG = 'n8nData';

/** A batch in one flat shape, in the words of runs; null for what Adobe does not report. */
export interface FlatBatch {
	status: RunStatus;
	recordsRead: number | null;
	recordsWritten: number | null;
	recordsFailed: number | null;
	errors: RunError[];
}

/** Adobe's words for states (Catalog, batches). Any other word means in progress. */
const WORDS = new Map<string, RunStatus>([
	['success', 'success'],
	['active', 'success'],
	['failed', 'failed'],
	['failure', 'failed'],
	['aborted', 'failed'],
	['abandoned', 'failed'],
	['inactive', 'failed'],
	['deleted', 'failed'],
	['loading', 'queued'],
	['loaded', 'queued'],
	['queued', 'queued'],
]);

export function flatBatch(batch: RawBatch): FlatBatch {
	const metrics = asRecord(batch.metrics);
	const read = count(metrics.inputRecordCount ?? batch.recordCount);
	const failed = count(metrics.failedRecordCount ?? batch.failedRecordCount);
	const word = WORDS.get(stateOf(batch)) ?? 'inProgress';
	const status = word === 'success' && (failed ?? 0) > 0 ? 'partialSuccess' : word;
	return {
		status,
		recordsRead: read,
		// A failed batch writes nothing and has no counts.
		recordsWritten: status === 'failed' ? 0 : count(metrics.outputRecordCount),
		recordsFailed: failed,
		errors: errorsOf(batch.errors),
	};
}

export function stateOf({ status }: RawBatch): string {
	return String(status ?? '').toLowerCase();
}

function count(value: unknown): number | null {
	return typeof value === 'number' && value >= 0 ? value : null;
}

function errorsOf(errors: unknown): RunError[] {
	const found = new Map<string, RunError>();
	for (const error of Array.isArray(errors) ? (errors as unknown[]) : []) {
		const { code: given, description, message: other } = asRecord(error);
		const code = String(given ?? '');
		const message = String(description ?? other ?? '');
		if (code === '' && message === '') continue;
		found.set(JSON.stringify([code, message]), {
			code,
			message,
			hint: ingestionAdvice(code) ?? '',
		});
	}
	return [...found.values()];
}

/** Pages that are read to find one batch. */
const MOST_PAGES = 5;
const LISTED = { path: `${CATALOG}/batches`, noun: 'batch' };

export function batchPath(id: string): string {
	return `${LISTED.path}/${encodeURIComponent(id)}`;
}

/**
 * A batch by its ID. The Catalog returns an object keyed by the ID; the batch itself is accepted as well.
 * @throws Failure if it does not exist
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
	throw notFound('batch');
}

/**
 * The batches of a dataset, newest first.
 * @param since epoch milliseconds of the earliest creation
 */
export async function batchesOf(
	client: ApiClient,
	datasetId: string,
	since: number,
): Promise<RawBatch[]> {
	const query: Query = [
		['dataSet', datasetId],
		['createdAfter', String(Math.floor(since))],
		['orderBy', 'desc:created'],
	];
	const found: RawBatch[] = [];
	let pages = 0;
	for await (const { entries } of catalogPages(client, LISTED, query)) {
		for (const [id, batch] of entries) {
			found.push({ ...batch, id, createdAt: Number(batch.created) || undefined });
		}
		if (++pages === MOST_PAGES) break;
	}
	return found;
}

/** Adobe's limits for batches (Data ingestion, guardrails). */
const MOST_A_DAY = 90;
const MOST_BYTES_AN_HOUR = 20 * 1024 ** 3;

/** The largest records that Real-Time Customer Profile accepts (Data ingestion, guardrails). Bytes. */
const LARGEST = { event: 10 * 1024, record: 100 * 1024 };

/** @param sizes of the records, in bytes */
export function largeRecordHint(
	datasetName: string,
	kind: keyof typeof LARGEST,
	sizes: readonly number[],
): string | undefined {
	const large = sizes.filter((size) => size > LARGEST[kind]).length;
	if (large === 0) return undefined;
	return `${large} of ${sizes.length} records for the dataset "${datasetName}" are larger than ${LARGEST[kind] / 1024} KB. Real-Time Customer Profile does not accept such ${kind}s. Leave long texts out, or split them.`;
}

/** More small batches than this per hour and dataset get a hint. */
const MOST_SMALL_AN_HOUR = 10;
const SMALL_BYTES = 1024 ** 2;

interface Sent {
	at: number;
	bytes: number;
}

/** What this process has uploaded within the last hour, by scope. */
const uploaded = new Map<string, Sent[]>();

interface UploadedBatch {
	datasetName: string;
	isForProfile: boolean;
	bytes: number;
	/** Other batches of the dataset, at least those of the last 24 hours. */
	others: readonly RawBatch[];
}

/** Hints about Adobe's limits, before they are reached. The texts are the same for all batches of an execution. */
export function guardrailHints({ http, execution }: ApiClient, batch: UploadedBatch): string[] {
	const now = execution.serviceTime;
	const { datasetName, bytes, others } = batch;
	const hints: string[] = [];
	const within = (time: number) =>
		others.filter(({ created }) => typeof created === 'number' && created > now - time).length + 1;
	if (batch.isForProfile && within(DAY) > MOST_A_DAY) {
		hints.push(
			`More than ${MOST_A_DAY} batches went into the dataset "${datasetName}" within 24 hours. Adobe advises at most ${MOST_A_DAY} a day for all datasets of Real-Time Customer Profile in a sandbox. Collect items, and upload them less often.`,
		);
	} else if (bytes < SMALL_BYTES && within(HOUR) > MOST_SMALL_AN_HOUR) {
		hints.push(
			`More than ${MOST_SMALL_AN_HOUR} batches went into the dataset "${datasetName}" within an hour, and this one is small. Adobe advises few and large batches. All input items of this node become one batch. Use it without a loop, or collect items and upload them less often.`,
		);
	}
	const sent = [...(uploaded.get(http.scope) ?? []), { at: now, bytes }].filter(
		({ at }) => at > now - HOUR,
	);
	uploaded.set(http.scope, sent);
	if (sent.reduce((sum, one) => sum + one.bytes, 0) > MOST_BYTES_AN_HOUR) {
		hints.push(
			'More than 20 GB were uploaded within an hour. That is the limit of batch ingestion. Upload the rest later.',
		);
	}
	return hints;
}
