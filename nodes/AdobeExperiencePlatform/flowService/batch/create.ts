import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { createOnce } from '../../transport/entity/create';
import { BATCH, DATA_TAG, UPLOAD_TAG, type RawBatch } from './entities';
import { batchesOf } from './read';

/** How the files of a batch are read (Batch ingestion, inputFormat). */
export interface InputFormat {
	format: 'json' | 'parquet';
	/** One array of objects, or an object over several lines. */
	isMultiLineJson?: boolean;
}

export interface BatchDraft {
	datasetId: string;
	inputFormat: InputFormat;
	errorDiagnostics: boolean;
	partialIngestionPercent?: number;
	/** Says which run of which node this is. */
	upload: string;
	/** Says what is in it. */
	data: string;
	/** The client's own ID of the batch, which Adobe calls unique. */
	externalId: string;
}

/** Looks this far back for a batch whose creation got no clear answer, milliseconds. */
const LOOK_BACK = 60 * 60_000;

/** Creates one batch. One whose answer was lost is found again by the external ID and the tags of this node. */
export async function createBatch(client: ApiClient, draft: BatchDraft): Promise<string> {
	const { datasetId, inputFormat, errorDiagnostics, partialIngestionPercent, externalId } = draft;
	const tags = { [UPLOAD_TAG]: [draft.upload], [DATA_TAG]: [draft.data] };
	const isOwn = (batch: RawBatch) => batch.externalId === externalId;
	const { id } = await createOnce<RawBatch>(client, {
		kind: BATCH,
		name: externalId,
		body: {
			datasetId,
			inputFormat: { ...inputFormat },
			externalId,
			tags,
			...(errorDiagnostics && { enableErrorDiagnostics: true }),
			...(partialIngestionPercent !== undefined && { partialIngestionPercent }),
		} satisfies IDataObject,
		find: async () =>
			(await batchesOf(client, datasetId, client.run.serviceTime - LOOK_BACK)).filter(isOwn),
		looksLike: isOwn,
		claim: async ({ id: found }) => await Promise.resolve({ id: found }),
	});
	return id;
}
