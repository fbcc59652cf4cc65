import type { Entity, EntityKind } from '../../transport/entity/kind';
import { IMPORT } from '../paths';

const BATCHES = `${IMPORT}/batches`;

/** A batch is made, completed and aborted by the Import API, and read in the Catalog. */
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

/** Successes are empty, `1`, or an object; a page of a proxy is none of them. */
export function isAccepted(body: unknown): boolean {
	if (typeof body === 'string') return ['', '1'].includes(body.trim());
	return body === undefined || body === null || body === 1 || typeof body === 'object';
}

/** A batch as the Catalog shows it; anything may be missing (Catalog, batches). */
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

/** Tags by which this node knows its own batches again. */
export const UPLOAD_TAG = 'n8nUpload';
export const DATA_TAG = 'n8nData';
