import type { Batch } from '../../batches';
import type { Json, Run } from '../../types';
import type { CopyFailure } from './causes';
import type { Report } from './report';

export const COPY_FAILED = {
	code: 'CONNECTOR-1001-500',
	message: 'Error in copying the data from Source.',
};
export const PROMOTION_FAILED = {
	code: 'CONNECTOR-2001-500',
	message: 'Error occurred at promotion activity.',
};

/** Failed runs of the documentation have no time of completion. */
function duration({ status, startedAt, endedAt }: Report): Json {
	return {
		startedAtUTC: startedAt,
		...(status !== 'failed' && { completedAtUTC: endedAt }),
	};
}

function sizes(batch: Batch | undefined): { bytes: number; input: Json; output: Json } {
	if (!batch) {
		const unknown = { inputRecordCount: -1, outputRecordCount: -1, failedRecordCount: -1 };
		return { bytes: -1, input: { inputFileCount: -1, outputFileCount: -1 }, output: unknown };
	}
	const { input, output, failed } = batch.records;
	const files = batch.inputFiles.length;
	return {
		bytes: batch.inputFiles.reduce((sum, { bytes }) => sum + bytes, 0),
		input: { inputFileCount: files, outputFileCount: output > 0 ? files : 0 },
		output: {
			inputRecordCount: input,
			outputRecordCount: output,
			createdRecordCount: output,
			failedRecordCount: failed,
		},
	};
}

/** Errors of the run as a whole. */
function errorsOf({ batch, status }: Report): Json[] {
	if (!batch) return [COPY_FAILED];
	return status !== 'success' || batch.errors.length > 0 ? [PROMOTION_FAILED] : [];
}

/** The metrics of a run that has ended, in the form of the older page (EN:dataflows/api/monitor.md@22de6f4). */
export function olderMetrics(report: Report): Json {
	const { batch, status } = report;
	const { bytes, input, output } = sizes(batch);
	const activityRefs = [batch ? 'promotionActivity' : 'copyActivity'];
	return {
		durationSummary: duration(report),
		sizeSummary: { inputBytes: bytes, outputBytes: batch?.records.output === 0 ? 0 : bytes },
		recordSummary: { ...output, ...failedInfo(report.failure) },
		fileSummary: { ...input, activityRefs },
		statusSummary: { status, errors: errorsOf(report), activityRefs },
	};
}

/** What the copy engine says of a failure, in `extensions` of its activity (EN:observability/alerts/rules.md). */
export function wordsOf({ info, detail }: CopyFailure = { cause: 'unknown' }): Json {
	if (detail === undefined) return {};
	return { errorDetail: detail, errors: [{ code: '2200', message: info }] };
}

/** What the copy engine says of a failure, in `recordSummary`. */
export function failedInfo({ info }: CopyFailure = { cause: 'unknown' }): Json {
	return info === undefined ? {} : { failedInfo: [{ code: '2200', message: info }] };
}

function copyActivity(report: Report, run: Run): Json {
	const { batch, source, sourceConnectionId, startedAt, endedAt } = report;
	const { bytes, input } = sizes(batch);
	const { start, end } = run.window;
	return {
		id: 'copyActivity',
		name: `${source} Copy Activity`,
		updatedAtUTC: endedAt,
		durationSummary: {
			startedAtUTC: startedAt,
			...(batch && { completedAtUTC: endedAt }),
			extensions: { windowStart: start, windowEnd: end },
		},
		sizeSummary: { inputBytes: bytes, outputBytes: bytes },
		recordSummary: failedInfo(report.failure),
		fileSummary: input,
		statusSummary: {
			status: batch ? 'success' : 'failed',
			errors: batch ? [] : [COPY_FAILED],
			extensions: { type: 'one-time', ...wordsOf(report.failure) },
		},
		sourceInfo: [
			{
				id: sourceConnectionId,
				type: 'SourceConnection',
				reference: { type: 'AdfRunId', ids: [run.providerRefId] },
			},
		],
	};
}

function promotionActivity(report: Report, batch: Batch): Json {
	const { status, targetConnectionId, origin, endedAt } = report;
	const { bytes, input, output } = sizes(batch);
	const meta = `${origin}/data/foundation/export/batches/${batch.id}/meta?path=`;
	const hasFiles = batch.diagnosticsEnabled && batch.failedRows.length > 0;
	return {
		id: 'promotionActivity',
		name: 'Promotion Activity',
		updatedAtUTC: endedAt,
		durationSummary: duration(report),
		sizeSummary: { inputBytes: bytes, outputBytes: batch.records.output === 0 ? 0 : bytes },
		recordSummary: output,
		fileSummary: { ...input, extensions: { manifest: { fileInfo: `${meta}input_files` } } },
		statusSummary: {
			status,
			errors: errorsOf(report),
			extensions: {
				...(hasFiles && {
					manifest: {
						failedRecords: `${meta}row_errors`,
						sampleErrors: `${meta}row_error_samples.json`,
					},
				}),
				...(batch.errors.length > 0 && { errors: batch.errors }),
			},
		},
		targetInfo: [
			{
				id: targetConnectionId,
				type: 'TargetConnection',
				reference: { type: 'Batch', ids: [batch.id] },
			},
		],
	};
}

/** The activities of a run that has ended: what could not be copied was never promoted. */
export function olderActivities(report: Report, run: Run): Json[] {
	const copy = copyActivity(report, run);
	return report.batch ? [copy, promotionActivity(report, report.batch)] : [copy];
}
