import type { Batch } from '../../batches';
import type { Json } from '../../types';
import { COPY_FAILED, failedInfo, wordsOf } from './olderForm';
import type { Report } from './report';

const PROMOTION_FAILED = {
	code: 'CONNECTOR-2001-500',
	message: 'Error in processing (parsing, validation or transformation) the copied data.',
};

const bytesOf = ({ inputFiles }: Batch) => inputFiles.reduce((sum, { bytes }) => sum + bytes, 0);

function times({ startedAt, endedAt }: Report): Json {
	return { startedAtUTC: startedAt, completedAtUTC: endedAt };
}

/** A batch that came to something; without rows there is nothing to promote. */
function promoted({ batch }: Report): Batch | undefined {
	return batch && (batch.records.input > 0 || batch.errors.length > 0) ? batch : undefined;
}

/**
 * The metrics of a run that has ended, as the newer page and real runs of 2023 have them
 * (EN:dataflows/api/monitor.md, EN:sources/notifications.md, EN:observability/alerts/rules.md): no window anywhere.
 */
export function newestMetrics(report: Report): Json {
	const { batch, status, activityIds, failure } = report;
	if (!batch) {
		return {
			durationSummary: times(report),
			recordSummary: failedInfo(failure),
			statusSummary: { status, errors: [COPY_FAILED], activityRefs: [activityIds.copy] },
		};
	}
	if (status === 'failed') {
		return {
			durationSummary: { startedAtUTC: report.startedAt },
			sizeSummary: { inputBytes: -1 },
			fileSummary: { inputFileCount: -1 },
			statusSummary: { status, errors: [PROMOTION_FAILED] },
		};
	}
	if (!promoted(report)) {
		return {
			durationSummary: times(report),
			sizeSummary: { inputBytes: 0 },
			recordSummary: { inputRecordCount: 0 },
			statusSummary: { status },
		};
	}
	const { input, output, failed } = batch.records;
	const files = batch.inputFiles.length;
	return {
		durationSummary: times(report),
		sizeSummary: { inputBytes: bytesOf(batch), outputBytes: bytesOf(batch) },
		recordSummary: {
			inputRecordCount: input,
			outputRecordCount: output,
			failedRecordCount: failed,
		},
		fileSummary: {
			inputFileCount: files,
			outputFileCount: files,
			activityRefs: [activityIds.promotion],
		},
		statusSummary: {
			status,
			...(batch.errors.length > 0 && {
				errors: [PROMOTION_FAILED],
				activityRefs: [activityIds.promotion],
			}),
		},
	};
}

/** What was copied: all rows, whatever becomes of them afterwards. */
function copyActivity(report: Report): Json {
	const { batch, failure, source, activityIds } = report;
	const known = {
		id: activityIds.copy,
		name: source === 'Amazon S3' ? 'Copy Activity' : `${source} Copy Activity`,
		updatedAtUTC: 0,
		durationSummary: times(report),
	};
	if (!batch) {
		// The same error as that of the run, but for the dot at its end.
		const error = { ...COPY_FAILED, message: COPY_FAILED.message.replace(/\.$/, '') };
		return {
			...known,
			latencySummary: {},
			sizeSummary: {},
			recordSummary: failedInfo(failure),
			fileSummary: {},
			statusSummary: { status: 'failed', errors: [error], extensions: wordsOf(failure) },
		};
	}
	if (!promoted(report)) {
		return {
			...known,
			latencySummary: {},
			sizeSummary: { inputBytes: 0 },
			recordSummary: { inputRecordCount: 0 },
			fileSummary: {},
			statusSummary: { status: 'success', extensions: {} },
		};
	}
	const { input } = batch.records;
	const files = batch.inputFiles.length;
	return {
		...known,
		sizeSummary: { inputBytes: bytesOf(batch), outputBytes: bytesOf(batch) },
		recordSummary: { inputRecordCount: input, outputRecordCount: input },
		fileSummary: { inputFileCount: files, outputFileCount: files },
		statusSummary: { status: 'success' },
	};
}

function promotionActivity(report: Report, batch: Batch): Json {
	const { status, origin, activityIds } = report;
	const { input, output, failed } = batch.records;
	const meta = `${origin}/data/foundation/export/batches/${batch.id}/meta?path=`;
	const hasRows = batch.diagnosticsEnabled && batch.failedRows.length > 0;
	const files = batch.inputFiles.length;
	return {
		id: activityIds.promotion,
		name: 'Promotion Activity',
		updatedAtUTC: 0,
		durationSummary: times(report),
		sizeSummary: status === 'failed' ? { inputBytes: -1 } : { inputBytes: bytesOf(batch) },
		recordSummary:
			input > 0
				? { inputRecordCount: input, outputRecordCount: output, failedRecordCount: failed }
				: {},
		fileSummary: {
			inputFileCount: status === 'failed' ? -1 : files,
			...(status !== 'failed' && { outputFileCount: 1 }),
			extensions: { manifest: { fileInfo: `${meta}input_files` } },
		},
		statusSummary: {
			status,
			...(batch.errors.length > 0 && {
				errors: [PROMOTION_FAILED],
				extensions: {
					...(hasRows && { manifest: { failedRecords: `${meta}row_errors` } }),
					errors: batch.errors,
				},
			}),
		},
	};
}

/** The activities of a run that has ended: IDs that say nothing, and the names of the connectors. */
export function newestActivities(report: Report): Json[] {
	const copy = copyActivity(report);
	const batch = promoted(report);
	return batch ? [copy, promotionActivity(report, batch)] : [copy];
}
