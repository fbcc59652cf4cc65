import { DATASETS, SCHEMAS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { runNode, type RunOptions } from '../../support/engine';
import { byId, dataset, upload } from './cases';

const local = useLocalAdobe({ runMs: 20 });
const run = async (options: RunOptions) => await runNode(local.credential(), options);

describe('Get Many of datasets', () => {
	it('lists them by name, readable columns first', async () => {
		const { json } = await run({ parameters: dataset('getAll', { returnAll: true }) });
		expect(json.map(({ name }) => name)).toEqual([
			'Acme Customer Profiles',
			'Acme Orders',
			'Acme Stores',
		]);
		expect(json[2]).toEqual({
			id: DATASETS.stores,
			name: 'Acme Stores',
			description: 'Stores of Acme Retail, replaced every quarter',
			profileEnabled: false,
			schemaId: SCHEMAS.stores,
			createdAt: expect.stringMatching(/^2026-02/) as string,
			updatedAt: expect.stringMatching(/^2026-02/) as string,
		});
	});

	it.each([
		[{ name: 'Acme Stores' }, ['Acme Stores']],
		[{ name: 'acme stores' }, []],
		[{ name: 'Acme*' }, []],
		[{ profileEnabled: true }, ['Acme Customer Profiles', 'Acme Orders']],
		[{ profileEnabled: false }, ['Acme Stores']],
	])('by %j finds %j', async (filters, names) => {
		const { json } = await run({ parameters: dataset('getAll', { returnAll: true, filters }) });
		expect(json.map(({ name }) => name)).toEqual(names);
	});

	it('ends at the limit', async () => {
		const { json } = await run({ parameters: dataset('getAll', { limit: 2 }) });
		expect(json).toHaveLength(2);
	});
});

describe('Get Fields of a dataset', () => {
	it('lists path, type, whether it is required, and the namespace of an identity', async () => {
		const { error, json } = await run({
			parameters: dataset('getFields', { datasetId: byId(DATASETS.orders) }),
		});
		expect(error).toBeUndefined();
		expect(json).toContainEqual({
			path: '_acmeretail.customerId',
			type: 'string',
			required: true,
			identity: 'CRMID',
			description: 'Customer ID',
		});
		expect(json).toContainEqual({
			path: '_acmeretail.quantity',
			type: 'integer',
			required: false,
			identity: null,
			description: 'Quantity',
		});
	});

	it('works for those who may not read descriptors', async () => {
		local.adobe.set({ faults: [{ kind: 'status', status: 403, path: 'descriptors' }] });
		const { json } = await run({
			parameters: dataset('getFields', { datasetId: byId(DATASETS.stores) }),
		});
		expect(json).toHaveLength(7);
	});
});

describe('Get Failed Records of a batch', () => {
	const lines = ['{"storeId":"S-1"}', '{"storeId":"S-2","active":"maybe"}', 'no JSON'].join('\n');
	const binaries = [
		{ data: { data: Buffer.from(lines).toString('base64'), mimeType: 'text/plain' } },
	];
	const partial = async (options = {}) =>
		await run({
			parameters: upload('stores', {
				inputType: 'binary',
				options: { partialIngestionPercent: 70, ...options },
			}),
			binaries,
		});

	it('gives each with its reason, after an upload that says how many there are', async () => {
		const { json } = await partial();
		expect(json).toMatchObject([{ status: 'partialSuccess', recordsWritten: 1, recordsFailed: 2 }]);
		const failed = await run({
			parameters: dataset('getFailedRecords', { batchId: String(json[0]?.batchId) }),
		});
		expect(failed.json).toHaveLength(2);
		expect(failed.json[0]).toMatchObject({
			record: { storeId: 'S-2', active: 'maybe' },
			errors: [{ code: '100' }],
		});
	});

	it('says why there are none', async () => {
		const { json } = await run({
			parameters: upload('stores'),
			items: [{ storeId: 'S-1' }],
		});
		const failed = await run({
			parameters: dataset('getFailedRecords', { batchId: String(json[0]?.batchId) }),
		});
		expect(failed.json).toEqual([]);
		expect(failed.hints.map(({ message }) => message)).toEqual([
			'No failed records: All records of this batch were ingested.',
		]);
	});

	it('names a batch that there is not', async () => {
		const { error } = await run({ parameters: dataset('getFailedRecords', { batchId: '01NONE' }) });
		expect(error?.httpCode).toBe('404');
	});
});
