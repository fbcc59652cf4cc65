import { isEmpty, reasonOf } from '../../../nodes/AdobeExperiencePlatform/run/cause';
import { flatRun } from '../../../nodes/AdobeExperiencePlatform/run/run';

/** The sentence for a run of this status, with these counts and errors. */
function reason(status: string, records: object = {}, errors: object[] = [], files?: number) {
	const metrics = {
		statusSummary: { status, errors },
		recordSummary: records,
		...(files !== undefined && { fileSummary: { inputFileCount: files } }),
	};
	return reasonOf(flatRun({ id: '1', metrics }));
}

const counts = (read: number, written: number, failed = 0) => ({
	inputRecordCount: read,
	outputRecordCount: written,
	failedRecordCount: failed,
});

describe('The reason of a run is one sentence:', () => {
	it.each<[is: string, ...of: Parameters<typeof reason>]>([
		['The run has not started yet', 'queued'],
		['The run is in progress', 'inProgress'],
		['The run succeeded', 'success'],
		['All records were ingested', 'success', counts(5, 5), [], 1],
		['All records were ingested', 'success', { outputRecordCount: 3 }, [], 1],
		['3 of 5 records were ingested', 'success', counts(5, 3), [], 1],
		['There were no new or changed files', 'success', counts(0, 0), [], 0],
		['2 of 5 records were not ingested', 'partialSuccess', counts(5, 3, 2)],
		['Some records were not ingested', 'partialSuccess'],
	])('%s', (is, ...of) => expect(reason(...of)).toBe(is));

	it.each<[is: string, message: string]>([
		[
			'The keys have expired, or the source refuses them: Status code (403)',
			'Status code (403). See the logs.',
		],
		['The source could not be reached: No such host is known', 'No such host is known.'],
		['The run failed: Something else', 'Something else\nat line 2'],
		['The run failed: Something else', '\n  Something else\r\nat line 2\nat line 3'],
		['The run failed: Is it v1.2, or v1.3?', 'Is it v1.2, or v1.3? Nobody knows. Really.'],
		['The run failed: It stopped', 'It stopped ...'],
		['The run failed', ''],
		['The run failed', ' . '],
	])('%s', (is, message) => {
		expect(reason('failed', {}, [{ code: 'CONNECTOR-1001-500', message }])).toBe(is);
	});

	it('with only the first of many words', () => {
		const message = `Unusual ${'words '.repeat(100)}`;
		expect(reason('failed', {}, [{ code: 'X', message }]).length).toBeLessThan(200);
	});

	it('of a partial success, with the words of its first error', () => {
		const errors = [
			{ code: 'X', message: 'Dates do not fit. See the logs.' },
			{ code: 'Y', message: 'Other' },
		];
		expect(reason('partialSuccess', counts(5, 3, 2), errors)).toBe(
			'2 of 5 records were not ingested: Dates do not fit',
		);
	});

	it('also if Adobe gives no reason', () => {
		expect(reason('failed')).toBe('The run failed: Adobe gives no reason');
	});
});

describe('A run found no files', () => {
	it.each<[is: boolean, files: number | null, recordsRead: number | null]>([
		[true, 0, null],
		[true, 0, 0],
		[true, null, 0],
		// A file without records was still a file.
		[false, 3, 0],
		[false, 1, 5],
		[false, null, 5],
		// Nothing was counted.
		[false, null, null],
	])('is %s with %s files and %s records', (is, files, recordsRead) => {
		expect(isEmpty({ files, recordsRead })).toBe(is);
	});
});
