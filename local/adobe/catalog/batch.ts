import type { Batch } from '../batches';
import type { Json } from '../types';

/** A batch as the Catalog shows it (EN:ingestion/quality/error-diagnostics.md; contract.md (m)). */
export function presentBatch(batch: Batch, organizationId: string, clientId: string): Json {
	const { id, datasetId, status, startedAt, completedAt, inputFiles, records, errors } = batch;
	const { diagnosticsEnabled, partialIngestionPercent } = batch;
	return {
		status,
		tags: {
			acp_enableErrorDiagnostics: diagnosticsEnabled,
			...(partialIngestionPercent !== undefined && {
				acp_partialIngestionPercent: partialIngestionPercent,
			}),
		},
		relatedObjects: [{ type: 'dataSet', id: datasetId }],
		id,
		externalId: id,
		inputFormat: { format: 'parquet' },
		imsOrg: organizationId,
		started: startedAt,
		metrics: {
			inputByteSize: inputFiles.reduce((sum, { bytes }) => sum + bytes, 0),
			inputFileCount: inputFiles.length,
			inputRecordCount: records.input,
			outputRecordCount: records.output,
			failedRecordCount: records.failed,
		},
		completed: completedAt,
		created: startedAt,
		createdClient: clientId,
		createdUser: 'local@AdobeID',
		updatedUser: 'local@AdobeID',
		updated: completedAt,
		version: '1.0.5',
		...(errors.length > 0 && {
			errors: errors.map(({ code, message, recordCount }) => ({
				code,
				description: message,
				// Only with diagnostics (EN:ingestion/quality/error-diagnostics.md, errors.recordCount).
				...(diagnosticsEnabled && recordCount !== undefined && { recordCount }),
			})),
		}),
	};
}
