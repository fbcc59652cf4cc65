import { DATASETS } from '../tenant/ids';
import type { Json } from './client';
import { OCTETS, store, useImport } from './importLab';
import { EXPORT } from './platformLab';

/** What a batch takes: EN:ingestion/batch-ingestion/api-overview, quality/overview, partial.md, error-diagnostics.md. */
describe('A record of an uploaded batch', () => {
	const { lab, call, made, fileOf, put, act, ended, uploaded } = useImport();

	it.each<[string, Json, unknown]>([
		['text for a number', { squareMeters: '250' }, 250],
		['a number for text', { storeId: 7 }, '7'],
		['epoch milliseconds for a date', { openedOn: Date.UTC(2024, 1, 29) }, '2024-02-29'],
		['nothing', { city: null }, undefined],
		['a field that the schema does not have', { phone: 'x' }, undefined],
	])('converts %s', async (_what, change, value) => {
		await uploaded([store(change)]);
		const [name = ''] = Object.keys(change);
		const [stored] = lab.world.batches.records(DATASETS.stores);
		expect(stored?.record[name]).toEqual(value);
	});

	it.each<[string, Json]>([
		['text for a boolean', { active: 'true' }],
		['a number for a boolean', { active: 1 }],
		['text that is no number', { squareMeters: 'many' }],
		['a fraction for an integer', { squareMeters: 1.5 }],
		['an integer out of its range', { squareMeters: 2_147_483_648 }],
		['a boolean for a number', { squareMeters: true }],
		['a list for text', { storeId: ['S-1'] }],
		['an impossible date', { openedOn: '2024-00-10' }],
		['a date-time for a date', { openedOn: '2024-02-29T00:00:00Z' }],
	])('refuses %s', async (_what, change) => {
		const { end } = await uploaded([store(change)], { enableErrorDiagnostics: true });
		expect(end).toMatchObject({
			status: 'failed',
			errors: [{ code: 'INGEST-1212-400' }, { code: '100', recordCount: 1 }],
		});
		expect(end).not.toHaveProperty('metrics');
		expect(lab.world.batches.records(DATASETS.stores)).toEqual([]);
	});

	const order = (changes: Json = {}, own: Json = {}): Json => ({
		_id: '1',
		timestamp: '2026-06-01T10:00:00.000Z',
		_acmeretail: { orderId: 'A', customerId: '1', ...own },
		...changes,
	});

	it.each<[string, Json]>([
		['a required field that is missing', order({ timestamp: undefined })],
		['a required field below a required object', order({ _acmeretail: { orderId: 'A' } })],
		['a required object that is missing', order({ _acmeretail: undefined })],
		['a value that is not in the enum', order({}, { channel: 'fax' })],
		['a number below the minimum', order({}, { quantity: -1 })],
		['one item in place of a list', order({}, { items: { sku: 'x' } })],
		['a wrong value in a list', order({}, { items: [{ units: 'two' }] })],
		['a list in place of a map', order({}, { attributes: ['x'] })],
		['a time without a zone', order({ timestamp: '2026-06-01T10:00:00' })],
	])('refuses %s', async (_what, row) => {
		const batch = await made({ datasetId: DATASETS.orders });
		const body = JSON.stringify(row);
		await call('PUT', fileOf(batch, 'a.json', DATASETS.orders), { body, headers: OCTETS });
		await act(batch, 'COMPLETE');
		expect(await ended(batch)).toMatchObject({
			status: 'failed',
			errors: [{ code: 'INGEST-1211-400' }],
		});
	});

	it.each(['partialIngestionPercent', 'partialIngestionPercentage'] as const)(
		'ingests a part where %s allows it, with diagnostics',
		async (partialMember) => {
			lab.world.set({ partialMember });
			const rows = [...Array(19).fill(store()), store({ active: 'yes' })] as Json[];
			const { batch, end } = await uploaded(rows, { [partialMember]: 5 });
			expect(end).toMatchObject({
				status: 'success',
				tags: { acp_enableErrorDiagnostics: true, acp_partialIngestionPercent: 5 },
				metrics: { inputRecordCount: 20, outputRecordCount: 19, failedRecordCount: 1 },
				errors: [{ code: 'INGEST-1212-400' }, { code: '100', recordCount: 1 }],
			});
			const list = await call('GET', `${EXPORT}/batches/${batch}/meta?path=row_errors`);
			const [{ name }] = list.body.data as [Json];
			const file = await call('GET', `${EXPORT}/batches/${batch}/meta?path=row_errors/${name}`);
			expect(JSON.parse(file.text)).toMatchObject({ active: 'yes', _errors: [{ code: '100' }] });
		},
	);

	it('does not ingest a part where too much fails', async () => {
		const rows = [store(), store({ active: 'yes' })];
		const { end } = await uploaded(rows, { partialIngestionPercent: 5 });
		expect(end).toMatchObject({ status: 'failed' });
		expect(lab.world.batches.records(DATASETS.stores)).toEqual([]);
	});

	it('reads JSON over several lines only where the batch says so', async () => {
		const text = JSON.stringify([store(), store()], null, 2);
		const upload = async (inputFormat: Json) => {
			const batch = await made({ inputFormat });
			await put(batch, text);
			await act(batch, 'COMPLETE');
			return await ended(batch);
		};
		expect(await upload({ format: 'json', isMultiLineJson: true })).toMatchObject({
			metrics: { inputRecordCount: 2, failedRecordCount: 0 },
		});
		expect(await upload({ format: 'json' })).toMatchObject({ status: 'failed' });
	});
});
