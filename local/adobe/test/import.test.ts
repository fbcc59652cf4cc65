import { DATASETS } from '../tenant/ids';
import { pause, type Json } from './client';
import { IMPORT, OCTETS, store, useImport } from './importLab';
import { CATALOG } from './platformLab';

/** Batch ingestion: bi.yaml, EN:ingestion/batch-ingestion/api-overview, troubleshooting, partial.md. */
describe('The Import API', () => {
	const { lab, call, create, made, fileOf, put, act, shown, ended, uploaded } = useImport();

	it('takes a batch from loading to success, and its records into the dataset', async () => {
		const reply = await create();
		expect(reply.status).toBe(201);
		expect(reply.body).toMatchObject({ status: 'loading', created: 0, updated: 0, tags: {} });
		const batch = String(reply.body.id);
		expect(batch).toMatch(/^[0-9A-Z]{26}$/);
		expect(await put(batch, `${JSON.stringify(store())}\n`)).toMatchObject({
			status: 200,
			text: '',
		});
		expect(lab.world.batches.records(DATASETS.stores)).toEqual([]);
		expect(await act(batch, 'COMPLETE')).toMatchObject({ status: 200, text: '' });
		const end = await ended(batch);
		expect(end).toMatchObject({
			status: 'success',
			externalId: batch,
			metrics: { inputRecordCount: 1, outputRecordCount: 1, failedRecordCount: 0 },
		});
		expect(lab.world.batches.records(DATASETS.stores)).toEqual([
			{ batchId: batch, record: store() },
		]);
	});

	it('goes through loaded, staging and staged in this order', async () => {
		const change = jest.spyOn(lab.world.batches, 'change');
		await uploaded([store()]);
		expect(change.mock.calls.map(([, { status }]) => status)).toEqual([
			'loaded',
			'staging',
			'staged',
			'success',
		]);
	});

	it('lists no batches: that is the Catalog, by dataset, state and time', async () => {
		expect((await call('GET', `${IMPORT}/batches`)).status).toBe(405);
		const batch = await made({ tags: { source: ['a', 'b'] } });
		const ids = async (query: string) =>
			Object.keys((await call('GET', `${CATALOG}/batches?${query}`)).body);
		expect(await ids(`dataSet=${DATASETS.stores}&status=loading`)).toEqual([batch]);
		expect(await ids(`dataSet=${DATASETS.orders}`)).toEqual([]);
		expect(await ids('status=success')).toEqual([]);
		expect(await ids('tags=source:b')).toEqual([batch]);
		expect(await ids(`createdAfter=${Date.now() - 60_000}`)).toEqual([batch]);
		expect(await ids(`createdBefore=${Date.now() - 60_000}`)).toEqual([]);
	});

	it.each<[string, Json, number]>([
		['no dataset', { datasetId: undefined }, 400],
		['an unknown dataset', { datasetId: '0'.repeat(24) }, 404],
		['no format', { inputFormat: {} }, 400],
		['the format of dataflows', { inputFormat: { format: 'delimited' } }, 400],
		['tags that are no lists', { tags: { a: 'b' } }, 400],
	])('refuses a batch with %s', async (_what, body, status) => {
		expect((await create(body)).status).toBe(status);
		expect(lab.world.batches.all('dev')).toEqual([]);
	});

	it('takes an external ID once, unless told otherwise', async () => {
		expect((await create({ externalId: 'mine' })).status).toBe(201);
		expect((await create({ externalId: 'mine' })).status).toBe(409);
		lab.world.set({ uniqueExternalIds: false });
		expect((await create({ externalId: 'mine' })).status).toBe(201);
	});

	it('replaces the file at a path, and keeps other paths', async () => {
		const batch = await made();
		await put(batch, JSON.stringify(store({ storeId: 'old' })));
		await put(batch, JSON.stringify(store({ storeId: 'new' })));
		await put(batch, JSON.stringify(store({ storeId: 'deep' })), 'part=1/b.json');
		await act(batch, 'COMPLETE');
		expect(await ended(batch)).toMatchObject({ metrics: { inputFileCount: 2 } });
		const ids = lab.world.batches.records(DATASETS.stores).map(({ record }) => record.storeId);
		expect(ids).toEqual(['new', 'deep']);
	});

	it('refuses other content types, another dataset, another batch and files after COMPLETE', async () => {
		const batch = await made();
		const wrong = { headers: { 'content-type': 'application/json' }, body: '{}' };
		expect((await call('PUT', fileOf(batch), wrong)).status).toBe(415);
		const ask = { headers: OCTETS, body: '{}' };
		expect((await call('PUT', fileOf(batch, 'a', DATASETS.orders), ask)).status).toBe(404);
		expect((await call('PUT', fileOf('none'), ask)).status).toBe(404);
		expect((await call('PUT', fileOf(batch, 'a'.repeat(2000)), ask)).status).toBe(414);
		await put(batch, JSON.stringify(store()));
		await act(batch, 'COMPLETE');
		expect((await put(batch, '{}')).status).toBe(428);
	});

	it.each([
		['empty', '', ''],
		['one', '1', '1'],
		['specified', '', undefined],
	] as const)('answers in the way: %s', async (importAnswers, put200, complete) => {
		lab.world.set({ importAnswers });
		const batch = await made();
		expect((await put(batch, JSON.stringify(store()))).text).toBe(put200);
		const { status, text } = await act(batch, 'COMPLETE');
		expect(status).toBe(200);
		expect(complete === undefined ? JSON.parse(text) : text).toEqual(
			complete ?? expect.objectContaining({ id: batch, status: 'loaded' }),
		);
	});

	it('completes twice without harm, and refuses actions that a state does not allow', async () => {
		const { batch } = await uploaded([store()]);
		expect((await act(batch, 'COMPLETE')).status).toBe(200);
		expect(lab.world.batches.records(DATASETS.stores)).toHaveLength(1);
		const abort = await act(batch, 'ABORT');
		expect([abort.status, abort.body.type]).toEqual([
			428,
			'https://ns.adobe.com/aep/errors/ERR-BI-104',
		]);
		const other = await made();
		expect((await act(other, 'ABORT')).status).toBe(200);
		expect((await shown(other)).status).toBe('aborted');
		for (const action of ['COMPLETE', 'REVERT', 'ABORT']) {
			expect((await act(other, action)).status).toBe(428);
		}
		expect((await act(other, 'PROMOTE')).status).toBe(400);
		expect((await act('none', 'ABORT')).status).toBe(404);
	});

	it('reverts a successful batch, whose records are gone then', async () => {
		const { batch } = await uploaded([store()]);
		expect((await act(batch, 'REVERT')).status).toBe(200);
		expect((await shown(batch)).status).toBe('inactive');
		expect(lab.world.batches.records(DATASETS.stores)).toEqual([]);
		await pause(60);
		expect((await shown(batch)).status).toBe('deleted');
	});

	it('abandons a batch that nobody completes', async () => {
		lab.world.set({ abandonMs: 20 });
		const batch = await made();
		await pause(60);
		expect((await shown(batch)).status).toBe('abandoned');
		expect((await act(batch, 'COMPLETE')).status).toBe(428);
	});

	it('fails a batch without files (133), and one with an empty file (106)', async () => {
		const none = await made();
		await act(none, 'COMPLETE');
		expect(await ended(none)).toMatchObject({ status: 'failed', errors: [{ code: '133' }] });
		const empty = await made();
		await put(empty, '');
		await act(empty, 'COMPLETE');
		expect(await ended(empty)).toMatchObject({ status: 'failed', errors: [{ code: '106' }] });
	});

	describe('takes large files in parts', () => {
		const text = `${JSON.stringify(store())}\n`.repeat(3);
		const path = (batch: string) => fileOf(batch, 'large.json');
		const patch = async (batch: string, start: number, end: number, length = end - start + 1) =>
			await call('PATCH', path(batch), {
				body: text.slice(start, start + length),
				headers: { ...OCTETS, 'content-range': `bytes ${start}-${end}` },
			});
		const file = async (batch: string, action: string) =>
			await call('POST', `${path(batch)}?action=${action}`);
		const begun = async () => {
			const batch = await made();
			expect((await file(batch, 'INITIALIZE')).status).toBe(201);
			return batch;
		};

		it('that come in any order, one of them twice', async () => {
			const batch = await begun();
			for (const [start, end] of [
				[50, text.length - 1],
				[0, 49],
				[0, 49],
			] as const) {
				expect((await patch(batch, start, end)).status).toBe(200);
			}
			expect((await call('HEAD', path(batch))).headers.range).toBe(`bytes=0-${text.length - 1}`);
			expect((await file(batch, 'COMPLETE')).status).toBe(201);
			expect((await file(batch, 'COMPLETE')).status).toBe(201);
			await act(batch, 'COMPLETE');
			expect(await ended(batch)).toMatchObject({ metrics: { inputRecordCount: 3 } });
			expect(lab.world.batches.records(DATASETS.stores)).toHaveLength(3);
		});

		it.each<[string, Array<[number, number]>]>([
			[
				'missing',
				[
					[0, 9],
					[20, text.length - 1],
				],
			],
			['missing at the start', [[10, text.length - 1]]],
			[
				'overlapping',
				[
					[0, 20],
					[10, text.length - 1],
				],
			],
		])('and refuses those that are %s', async (_what, ranges) => {
			const batch = await begun();
			for (const [start, end] of ranges) await patch(batch, start, end);
			expect((await file(batch, 'COMPLETE')).status).toBe(400);
		});

		it('and refuses a part without a file, or with another length', async () => {
			const batch = await made();
			expect((await patch(batch, 0, 9)).status).toBe(404);
			expect((await call('HEAD', path(batch))).status).toBe(404);
			await file(batch, 'INITIALIZE');
			expect((await patch(batch, 0, 9, 8)).status).toBe(400);
			expect((await call('HEAD', path(batch))).headers).not.toHaveProperty('range');
			expect((await file(batch, 'START')).status).toBe(400);
		});

		it('and says which parts have arrived', async () => {
			const batch = await begun();
			await patch(batch, 0, 9);
			await patch(batch, 30, 39);
			expect((await call('HEAD', path(batch))).headers.range).toBe('bytes=0-9,30-39');
		});
	});

	it('does not hold what is large', async () => {
		const batch = await made();
		const line = `${JSON.stringify(store({ storeName: 'x'.repeat(1000) }))}\n`;
		const count = Math.ceil((33 * 1024 * 1024) / line.length);
		await put(batch, line.repeat(count));
		await act(batch, 'COMPLETE');
		expect(await ended(batch)).toMatchObject({ metrics: { inputRecordCount: count } });
		const { upload } = lab.world.batches.get(batch, 'dev') ?? {};
		expect(upload?.files.get('a.json')?.content).not.toHaveProperty('data');
		const { body } = lab.world.journal.find(({ method }) => method === 'PUT') ?? {};
		expect(Object.keys(body as Json)).toEqual(['bytes', 'sha256']);
	});

	it('carries out what a lost answer asked for, at once or later', async () => {
		const batch = await made();
		await put(batch, JSON.stringify(store()));
		lab.world.set({
			faults: [{ kind: 'status', status: 503, path: 'import', applied: true, times: 1 }],
		});
		expect((await act(batch, 'COMPLETE')).status).toBe(503);
		expect((await ended(batch)).status).toBe('success');
		lab.world.set({
			faults: [
				{ kind: 'status', status: 504, method: 'PUT', applied: true, appliedAfterMs: [20, 30] },
			],
		});
		const late = await made();
		expect((await put(late, JSON.stringify(store()))).status).toBe(504);
		await pause(60);
		expect(lab.world.batches.get(late, 'dev')?.upload?.files.size).toBe(1);
	});

	it('shows nothing of another sandbox', async () => {
		const batch = await made();
		const headers = { 'x-sandbox-name': 'prod' };
		const path = `${IMPORT}/batches/${batch}?action=ABORT`;
		expect((await call('POST', path, { headers })).status).toBe(404);
		const list = await call('GET', `${CATALOG}/batches`, { headers });
		expect(list.body).toEqual({});
	});
});
