import { sleep, type INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, writes } from './cases';

const local = useLocalAdobe();
useBounds({ itemBudget: 2_000, lateCreate: 200, firstWait: 50, settlePause: 100 });

const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const stores = (id: string, more: INodeParameters = {}) =>
	draft('upsert', id, 'stores/stores.csv', 'stores', more);
const daily = (id: string, more: INodeParameters = {}) =>
	draft('upsert', id, '', 'orders', {
		pathType: 'folder',
		path: { __rl: true, mode: 'path', value: '/acme-landing/daily' },
		...more,
	});
const later = (ms: number) => new Date(Date.now() + ms).toISOString();
const city = (destination = 'city') => ({
	mapping: 'pairs',
	mappings: { pair: [{ source: 'City', destination }] },
});
const applied = () =>
	local.adobe
		.flows()
		.map(({ transformations }) =>
			(transformations as Array<{ params: object }>).map(({ params }) => params),
		);

beforeEach(async () => {
	await local.adobe.putFile('stores/stores.csv', 'Store ID,City\nS-01,Riga\n');
});

describe('Create or Update again', () => {
	it('applies a mapping that a killed run had written but not applied', async () => {
		const id = connect();
		await run(stores(id));
		local.adobe.set({ faults: [{ kind: 'status', status: 403, method: 'PATCH' }] });
		expect((await run(stores(id, city()))).error?.httpCode).toBe('403');
		local.adobe.set({ faults: [] });
		const { error, json } = await run(stores(id, city()));
		expect(error?.message).toBeUndefined();
		expect(json[0]?.updated).toEqual(['mapping']);
		expect(applied()).toEqual([[{ mappingId: json[0]?.mappingSetId, mappingVersion: 1 }]]);
		expect((await run(stores(id, city()))).json[0]?.updated).toEqual([]);
	});

	it('leaves other transformations as they are', async () => {
		const id = connect();
		await run(stores(id));
		const [flow] = local.adobe.flows();
		const encryption = { name: 'Encryption', params: { publicKeyId: 'key' } };
		flow?.transformations.unshift(encryption);
		const { error, json } = await run(stores(id, city()));
		expect(error?.message).toBeUndefined();
		expect(local.adobe.flows()[0]?.transformations).toEqual([
			encryption,
			{ name: 'Mapping', params: { mappingId: json[0]?.mappingSetId, mappingVersion: 1 } },
		]);
	});

	it('gives a mapping to a dataflow that has none', async () => {
		const id = connect();
		await run(stores(id));
		const [flow] = local.adobe.flows();
		if (flow) flow.transformations = [];
		const { error, json } = await run(stores(id, city()));
		expect(error?.message).toBeUndefined();
		expect(json[0]?.updated).toEqual(['mapping']);
		expect(applied()).toEqual([[{ mappingId: json[0]?.mappingSetId, mappingVersion: 0 }]]);
	});

	it('does not change a mapping set that was not created for the dataflow', async () => {
		const id = connect();
		const first = await run(stores(id, { name: 'First' }));
		const mappingSetId = String(first.json[0]?.mappingSetId);
		await run(stores(id, { mapping: 'mappingSet', mappingSetId }));
		const before = writes(local.adobe).length;
		const { error, json } = await run(stores(id, city()));
		expect(error?.message).toBeUndefined();
		expect(json[0]?.mappingSetId).not.toBe(mappingSetId);
		expect(writes(local.adobe).slice(before)).toEqual([
			'POST conversion/mappingSets',
			'PATCH flows/…',
		]);
		expect((await run(stores(id, city()))).json[0]?.updated).toEqual([]);
	});

	it('accepts a start that has passed if it is the dataflow’s own', async () => {
		const id = connect();
		const startTime = later(1_500);
		const hourly = { schedule: 'hour', interval: 1, startTime };
		expect((await run(stores(id, hourly))).error?.message).toBeUndefined();
		await sleep(Date.parse(startTime) + 50 - Date.now());
		const again = await run(stores(id, hourly));
		expect(again.error?.message).toBeUndefined();
		expect(again.json[0]).toMatchObject({ created: false, updated: [] });
		const before = writes(local.adobe);
		const other = await run(stores(id, { ...hourly, startTime: '2020-01-01T00:00:00Z' }));
		expect(other.error?.message).toBe('Start Time has passed');
		const fresh = await run(stores(id, { ...hourly, name: 'New' }));
		expect(fresh.error?.message).toBe('Start Time has passed');
		expect(writes(local.adobe)).toEqual(before);
	}, 120_000);

	it('takes interval and backfill from a schedule that becomes once', async () => {
		const id = connect();
		const startTime = later(3_600_000);
		const backfill = { additionalFields: { backfill: false } };
		await run(stores(id, { schedule: 'hour', interval: 2, startTime, ...backfill }));
		const { error } = await run(stores(id, { schedule: 'once', startTime }));
		expect(error?.message).toBeUndefined();
		expect(local.adobe.flows()[0]?.scheduleParams).toEqual({
			startTime: Math.floor(Date.parse(startTime) / 1000),
			frequency: 'once',
		});
	});

	it.each<[what: string, first: INodeParameters, second: INodeParameters, words: RegExp]>([
		['folders within', {}, { additionalFields: { recursive: true } }, /subfolders/],
	])('refuses %s that Adobe cannot change of a dataflow', async (_what, first, second, words) => {
		const id = connect();
		const { json } = await run(daily(id, first));
		const mappingSetId = String(json[0]?.mappingSetId);
		const before = writes(local.adobe);
		const { error } = await run(daily(id, { ...second, mappingSetId }));
		expect(error?.message).toBe('A dataflow "Stores" for other data already exists');
		expect(error?.description).toMatch(words);
		expect(writes(local.adobe)).toEqual(before);
	});

	it('takes the delimiter that Adobe takes by default for the same', async () => {
		const id = connect();
		await run(stores(id));
		const { error, json } = await run(stores(id, { additionalFields: { columnDelimiter: ',' } }));
		expect(error?.message).toBeUndefined();
		expect(json[0]?.updated).toEqual([]);
	});
});
