import type { Batch } from '../batches';
import type { Json } from '../types';
import type { Upload } from './uploads';

/** An uploaded batch as the Catalog shows it (EN:ingestion/batch-ingestion/partial.md, error-diagnostics.md). */
export function presentUpload(
	batch: Batch,
	upload: Upload,
	organizationId: string,
	clientId: string,
): Json {
	const { id, datasetId, status, startedAt, completedAt, updatedAt, errors } = batch;
	const { diagnosticsEnabled, partialIngestionPercent, inputFiles, records } = batch;
	const { externalId, format, isMultiLineJson, tags, replay } = upload;
	const bytes = inputFiles.reduce((sum, file) => sum + file.bytes, 0);
	return {
		status,
		// What Adobe adds are plain values, what the client sent are lists (partial.md).
		tags: {
			...tags,
			...(diagnosticsEnabled && { acp_enableErrorDiagnostics: true }),
			...(partialIngestionPercent !== undefined && {
				acp_partialIngestionPercent: partialIngestionPercent,
			}),
		},
		relatedObjects: [{ type: 'dataSet', id: datasetId }],
		id,
		externalId,
		inputFormat: { format, ...(isMultiLineJson && { isMultiLineJson }) },
		...(replay && { replay }),
		imsOrg: organizationId,
		started: startedAt,
		created: startedAt,
		createdClient: clientId,
		createdUser: 'local@AdobeID',
		updatedUser: 'local@AdobeID',
		updated: updatedAt ?? completedAt ?? startedAt,
		version: '1.0.0',
		...(completedAt !== undefined && { completed: completedAt }),
		// For successful batches only, and not for CSV (partial.md; troubleshooting).
		...(status === 'success' &&
			format !== 'csv' && {
				metrics: {
					inputByteSize: bytes,
					inputFileCount: inputFiles.length,
					inputRecordCount: records.input,
					outputByteSize: bytes,
					outputFileCount: records.output > 0 ? 1 : 0,
					outputRecordCount: records.output,
					partitionCount: 1,
					failedRecordCount: records.failed,
				},
			}),
		...(errors.length > 0 && {
			errors: errors.map(({ code, message, recordCount }) => ({
				code,
				description: message,
				...(diagnosticsEnabled && recordCount !== undefined && { recordCount }),
			})),
		}),
	};
}

/** The answer to a new batch (api-overview): its times are still zero. */
export function presentNew(batch: Batch, upload: Upload, organizationId: string): Json {
	const { id, datasetId, status } = batch;
	return {
		id,
		imsOrg: organizationId,
		updated: 0,
		status,
		created: 0,
		relatedObjects: [{ type: 'dataSet', id: datasetId }],
		version: '1.0.0',
		tags: upload.tags,
		createdUser: 'local@AdobeID',
		updatedUser: 'local@AdobeID',
	};
}
