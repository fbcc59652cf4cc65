import { flatRun, isFinished, runStatus } from '../../../nodes/AdobeExperiencePlatform/run/run';

const metrics = (more: object) =>
	flatRun({ id: '1', flowId: 'f', metrics: more as Record<string, unknown> });
const status = (word: unknown, more: object = {}) => ({ statusSummary: { status: word, ...more } });

describe('The status of a run', () => {
	it.each([
		['success', 'success'],
		['COMPLETED', 'success'],
		['PARTIAL_SUCCESS', 'partialSuccess'],
		['partialSuccess', 'partialSuccess'],
		['Partial-Success', 'partialSuccess'],
		['Failed', 'failed'],
		['PARTIAL_FAILURE', 'failed'],
		['aborted', 'failed'],
		['CANCELLED', 'failed'],
		['canceled', 'failed'],
		['IN_PROGRESS', 'inProgress'],
		['processing', 'inProgress'],
		['SCHEDULED', 'queued'],
		['Waiting', 'queued'],
		[undefined, 'queued'],
	])('%s is %s', (word, is) => expect(runStatus(word, null)).toBe(is));

	it('with failed records is a partial success', () => {
		expect(runStatus('success', 2)).toBe('partialSuccess');
		expect(runStatus('success', 0)).toBe('success');
		expect(runStatus('failed', 2)).toBe('failed');
	});

	it('is final or not', () => {
		const all = ['success', 'partialSuccess', 'failed', 'inProgress', 'queued'] as const;
		expect(all.map(isFinished)).toEqual([true, true, true, false, false]);
	});
});

describe('A run in one flat shape', () => {
	it('has null for what Adobe does not say', () => {
		expect(flatRun({ id: '1' })).toEqual({
			id: '1',
			dataflowId: null,
			status: 'queued',
			startedAt: null,
			completedAt: null,
			durationSeconds: null,
			files: null,
			recordsRead: null,
			recordsWritten: null,
			recordsFailed: null,
			bytesRead: null,
			errors: [],
			cause: null,
			keysRefused: false,
			failedInARow: null,
		});
	});

	it('reads counts as numbers or texts, and -1 as unknown', () => {
		const run = metrics({
			...status('success'),
			recordSummary: { inputRecordCount: '7', outputRecordCount: 5, failedRecordCount: -1 },
			fileSummary: { inputFileCount: 2 },
			sizeSummary: { inputBytes: 1000 },
		});
		expect(run).toMatchObject({
			recordsRead: 7,
			recordsWritten: 5,
			recordsFailed: 2,
			files: 2,
			bytesRead: 1000,
		});
	});

	it.each([
		[1_760_000_000_000, 1_760_000_060_000],
		[1_760_000_000, 1_760_000_060],
	])('reads times in milliseconds and in seconds: %i', (startedAtUTC, completedAtUTC) => {
		const run = metrics({ ...status('failed'), durationSummary: { startedAtUTC, completedAtUTC } });
		expect(run).toMatchObject({
			startedAt: '2025-10-09T08:53:20.000Z',
			completedAt: '2025-10-09T08:54:20.000Z',
			durationSeconds: 60,
		});
	});

	it('has no end while it is under way', () => {
		const run = metrics({
			...status('inProgress'),
			durationSummary: { startedAtUTC: 1_760_000_000, completedAtUTC: 0 },
		});
		expect(run).toMatchObject({ completedAt: null, durationSeconds: null });
	});

	it('takes from its activities what the whole does not say, in either spelling', () => {
		const activity = {
			durationSummary: { startedAtUTC: 1_760_000_000, completedAtUTC: 1_760_000_030 },
			recordSummary: { inputRecordCount: 3, failedRecordCount: 1 },
			statusSummary: { errors: [{ code: 'CONNECTOR-1001-500', message: 'copy' }] },
		};
		for (const name of ['activities', 'activites']) {
			const run = flatRun({ id: '1', metrics: status('failed'), [name]: [activity] });
			expect(run).toMatchObject({
				recordsRead: 3,
				recordsFailed: 1,
				durationSeconds: 30,
				keysRefused: false,
			});
			expect(run.errors[0]).toMatchObject({
				code: 'CONNECTOR-1001-500',
				hint: expect.stringMatching(/^Check the connection.*Test.*Retry/) as string,
			});
		}
	});

	it.each([
		['inProgress', null],
		['queued', null],
		['failed', '2025-10-09T08:54:20.000Z'],
	])('that is %s has the end %s, whatever the service says', (word, completedAt) => {
		const durationSummary = { startedAtUTC: 1_760_000_000, completedAtUTC: 1_760_000_060 };
		const run = metrics({ ...status(word), durationSummary });
		expect(run.completedAt).toBe(completedAt);
		expect(run.durationSeconds).toBe(completedAt === null ? null : 60);
	});

	it('without a start has no duration', () => {
		const run = metrics({
			...status('failed'),
			durationSummary: { completedAtUTC: 1_760_000_060 },
		});
		expect(run).toMatchObject({ startedAt: null, durationSeconds: null });
		expect(run.completedAt).not.toBeNull();
	});

	it.each([
		['f', 'f'],
		[7, null],
		[undefined, null],
	])('with the flow %s belongs to the dataflow %s', (flowId, dataflowId) => {
		expect(flatRun({ id: '1', flowId: flowId as string }).dataflowId).toBe(dataflowId);
	});

	it.each([
		[0, 0],
		['0', 0],
		['', null],
		['many', null],
		[true, null],
		[-1, null],
	])('reads the count %j as %s', (inputRecordCount, recordsRead) => {
		expect(metrics({ recordSummary: { inputRecordCount } }).recordsRead).toBe(recordsRead);
	});

	it.each([
		[[{ recordCount: 0 }], null],
		[[{ recordCount: -5 }, { recordCount: 'x' }], null],
		[[{ recordCount: 2 }, { recordCount: 3 }, { recordCount: -1 }], 5],
	])('counts the failed records of %j as %s', (errors, recordsFailed) => {
		expect(metrics(status('failed', { extensions: { errors } })).recordsFailed).toBe(recordsFailed);
	});

	it('keeps errors that differ in code or message, even if one of them is missing', () => {
		const errors = [
			{ code: 'A', message: 'one' },
			{ code: 'A', message: 'two' },
			{ code: 'B', message: 'one' },
			{ code: 'C' },
			{ message: 'alone' },
			{},
		];
		const found = metrics(status('failed', { errors })).errors;
		expect(found.map(({ code, message }) => [code, message])).toEqual([
			['A', 'one'],
			['A', 'two'],
			['B', 'one'],
			['C', ''],
			['', 'alone'],
		]);
	});

	it('takes times from 10,000,000,000 on for milliseconds', () => {
		const at = (startedAtUTC: number) => metrics({ durationSummary: { startedAtUTC } }).startedAt;
		expect(at(10_000_000_000)).toBe('1970-04-26T17:46:40.000Z');
		expect(at(9_999_999_999)).toBe('2286-11-20T17:46:39.000Z');
		expect(at(0)).toBeNull();
		expect(at(-1)).toBeNull();
	});

	it('counts failed records in the errors, and names each error once', () => {
		const error = { code: 'INGEST-1212-400', message: 'some', recordCount: 2 };
		const run = metrics(
			status('success', { errors: [error, { other: 1 }], extensions: { errors: [error] } }),
		);
		expect(run).toMatchObject({ status: 'partialSuccess', recordsFailed: 2 });
		expect(run.errors).toHaveLength(1);
	});
});
