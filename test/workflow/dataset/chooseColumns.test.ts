import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { loadRows, runNode } from '../../support/engine';
import { order, upload, writes } from './cases';

const local = useLocalAdobe({ runMs: 20 });

const chosen = (value: IDataObject | null): INodeParameters => ({
	mapping: 'fields',
	fieldMapping: { mappingMode: 'defineBelow', value, schema: [] } as unknown as INodeParameters,
});
const run = async (value: IDataObject | null, items: IDataObject[]) =>
	await runNode(local.credential(), { parameters: upload('orders', chosen(value)), items });
const stored = () => local.adobe.records(DATASETS.orders).map(({ record }) => record);

const BASE = {
	_id: '_id',
	timestamp: 'timestamp',
	'_acmeretail.orderId': 'Order ID',
	'_acmeretail.customerId': 'customerId',
};

it('The form of Choose Columns has the fields of the dataset, to be filled in', async () => {
	const { fields } = await loadRows(local.credential(), 'getItemMapping', {
		parameters: upload('orders', chosen(null)),
	});
	const shown = fields.filter(({ removed }) => !removed);
	expect(shown.map(({ id }) => id)).toEqual(expect.arrayContaining(['_id', 'timestamp']));
	expect(new Set(fields.map(({ type }) => type))).toEqual(new Set(['string']));
	const none = { __rl: true, mode: 'list', value: '' };
	const { emptyFieldsNotice } = await loadRows(local.credential(), 'getItemMapping', {
		parameters: upload('orders', { ...chosen(null), datasetId: none }),
	});
	expect(emptyFieldsNotice).toMatch(/^Choose the dataset first/);
});

describe('Chosen item fields', () => {
	it('are uploaded as one batch: by name, dragged, or by what expressions give', async () => {
		const { error, json } = await run(
			{
				...BASE,
				_id: '={{ $json._id }}',
				'_acmeretail.orderId': "={{ $json['Order ID'] }}",
				'_acmeretail.channel': '={{ $json.quantity > 1 ? "online" : "store" }}',
				'_acmeretail.quantity': null,
			},
			[order(1), order(2)],
		);
		expect(error).toBeUndefined();
		expect(local.adobe.batches()).toHaveLength(1);
		expect(stored()).toEqual(
			[1, 2].map((number) => ({
				_id: `order-${number}`,
				timestamp: '2026-06-01T10:00:00.000Z',
				_acmeretail: {
					orderId: `A-${number}`,
					customerId: `C-${number}`,
					channel: number > 1 ? 'online' : 'store',
				},
			})),
		);
		expect(json[0]).toMatchObject({
			mapping: [
				{ column: '_id', field: '_id' },
				{ column: 'timestamp', field: 'timestamp' },
				{ column: 'Order ID', field: '_acmeretail.orderId' },
				{ column: 'customerId', field: '_acmeretail.customerId' },
				{ column: '{{ $json.quantity > 1 ? "online" : "store" }}', field: '_acmeretail.channel' },
			],
			unmapped: expect.arrayContaining(['paid', 'total']) as string[],
		});
	});

	it.each<[what: string, value: IDataObject | null, message: RegExp, advice: RegExp]>([
		['none', null, /^No column is chosen/, /./],
		['one that is not there', { ...BASE, _id: 'Nr' }, /no item field "Nr"/, /Fields of the items/],
		['a field that is not there', { ...BASE, x: '_id' }, /no field "x"/, /./],
		[
			'none for a required field',
			{ _id: '_id' },
			/mapped to 3 required fields: "timestamp"/,
			/^Is this the right dataset\? Drag an/,
		],
	])('are refused before anything is sent: %s', async (_what, value, message, advice) => {
		const { error } = await run(value, [order(1)]);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(advice);
		expect(writes(local.adobe)).toEqual([]);
	});

	it('names the item and the expression whose value does not fit', async () => {
		const { error } = await run({ ...BASE, timestamp: '={{ $json.paid + "?" }}' }, [order(1)]);
		expect(error?.message).toMatch(/^The value "yes\?" in the item field "\{\{ \$json\.paid/);
		expect(writes(local.adobe)).toEqual([]);
	});
});
