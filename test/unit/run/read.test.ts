import { getFailedRecordsOfRun } from '../../../nodes/AdobeExperiencePlatform/run/failedRecords';
import { createdAt } from '../../../nodes/AdobeExperiencePlatform/run/run';
import {
	newestRuns,
	runsById,
	withDataflows,
} from '../../../nodes/AdobeExperiencePlatform/run/read';
import { waitForRun } from '../../../nodes/AdobeExperiencePlatform/run/wait.operation';
import { retryRun } from '../../../nodes/AdobeExperiencePlatform/run/start.operation';
import { startRun } from '../../../nodes/AdobeExperiencePlatform/run/start';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, fakeClient } from '../fakeExecution';

const list = (...items: object[]) => answer(200, { items });
const batchRun = (status = 'partialSuccess') =>
	list({
		id: '1',
		metrics: { statusSummary: { status } },
		activities: [{ targetInfo: [{ reference: { type: 'Batch', ids: ['01B'] } }] }],
	});
const failing = async (work: Promise<unknown>) => await work.catch((error: unknown) => error);

describe('Failed records', () => {
	const files = (...names: string[]) => answer(200, { data: names.map((name) => ({ name })) });
	const records = async (limit: number, ...outcomes: Outcome[]) => {
		const { client, calls } = fakeClient(batchRun(), ...outcomes);
		const result = await failing(getFailedRecordsOfRun(client, '1', limit));
		return {
			result,
			queries: calls.map(({ query }) => query?.find(([name]) => name === 'path')?.[1]),
		};
	};

	it('come from JSON lines, a single line, or what is no JSON', async () => {
		const { result, queries } = await records(
			10,
			files('a.json', 'b.json'),
			answer(
				200,
				'{"x":1,"_errors":[{"code":"C","message":"m"}],"_filename":"f.csv"}\nnot json\n\n',
			),
			answer(200, { y: 2 }),
		);
		expect(result).toEqual({
			records: [
				{ record: { x: 1 }, errors: [{ code: 'C', message: 'm' }], file: 'f.csv' },
				{ record: { _corrupt_record: 'not json' }, errors: [], file: 'a.json' },
				{ record: { y: 2 }, errors: [], file: 'b.json' },
			],
		});
		expect(queries).toEqual([undefined, 'row_errors', 'row_errors/a.json', 'row_errors/b.json']);
	});

	it('are read only up to the limit', async () => {
		const { result, queries } = await records(
			1,
			files('a.json', 'b.json'),
			answer(200, '{"x":1}\n{"x":2}'),
		);
		expect(result).toMatchObject({ records: [{ record: { x: 1 } }] });
		expect(queries).toHaveLength(3);
	});

	it('are listed page by page', async () => {
		const many = Array.from({ length: 100 }, (_, index) => `${index}.json`);
		const { client, calls } = fakeClient(
			batchRun(),
			files(...many),
			...many.map(() => answer(200, '')),
			files(),
		);
		expect(await getFailedRecordsOfRun(client, '1', 10)).toMatchObject({ records: [] });
		expect(calls.at(-1)?.query).toContainEqual(['start', '100']);
	});

	it.each([
		[
			'there is no such folder',
			answer(404),
			{ whyNone: expect.stringContaining('for 30 days') as string },
		],
		['the service refuses', answer(403), { httpCode: '403' }],
	])('are told where %s', async (_what, outcome, expected) => {
		expect((await records(10, outcome)).result).toMatchObject(expected);
	});

	it('of a run without a batch are none, with the reason', async () => {
		const { client } = fakeClient(
			list({ id: '1', metrics: { statusSummary: { status: 'failed' } } }),
		);
		expect(await getFailedRecordsOfRun(client, '1', 10)).toMatchObject({
			whyNone: expect.stringContaining('wrote no batch') as string,
		});
	});
});

describe('Runs with their dataflows', () => {
	it('are read a hundred at a time, and stay if a dataflow was deleted', async () => {
		const ids = Array.from({ length: 150 }, (_, index) => `r${index}`);
		const { client, calls } = fakeClient(list());
		expect(await runsById(client, ids)).toEqual([]);
		expect(calls).toHaveLength(2);
		const [run] = await withDataflows(client, [{ id: '1', flowId: 'gone' }]);
		expect(run).toMatchObject({ dataflowId: 'gone', dataflowName: null, baseConnectionId: null });
		expect(await withDataflows(client, [{ id: '2' }])).toMatchObject([{ dataflowId: null }]);
		expect(calls).toHaveLength(3);
	});

	it('have an age, whatever the service shows', () => {
		const metrics = { durationSummary: { startedAtUTC: 1_760_000_000 } };
		expect(createdAt({ id: '1', createdAt: 1_760_000_000_002 })).toBe(1_760_000_000_002);
		expect(createdAt({ id: '1', createdAt: 1_760_000_000 })).toBe(1_760_000_000_000);
		expect(createdAt({ id: '1', createdAt: '1760000000003' as never })).toBe(1_760_000_000_003);
		expect(createdAt({ id: '1', metrics })).toBe(1_760_000_000_000);
		expect(createdAt({ id: '1', updatedAt: 1_760_000_000_001 })).toBe(1_760_000_000_001);
		expect(createdAt({ id: '1' })).toBe(0);
	});

	it('are not another dataflow’s, even if the service ignores the filter', async () => {
		const { client } = fakeClient(list({ id: '1', flowId: 'other' }));
		expect(await newestRuns(client, 'mine', 1)).toEqual([]);
		const strange = fakeClient(list({ id: '2' }));
		expect(await newestRuns(strange.client, 'a,b', 1)).toMatchObject([{ id: '2' }]);
	});
});

describe('A run now', () => {
	let count = 0;
	/** A new dataflow each time, since the process remembers the runs that it started. */
	const flowOf = (id: string, scheduleParams?: object) =>
		list({ id, state: 'enabled', scheduleParams });
	const T = 1_760_000_000;
	const run = (flowId: string, status: string, createdAt: number, extensions = {}) => ({
		id: `${status}-${createdAt}`,
		flowId,
		createdAt: createdAt * 1000,
		metrics: { statusSummary: { status }, durationSummary: { extensions } },
	});
	const hour = 3_600;

	it.each<[string, Array<[string, number, object?]>, number, boolean]>([
		[
			'the end of its time window',
			[['success', T, { windowStart: 0, windowEnd: T - 90 }]],
			T - 90,
			false,
		],
		['ten minutes before it was created, if no window is shown', [['success', T]], T - 600, true],
		// It may be a retry, and then files in between are not ingested.
		[
			'the beginning, if one without a window follows a failed one',
			[
				['success', T],
				['failed', T - hour],
			],
			946_684_800,
			true,
		],
		[
			'its window, if a failed one comes after it',
			[
				['failed', T],
				['success', T - hour],
			],
			T - hour - 600,
			true,
		],
		[
			'the first gap',
			[
				['success', T, { windowStart: T - hour, windowEnd: T - 90 }],
				['success', T - 2 * hour, { windowStart: 0, windowEnd: T - 2 * hour }],
			],
			T - 2 * hour,
			false,
		],
		[
			'the widest window',
			[
				['success', T, { windowStart: T - 9 * hour, windowEnd: T - 8 * hour }],
				['success', T - hour, { windowStart: 0, windowEnd: T - hour }],
			],
			T - hour,
			false,
		],
	])('takes the files since the last successful run: %s', async (_what, runs, since, isHinted) => {
		for (const body of [{ id: 'new' }, { items: [{ id: 'new', etag: '"1"' }] }]) {
			const id = `flow-${++count}`;
			const listed = list(...runs.map(([status, created, more]) => run(id, status, created, more)));
			const {
				client,
				calls,
				run: execution,
			} = fakeClient(flowOf(id), listed, answer(201, body), listed);
			expect(await startRun(client, id)).toBe('new');
			const sent = calls.find(({ method }) => method === 'POST')?.body;
			expect(typeof sent === 'function' ? sent() : sent).toMatchObject({
				flowId: id,
				params: { windowStartTime: since },
			});
			expect([...execution.hints].join()).toMatch(isHinted ? /may be ingested twice/ : /^$/);
		}
	});

	it('is refused for a dataflow that repeats', async () => {
		const { client } = fakeClient(flowOf('r', { frequency: 'HOUR' }));
		expect(await failing(startRun(client, 'r'))).toMatchObject({
			message: expect.stringContaining('every hour') as string,
		});
	});

	it('retries a run with the older word if the newer one is unknown', async () => {
		const unknown = answer(400, { type: 'https://ns.adobe.com/aep/errors/FLOW-1434-400' });
		const failed = run('o', 'failed', T);
		const { client, calls } = fakeClient(
			list(failed),
			flowOf('o'),
			list(failed),
			unknown,
			answer(200, { id: 'again' }),
			list(failed),
		);
		expect(await retryRun(client, failed.id)).toEqual({ id: 'again', retried: true });
		const posted = calls.filter(({ method }) => method === 'POST');
		expect(posted.map(({ query }) => query)).toEqual([
			[['op', 're-trigger']],
			[['op', 'RE_TRIGGER']],
		]);
	});
});

describe('Waiting for a run', () => {
	const waiting = {
		runId: '',
		dataflowId: 'f',
		maxWait: 600_000,
		failOnError: true,
	};
	const is = (status: string, errors: object[] = []) =>
		list({ id: '1', flowId: 'f', metrics: { statusSummary: { status, errors } } });

	it('looks with growing pauses up to half a minute, and says what it waits for', async () => {
		const report = jest.fn<undefined, [string]>();
		const { client, timer, calls } = fakeClient(
			list(),
			list({ id: 'f', state: 'enabled' }),
			...Array.from({ length: 7 }, () => is('inProgress')),
			is('success'),
			list(),
		);
		client.execution.report = report;
		const run = await waitForRun(client, waiting);
		expect(run).toMatchObject({ id: '1', status: 'success' });
		expect(timer.waits).toEqual([5_000, 7_500, 11_250, 16_875, 25_312.5, 30_000, 30_000, 30_000]);
		expect(calls).toHaveLength(11);
		expect(report.mock.calls[0]?.[0]).toMatch(/Adobe does not list yet/);
		expect(report.mock.calls[1]?.[0]).toMatch(/run 1, which is inProgress/);
	});

	it.each([
		[[], 'failed', 'Adobe gives no reason.'],
		[[{ code: 'X', message: 'bad' }], 'failed: bad', 'bad (X)'],
		[[{ message: 'bad' }], 'failed: bad', 'bad Check the connection'],
	])('fails with what Adobe says: %j', async (errors, message, description) => {
		const { client } = fakeClient(is('failed', errors), list());
		const failure = await failing(waitForRun(client, waiting));
		expect(failure).toMatchObject({
			message: expect.stringContaining(message) as string,
			description: expect.stringContaining(description) as string,
		});
	});
});
