import { flatRun, isCauseOpen } from '../../../nodes/AdobeExperiencePlatform/run/run';
import { windowOf } from '../../../nodes/AdobeExperiencePlatform/run/windows';
import { sftp } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/sftp';
import * as printed from './printedRuns';

const forms = Object.entries({
	olderForm: {
		status: 'partialSuccess',
		recordsRead: 40,
		recordsWritten: 39,
		recordsFailed: 1,
		files: 1,
		bytesRead: 5_120,
		durationSeconds: 55,
		cause: null,
	},
	notice: {
		status: 'partialSuccess',
		recordsRead: 50,
		recordsWritten: 35,
		recordsFailed: 15,
		files: 4,
		startedAt: '2026-11-03T06:00:00.000Z',
		durationSeconds: 3,
		cause: null,
	},
	noFiles: {
		status: 'failed',
		recordsRead: null,
		recordsWritten: 0,
		recordsFailed: null,
		files: null,
		bytesRead: null,
		durationSeconds: 10,
		cause: 'path',
		keysRefused: false,
	},
	newerForm: {
		status: 'success',
		recordsRead: 800,
		recordsWritten: 800,
		recordsFailed: 0,
		files: 3,
	},
	timedOut: {
		status: 'failed',
		recordsRead: null,
		recordsWritten: 0,
		cause: 'network',
		keysRefused: false,
	},
	nothingNew: { status: 'success', recordsRead: 0, files: null, bytesRead: 0, cause: null },
	started: { status: 'inProgress', completedAt: null, recordsWritten: null, cause: null },
}) as Array<[keyof typeof printed, object]>;

describe('Runs as Adobe prints them', () => {
	it.each(forms)('%s is read, also misspelt and with numbers as text', (name, expected) => {
		const run = printed[name] as typeof printed.notice;
		const read = flatRun(run);
		expect(read).toMatchObject(expected);
		expect(flatRun(printed.misspelt(run))).toEqual(read);
		expect(flatRun(printed.asText(run))).toEqual(read);
	});

	it('show a window or none', () => {
		const shown = { start: 1_793_683_200_000, end: 1_793_685_000_000 };
		expect(windowOf(printed.olderForm)).toEqual({
			start: Date.parse('2026-11-03T05:20:00Z'),
			end: Date.parse('2026-11-03T05:50:00Z'),
		});
		expect(shown.end - shown.start).toBe(1_800_000);
		expect(windowOf(printed.newerForm)).toEqual({ start: null, end: null });
	});

	it('name each error once, with what the copy engine says, and no word about keys for a time-out', () => {
		const { errors } = flatRun(printed.timedOut, { source: sftp });
		expect(errors.map(({ code, message }) => [code, message])).toEqual([
			['CONNECTOR-1001-500', 'Error in copying the data from Source.'],
			['2200', 'The host gave no proper response in time'],
			[
				'SftpNetworkIssue',
				"Meet network issue when connect to Sftp server '192.0.2.9', SocketErrorCode: 'TimedOut'.",
			],
		]);
		expect(errors[0]?.hint).toMatch(/did not answer.*address and port.*IP addresses/);
		expect(JSON.stringify(errors)).not.toMatch(/session token|keys|credential/i);
	});

	it('leave no cause open if one is printed', () => {
		const open = Object.values(printed).filter(
			(run) => typeof run === 'object' && isCauseOpen(run),
		);
		expect(open).toEqual([]);
	});
});

describe('Counts of a failed run', () => {
	const copied = { inputRecordCount: 70, outputRecordCount: 70 };
	const failed = (promotion: object, metrics: object = {}) =>
		flatRun({
			id: '1',
			metrics: { statusSummary: { status: 'failed' }, ...metrics },
			activities: [
				{ name: 'SFTP Copy Activity', recordSummary: copied, statusSummary: { status: 'success' } },
				{ name: 'Promotion Activity', statusSummary: { status: 'failed' }, ...promotion },
			],
		});

	it('are never those of the copy', () => {
		expect(failed({})).toMatchObject({ recordsRead: null, recordsWritten: 0, recordsFailed: null });
		expect(
			failed({ recordSummary: { inputRecordCount: -1, outputRecordCount: '-1' } }),
		).toMatchObject({
			recordsRead: null,
			recordsWritten: 0,
		});
	});

	it('are what the promotion says, also if only its errors count', () => {
		const recordSummary = { inputRecordCount: 70, failedRecordCount: 9, outputRecordCount: 61 };
		expect(failed({ recordSummary })).toMatchObject({
			recordsRead: 70,
			recordsWritten: 61,
			recordsFailed: 9,
		});
		const errors = [
			{ code: 'INGEST-1212-400', message: 'all', recordCount: 9 },
			{ code: 'MAPPER-3700-400', message: 'one.', recordCount: 5 },
			{ code: 'mapper-3700-400', message: 'One', recordCount: 5 },
			{ code: 'INGEST-1555-400', message: 'two', recordCount: 4 },
		];
		const statusSummary = { status: 'failed', extensions: { errors } };
		expect(failed({ statusSummary })).toMatchObject({ recordsWritten: 0, recordsFailed: 9 });
	});

	it('are those of the run before those of the promotion', () => {
		const recordSummary = { inputRecordCount: 3, outputRecordCount: 2, failedRecordCount: 1 };
		const more = { recordSummary: { inputRecordCount: 9, outputRecordCount: 9 } };
		expect(failed(more, { recordSummary })).toMatchObject({
			recordsRead: 3,
			recordsWritten: 2,
			recordsFailed: 1,
		});
	});
});

describe('Counts that are not shown', () => {
	const counted = (status: string, recordSummary: object) =>
		flatRun({ id: '1', metrics: { statusSummary: { status }, recordSummary } });

	it.each([
		['success', { inputRecordCount: 10, outputRecordCount: 7 }, 7, 3, 'partialSuccess'],
		[
			'success',
			{ inputRecordCount: 10, outputRecordCount: 7, skippedRecordCount: 3 },
			7,
			0,
			'success',
		],
		['success', { inputRecordCount: 10, failedRecordCount: 4 }, 6, 4, 'partialSuccess'],
		['success', { inputRecordCount: 10, outputRecordCount: 12 }, 12, 0, 'success'],
		['failed', { inputRecordCount: 10, failedRecordCount: 4 }, 0, 4, 'failed'],
		['failed', { inputRecordCount: 10 }, 0, null, 'failed'],
		['inProgress', { inputRecordCount: 10, outputRecordCount: 4 }, 4, null, 'inProgress'],
		['success', { outputRecordCount: 4 }, 4, null, 'success'],
	])('of a run that is %s with %j', (word, summary, recordsWritten, recordsFailed, status) => {
		expect(counted(word, summary)).toMatchObject({ recordsWritten, recordsFailed, status });
	});
});
