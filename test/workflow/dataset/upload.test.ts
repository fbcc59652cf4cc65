import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { runNode, type RunOptions } from '../../support/engine';
import { byId, order, requests, upload, writes } from './cases';

const local = useLocalAdobe({ runMs: 20 });

const run = async (options: RunOptions) => await runNode(local.credential(), options);
const stored = (name: keyof typeof DATASETS = 'orders') =>
	local.adobe.records(DATASETS[name]).map(({ record }) => record);
const times = <T>(count: number, make: (index: number) => T) =>
	Array.from({ length: count }, (_, index) => make(index));

describe('Upload creates one batch from all items', () => {
	it('with one output, paired with all of them', async () => {
		const { error, items, json, hints } = await run({
			parameters: upload('orders'),
			items: [order(1), order(2, { 'Manager Phone': 'x' })],
		});
		expect(error).toBeUndefined();
		const [batch] = local.adobe.batches();
		expect(json).toEqual([
			{
				batchId: batch?.id,
				status: 'success',
				datasetName: 'Acme Orders',
				datasetId: DATASETS.orders,
				recordsSent: 2,
				recordsWritten: 2,
				recordsFailed: 0,
				bytes: expect.any(Number) as number,
				mappingText: expect.stringMatching(/^_id → _id; /) as string,
				mapping: expect.arrayContaining([
					{ column: 'Order ID', field: '_acmeretail.orderId' },
				]) as object[],
				mapped: [
					'_id',
					'timestamp',
					'Order ID',
					'customerId',
					'quantity',
					'total',
					'paid',
					'channel',
				],
				unmapped: ['Manager Phone'],
				errors: [],
			},
		]);
		expect(items[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		expect(hints.map(({ message }) => message)).toEqual([
			'These item fields are not mapped and are not sent: Manager Phone. To map them, use Mapping > Choose Columns.',
		]);
		expect(stored()).toEqual(
			[1, 2].map((number) => ({
				_id: `order-${number}`,
				timestamp: '2026-06-01T10:00:00.000Z',
				_acmeretail: {
					orderId: `A-${number}`,
					customerId: `C-${number}`,
					quantity: number,
					total: 12.5,
					paid: true,
					channel: 'online',
				},
			})),
		);
	});

	it('with few requests, however many items there are', async () => {
		const { error, json, items } = await run({
			parameters: upload('orders'),
			items: times(10_000, order),
		});
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ recordsSent: 10_000, recordsWritten: 10_000 }]);
		expect(items[0]?.pairedItem).toHaveLength(10_000);
		expect(writes(local.adobe)).toEqual([
			'POST import/batches',
			'PUT import/batches/…/datasets/…/files/00001.json',
			'POST import/batches/…?action=COMPLETE',
		]);
		expect(requests(local.adobe).length).toBeLessThanOrEqual(12);
		expect(new Set(stored().map(({ _id }) => _id)).size).toBe(10_000);
	});

	it('and a batch for each dataset, if an expression gives several', async () => {
		const { error, json, items } = await run({
			parameters: upload('orders', { datasetId: '={{ $json.to }}' }),
			items: [
				{ to: DATASETS.stores, storeId: 'S-1' },
				order(1, { to: DATASETS.orders }),
				{ to: DATASETS.stores, storeId: 'S-2' },
			],
		});
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ datasetName: 'Acme Stores', recordsWritten: 2 },
			{ datasetName: 'Acme Orders', recordsWritten: 1 },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 2 }],
			[{ item: 1 }],
		]);
		expect(stored('stores')).toEqual([{ storeId: 'S-1' }, { storeId: 'S-2' }]);
	});

	it('without waiting, with the option off', async () => {
		const { json } = await run({
			parameters: upload('stores', { options: { wait: false } }),
			items: [{ storeId: 'S-1' }],
		});
		expect(json).toMatchObject([{ status: 'queued', recordsSent: 1, recordsWritten: null }]);
	});

	it('again for a second execution', async () => {
		const ask = { parameters: upload('stores'), items: [{ storeId: 'S-1' }] };
		expect((await run(ask)).json[0]?.batchId).not.toBe((await run(ask)).json[0]?.batchId);
		expect(stored('stores')).toHaveLength(2);
	});
});

describe('An item that does not fit', () => {
	const items = [order(1), order(2, { quantity: 'many' }), order(3, { channel: 'fax' })];

	it('is refused with column, value and field, and nothing is sent', async () => {
		const { error } = await run({ parameters: upload('orders'), items });
		expect(error?.message).toBe(
			'The value "many" in the item field "quantity" does not fit the dataset field "_acmeretail.quantity", which accepts a whole number from 0 to 2147483647',
		);
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.description).toContain('2 of 3 items do not fit. Nothing was sent.');
		expect(writes(local.adobe)).toEqual([]);
	});

	it('does not say that nothing was sent if another dataset got its items', async () => {
		const { error } = await run({
			parameters: upload('orders', { datasetId: byId('={{ $json.to }}') }),
			items: [
				{ storeId: 'S-1', to: DATASETS.stores },
				...items.map((item) => ({ ...item, to: DATASETS.orders })),
			],
		});
		expect(error?.description).toContain('None of the 3 items that belong together was sent.');
		expect(error?.description).not.toContain('Nothing was sent');
		expect(stored('stores')).toHaveLength(1);
		expect(stored('orders')).toEqual([]);
	});

	it('is left out and reported under Continue on Fail', async () => {
		const {
			error,
			json,
			items: outputs,
		} = await run({
			parameters: upload('orders'),
			items,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(error).toBeUndefined();
		expect(json).toMatchObject([
			{ status: 'success', recordsSent: 1, recordsWritten: 1 },
			{ error: expect.stringMatching(/"many".* This item was left out\.$/) as string },
			{ error: expect.stringMatching(/"fax".* This item was left out\.$/) as string },
		]);
		expect(JSON.stringify(json)).not.toContain('Nothing was sent');
		expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }],
			{ item: 1 },
			{ item: 2 },
		]);
		expect(stored()).toHaveLength(1);
	});

	it('is the only one, and no batch is created', async () => {
		const { json } = await run({
			parameters: upload('orders'),
			items: items.slice(1),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json).toMatchObject([
			{ error: expect.anything() as string },
			{ error: expect.anything() as string },
		]);
		expect(writes(local.adobe)).toEqual([]);
	});
});

describe('A mapping', () => {
	it('may be by pairs, into lists and maps, too', async () => {
		const { error, json } = await run({
			parameters: upload('orders', {
				mapping: 'automaticAndPairs',
				mappings: {
					pair: [
						{ source: 'SKUs', destination: '_acmeretail.items[*].sku' },
						{ source: 'color', destination: '_acmeretail.attributes.color' },
					],
				},
			}),
			items: [order(1, { SKUs: ['a', 'b'], color: 'red' })],
		});
		expect(error).toBeUndefined();
		expect(json[0]?.unmapped).toEqual([]);
		expect(stored()[0]?._acmeretail).toMatchObject({
			items: [{ sku: 'a' }, { sku: 'b' }],
			attributes: { color: 'red' },
		});
	});

	it('that leaves a required field out is refused before anything is sent', async () => {
		const { error } = await run({
			parameters: upload('orders'),
			items: [{ _id: '1', timestamp: '2026-06-01T10:00:00Z', 'Order ID': 'A' }],
		});
		expect(error?.message).toContain('"_acmeretail.customerId"');
		expect(writes(local.adobe)).toEqual([]);
	});

	it.each([
		['pairs', {}, 'Pairs is empty'],
		[
			'pairs',
			{ pair: [{ source: 'a', destination: '' }] },
			'The item field "a" has no dataset field',
		],
		['everything', {}, 'mapping'],
	])('%s %j is refused', async (mapping, mappings, message) => {
		const { error } = await run({ parameters: upload('orders', { mapping, mappings }) });
		expect(error?.message.toLowerCase()).toContain(message.toLowerCase());
		expect(requests(local.adobe)).toEqual([]);
	});
});

it('Times without a zone are in that of the workflow', async () => {
	const { error } = await run({
		parameters: upload('orders'),
		items: [order(1, { timestamp: '2026-07-01T00:30:00.25' })],
		timezone: 'Europe/Berlin',
	});
	expect(error).toBeUndefined();
	expect(stored()[0]?.timestamp).toBe('2026-06-30T22:30:00.250Z');
});
