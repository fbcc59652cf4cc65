import {
	batchesOf,
	flatBatch,
	getBatch,
	isAccepted,
} from '../../../nodes/AdobeExperiencePlatform/dataset/batch/batch';
import { answer, fakeClient } from '../fakeExecution';

it.each<[body: unknown, isOne: boolean]>([
	[undefined, true],
	[null, true],
	['', true],
	[' \n', true],
	['1', true],
	[1, true],
	[{}, true],
	[{ id: 'b' }, true],
	['<html>Sign in</html>', false],
	['2', false],
	[0, false],
	[true, false],
])('The body %j is a success of the Import API: %s', (body, isOne) =>
	expect(isAccepted(body)).toBe(isOne),
);

describe('A batch of the Catalog', () => {
	it.each<[batch: object, flat: object]>([
		[{}, { status: 'inProgress', recordsRead: null, recordsWritten: null, recordsFailed: null }],
		[{ status: 'Processing' }, { status: 'inProgress' }],
		[{ status: 'LOADING' }, { status: 'queued' }],
		[{ status: 'success' }, { status: 'success', recordsFailed: null }],
		[
			{ status: 'success', metrics: { failedRecordCount: 0 } },
			{ status: 'success', recordsFailed: 0 },
		],
		[
			{ status: 'success', metrics: { failedRecordCount: 1, outputRecordCount: 2 } },
			{ status: 'partialSuccess', recordsWritten: 2, recordsFailed: 1 },
		],
		[
			{ status: 'success', recordCount: 3, failedRecordCount: 1 },
			{ status: 'partialSuccess', recordsRead: 3, recordsFailed: 1 },
		],
		[
			{ status: 'failed', metrics: { outputRecordCount: 9 } },
			{ status: 'failed', recordsWritten: 0, recordsRead: null },
		],
		[
			{ status: 'success', metrics: { inputRecordCount: -1, outputRecordCount: '5' } },
			{ recordsRead: null, recordsWritten: null },
		],
	])('%j is told as %j', (batch, flat) =>
		expect(flatBatch({ id: 'b', ...batch })).toMatchObject(flat),
	);

	it.each<[errors: unknown, told: object[]]>([
		[undefined, []],
		['none', []],
		[[{}, 'text', null], []],
		[[{ code: '106', description: 'No rows' }], [{ code: '106', message: 'No rows' }]],
		[[{ code: 106, message: 'No rows' }], [{ code: '106', message: 'No rows' }]],
		[
			[{ code: 'a', description: 'first', message: 'second' }],
			[{ code: 'a', message: 'first', hint: '' }],
		],
		[[{ code: 'a' }], [{ code: 'a', message: '' }]],
		[[{ message: 'only words' }], [{ code: '', message: 'only words' }]],
		[
			[{ code: 'a' }, { code: 'a' }, { code: 'b' }],
			[
				{ code: 'a', message: '' },
				{ code: 'b', message: '' },
			],
		],
		[
			[{ code: 'DCVS-1-400', message: 'age' }],
			[{ code: 'DCVS-1-400', hint: expect.stringMatching(/does not fit the schema/) as string }],
		],
	])('with the errors %j names %j', (errors, told) => {
		const { errors: found } = flatBatch({ id: 'b', errors });
		expect(found).toHaveLength(told.length);
		expect(found).toMatchObject(told);
	});

	it.each([[{ b: { status: 'active' } }], [{ id: 'b', status: 'active' }]])(
		'is read from %j by its ID',
		async (body) => {
			const { client, calls } = fakeClient(answer(200, body));
			expect(await getBatch(client, 'b')).toEqual({ id: 'b', status: 'active' });
			expect(calls).toHaveLength(1);
			expect(calls[0]).toMatchObject({ method: 'GET', path: '/data/foundation/catalog/batches/b' });
		},
	);

	it.each([[{}], [{ other: {} }], [{ id: 'other', status: 'active' }], [{ b: 'none' }]])(
		'is not found in %j',
		async (body) => {
			const found = getBatch(fakeClient(answer(200, body)).client, 'b');
			await expect(found).rejects.toMatchObject({ httpCode: '404' });
		},
	);
});

describe('The batches of a dataset', () => {
	const page = (from: number, count: number) =>
		answer(
			200,
			Object.fromEntries(
				Array.from({ length: count }, (_, index) => [`b${from + index}`, { created: 1_000 }]),
			),
		);
	const starts = (calls: ReturnType<typeof fakeClient>['calls']) =>
		calls.map(({ query }) => new Map(query ?? []).get('start'));

	it('are read page by page, up to a short one', async () => {
		const { client, calls } = fakeClient(page(0, 100), page(100, 3));
		expect(await batchesOf(client, 'd', 5.7)).toHaveLength(103);
		expect(starts(calls)).toEqual(['0', '100']);
		expect(calls[0]?.query).toEqual(
			expect.arrayContaining([
				['dataSet', 'd'],
				['createdAfter', '5'],
			]),
		);
	});

	it('end with a page that shows nothing new', async () => {
		const { client, calls } = fakeClient(page(0, 100));
		expect(await batchesOf(client, 'd', 0)).toHaveLength(100);
		expect(starts(calls)).toEqual(['0', '100']);
	});

	it('end after 5 pages', async () => {
		const pages = Array.from({ length: 7 }, (_, index) => page(index * 100, 100));
		const { client, calls } = fakeClient(...pages);
		expect(await batchesOf(client, 'd', 0)).toHaveLength(500);
		expect(calls).toHaveLength(5);
	});

	it('may show no time, and other members are no batches', async () => {
		const { client } = fakeClient(answer(200, { a: {}, b: { created: 7 }, count: 2 }));
		expect(await batchesOf(client, 'd', 0)).toEqual([
			{ id: 'a', createdAt: undefined },
			{ id: 'b', created: 7, createdAt: 7 },
		]);
	});
});
