import type { RawRun } from '../../../nodes/AdobeExperiencePlatform/run/run';

/** Runs in the forms that Adobe prints (contract.md (g), two forms of a run), with our own values. */

const T = Date.parse('2026-11-03T06:00:00Z');
const at = (seconds: number) => T + seconds * 1000;

/** With a window in the copy activity, and counts in the run and the promotion. */
export const olderForm: RawRun = {
	id: 'older',
	flowId: 'flow',
	createdAt: at(21),
	updatedAt: at(55),
	metrics: {
		durationSummary: { startedAtUTC: at(0), completedAtUTC: at(55) },
		sizeSummary: { inputBytes: 5_120, outputBytes: 3_900 },
		recordSummary: { inputRecordCount: 40, outputRecordCount: 39, failedRecordCount: 1 },
		fileSummary: { inputFileCount: 1, outputFileCount: 1, activityRefs: ['promotionActivity'] },
		statusSummary: {
			status: 'success',
			errors: [{ code: 'CONNECTOR-2001-500', message: 'Error occurred at promotion activity.' }],
			activityRefs: ['promotionActivity'],
		},
	},
	activities: [
		{
			id: 'copyActivity',
			durationSummary: {
				startedAtUTC: at(0),
				completedAtUTC: at(31),
				extensions: { windowStart: at(-2_400), windowEnd: at(-600) },
			},
			sizeSummary: { inputBytes: 5_120, outputBytes: 5_120 },
			recordSummary: {},
			fileSummary: { inputFileCount: 1, outputFileCount: 1 },
			statusSummary: { status: 'success', extensions: { type: 'one-time' } },
			sourceInfo: [
				{ id: 's', type: 'SourceConnection', reference: { type: 'AdfRunId', ids: ['r'] } },
			],
		},
		{
			id: 'promotionActivity',
			durationSummary: { startedAtUTC: at(32), completedAtUTC: at(55) },
			sizeSummary: { inputBytes: 5_120, outputBytes: 3_900 },
			recordSummary: { inputRecordCount: 40, outputRecordCount: 39, failedRecordCount: 1 },
			fileSummary: { inputFileCount: 2, outputFileCount: 1 },
			statusSummary: {
				status: 'success',
				errors: [{ code: 'CONNECTOR-2001-500', message: 'Error occurred at promotion activity.' }],
				extensions: {
					errors: [
						{ code: 'INGEST-1212-400', message: 'Encountered 1 errors in the data.' },
						{ code: 'MAPPER-3700-400', recordCount: 1, message: 'Mapper Transform Error' },
					],
				},
			},
			targetInfo: [
				{ id: 't', type: 'TargetConnection', reference: { type: 'Batch', ids: ['01B'] } },
			],
		},
	],
};

/** Without a count of failed records. The copy counts what it copied. Times in seconds. */
export const notice: RawRun = {
	id: 'notice',
	flowId: 'flow',
	createdAt: at(0),
	metrics: {
		durationSummary: { startedAtUTC: at(0) / 1000, completedAtUTC: at(3) / 1000 },
		sizeSummary: { inputBytes: 900, outputBytes: 450 },
		recordSummary: { inputRecordCount: 50, outputRecordCount: 35 },
		fileSummary: { inputFileCount: 4, outputFileCount: 4 },
		statusSummary: { status: 'success' },
	},
	activities: [
		{
			id: 'copyActivity',
			recordSummary: { inputRecordCount: 50, outputRecordCount: 50 },
			statusSummary: { status: 'success', extensions: { 'adf/run/id': '1' } },
			sourceInfo: [{ type: 'SourceConnection', reference: { type: 'AdfRunId' } }],
		},
		{
			id: 'promotionActivity',
			recordSummary: {},
			statusSummary: { status: 'success', extensions: { batchId: 'b' } },
			targetInfo: [{ type: 'TargetConnection', reference: { type: 'batch' } }],
		},
	],
};

const NOT_PROCESSED = {
	code: 'CONNECTOR-2001-500',
	message: 'Error in processing (parsing, validation or transformation) the copied data.',
};

/** Only the promotion, with all counts unknown. */
export const noFiles: RawRun = {
	id: 'noFiles',
	flowId: 'flow',
	createdAt: at(0),
	metrics: {
		durationSummary: { startedAtUTC: at(0) },
		sizeSummary: { inputBytes: -1 },
		fileSummary: { inputFileCount: -1 },
		statusSummary: { status: 'failed', errors: [NOT_PROCESSED] },
	},
	activities: [
		{
			id: 'promotionActivity',
			durationSummary: { startedAtUTC: at(0), completedAtUTC: at(10) },
			sizeSummary: { inputBytes: -1 },
			recordSummary: {},
			fileSummary: { inputFileCount: -1 },
			statusSummary: {
				status: 'failed',
				errors: [NOT_PROCESSED],
				extensions: {
					errors: [
						{ code: '133', message: 'We are unable to locate any files uploaded for this batch.' },
					],
				},
			},
			targetInfo: [{ type: 'TargetConnection', reference: { type: 'Batch', ids: ['01C'] } }],
		},
	],
};

/** Without a window. Activities have a UUID and a name. */
export const newerForm: RawRun = {
	id: 'newer',
	flowId: 'flow',
	createdAt: at(23),
	metrics: {
		durationSummary: { startedAtUTC: at(0), completedAtUTC: at(57) },
		sizeSummary: { inputBytes: 7_000, outputBytes: 4_000 },
		recordSummary: { inputRecordCount: 800, outputRecordCount: 800, failedRecordCount: 0 },
		fileSummary: { inputFileCount: 3, outputFileCount: 3, activityRefs: ['b2'] },
		statusSummary: { status: 'success' },
	},
	activities: [
		{
			id: 'b1',
			name: 'Copy Activity',
			recordSummary: { inputRecordCount: 800, outputRecordCount: 800 },
			fileSummary: { inputFileCount: 3, outputFileCount: 3 },
			statusSummary: { status: 'success' },
		},
		{
			id: 'b2',
			name: 'Promotion Activity',
			recordSummary: { inputRecordCount: 800, outputRecordCount: 800, failedRecordCount: 0 },
			fileSummary: { inputFileCount: 3, outputFileCount: 2 },
			statusSummary: { status: 'success' },
		},
	],
};

const NO_RESPONSE = { code: '2200', message: 'The host gave no proper response in time' };

/** An SFTP server that timed out. The cause is in the text of the copy engine. */
export const timedOut: RawRun = {
	id: 'timedOut',
	flowId: 'flow',
	createdAt: at(16),
	providerRefId: 'M-flow-incremental-0:x',
	metrics: {
		durationSummary: { startedAtUTC: at(0), completedAtUTC: at(1_400) },
		recordSummary: { failedInfo: [NO_RESPONSE] },
		statusSummary: {
			status: 'failed',
			errors: [{ code: 'CONNECTOR-1001-500', message: 'Error in copying the data from Source.' }],
			activityRefs: ['a1'],
		},
	},
	activities: [
		{
			id: 'a1',
			name: 'SFTP Copy Activity',
			recordSummary: { failedInfo: [NO_RESPONSE] },
			statusSummary: {
				status: 'failed',
				errors: [{ code: 'CONNECTOR-1001-500', message: 'Error in copying the data from Source' }],
				extensions: {
					errorDetail:
						"ErrorCode=SftpNetworkIssue,'Type=X.HybridDeliveryException,Message=Meet network issue when connect to Sftp server '192.0.2.9', SocketErrorCode: 'TimedOut'.,Source=X.SftpConnector,''Type=System.Net.Sockets.SocketException,Message=No response,Source=Renci.SshNet,'",
					errors: [NO_RESPONSE],
				},
			},
		},
	],
};

/** There was nothing to ingest, so there is only a copy. */
export const nothingNew: RawRun = {
	id: 'nothingNew',
	flowId: 'flow',
	createdAt: at(12),
	metrics: {
		durationSummary: { startedAtUTC: at(0), completedAtUTC: at(27) },
		sizeSummary: { inputBytes: 0 },
		recordSummary: { inputRecordCount: 0 },
		statusSummary: { status: 'success' },
	},
	activities: [
		{
			id: 'a1',
			name: 'Maria DB Copy Activity',
			sizeSummary: { inputBytes: 0 },
			recordSummary: { inputRecordCount: 0 },
			fileSummary: {},
			statusSummary: { status: 'success', extensions: {} },
		},
	],
};

export const started: RawRun = {
	id: 'started',
	flowId: 'flow',
	createdAt: at(0),
	updatedAt: at(0),
	metrics: { statusSummary: { status: 'inProgress' } },
	activities: [],
};

/** The same run, with all activities in Adobe's other spelling. */
export function misspelt({ activities, ...run }: RawRun): RawRun {
	return { ...run, activites: activities };
}

/** The same run, with all numbers as text. */
export function asText(run: RawRun): RawRun {
	const { id, flowId, createdAt, metrics, activities } = run;
	const texts = <T>(value: T): T =>
		JSON.parse(
			JSON.stringify(value, (_key, member: unknown) =>
				typeof member === 'number' ? String(member) : member,
			),
		) as T;
	return { id, flowId, createdAt, metrics: texts(metrics), activities: texts(activities) };
}
