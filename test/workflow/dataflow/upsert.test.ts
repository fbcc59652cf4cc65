import type { INodeParameters } from 'n8n-workflow';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { dataflow, draft, one, writes } from './cases';

const local = useLocalAdobe();
useBounds({ lateCreate: 1_200, lateCreateAfterTimeout: 1_200, itemBudget: 20_000 });

const run = async (parameters: INodeParameters, items = [{}]) =>
	await runNode(local.credential(), { parameters, items });
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const stores = (id: string, more: INodeParameters = {}) =>
	draft('upsert', id, 'stores/stores.csv.gz', 'stores', more);
const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('Create or Update of a dataflow', () => {
	it('writes another mapping as a new version of its mapping set', async () => {
		const id = connect();
		const startTime = later(1);
		const first = await run(stores(id, { startTime }));
		const [destination] = [...(first.json[0]?.mapped as string[])];
		expect(destination).toBe('Store ID');
		await local.adobe.putFile('stores/stores.csv', 'City\nRiga\n');
		const fields = {
			mapping: 'pairs',
			mappings: { pair: [{ source: 'City', destination: 'city' }] },
		};
		const { error, json } = await run(stores(id, { startTime, ...fields }));
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({
			id: first.json[0]?.id,
			mappingSetId: first.json[0]?.mappingSetId,
			mapped: ['City'],
			updated: ['mapping'],
		});
		expect(local.adobe.flows()[0]?.transformations).toMatchObject([
			{ name: 'Mapping', params: { mappingId: json[0]?.mappingSetId, mappingVersion: 1 } },
		]);
	}, 120_000);

	it('takes a mapping set that exists, for the schema of the dataset only', async () => {
		const id = connect();
		const made = await run(stores(id, { startTime: later(1) }));
		const mappingSetId = String(made.json[0]?.mappingSetId);
		const other = { mapping: 'mappingSet', mappingSetId, name: 'Other', startTime: later(1) };
		const { error, json } = await run(stores(id, other));
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ mappingSetId, created: true });
		expect(json[0]?.unmapped).toEqual(['Manager Phone']);
		expect((await run(stores(id, other))).json[0]).toMatchObject({ updated: [] });
		const wrong = { ...other, datasetId: { __rl: true, mode: 'id', value: DATASETS.orders } };
		const before = writes(local.adobe);
		expect((await run(stores(id, wrong))).error?.message).toMatch(/maps into another schema/);
		expect(writes(local.adobe)).toEqual(before);
	}, 120_000);

	it('changes the schedule before the start', async () => {
		const id = connect();
		const startTime = later(2);
		await run(stores(id, { schedule: 'hour', interval: 2, startTime }));
		const { error, json } = await run(stores(id, { schedule: 'day', interval: 1, startTime }));
		expect(error?.message).toBeUndefined();
		expect(json[0]?.updated).toEqual(['schedule', 'interval']);
		expect(local.adobe.flows()[0]?.scheduleParams).toMatchObject({ frequency: 'day', interval: 1 });
	}, 120_000);

	it('removes what an older try for another file has left behind, and nothing that is in use', async () => {
		const { adobe } = local;
		const id = connect();
		adobe.set({
			faults: [
				{ kind: 'status', status: 403, method: 'POST', path: '/flows$', times: 2 },
				{ kind: 'status', status: 403, method: 'DELETE', times: 4 },
			],
		});
		await adobe.putFile('stores/more.csv', 'Store ID,City\nS-09,Riga\n');
		const more = { path: { __rl: true, mode: 'path', value: '/acme-landing/stores/more.csv' } };
		await run(stores(id, more));
		const [old] = adobe.sourceConnections();
		expect(old).toBeDefined();
		// It is new enough to belong to another execution, so it stays.
		await run(stores(id));
		expect(adobe.sourceConnections()).toHaveLength(2);
		Object.assign(old ?? {}, { createdAt: Date.now() - 3_600_000 });
		const { error, json } = await run(stores(id));
		expect(error?.message).toBeUndefined();
		expect(adobe.sourceConnections().map((part) => part.id)).toEqual([json[0]?.sourceConnectionId]);
		expect(adobe.targetConnections()).toHaveLength(1);
	}, 120_000);

	it('lists the IDs if several have the name', async () => {
		const id = connect();
		for (let count = 0; count < 2; count++) {
			await run(draft('create', id, 'stores/stores.csv.gz', 'stores'));
		}
		const { error } = await run(stores(id));
		expect(error?.message).toBe('There are 2 dataflows called "Stores"');
		for (const flow of local.adobe.flows()) expect(error?.description).toContain(flow.id);
	});

	it('creates one dataflow for two executions with the same name at once', async () => {
		const id = connect();
		const items = ['a', 'b', 'c', 'd'].map((name) => ({ name }));
		const parameters = stores(id, { name: '={{ $json.name }}', startTime: later(1) });
		const runs = await Promise.all([run(parameters, items), run(parameters, items)]);
		for (const { error } of runs) expect(error).toBeUndefined();
		expect(
			local.adobe
				.flows()
				.map(({ name }) => name)
				.sort(),
		).toEqual(['a', 'b', 'c', 'd']);
		expect(local.adobe.sourceConnections()).toHaveLength(4);
		expect(local.adobe.targetConnections()).toHaveLength(4);
	}, 120_000);
});

describe('Update of a dataflow', () => {
	it('writes what is named and nothing else, even with an etag of the user', async () => {
		const { json } = await run(stores(connect(), { startTime: later(1) }));
		const id = String(json[0]?.id);
		const { error, json: updated } = await run(
			one('update', id, {
				updateFields: { name: 'New name', schedule: 'day', interval: 2 },
				options: { etag: String(json[0]?.etag) },
			}),
		);
		expect(error?.message).toBeUndefined();
		expect(updated[0]).toMatchObject({
			id,
			name: 'New name',
			updated: ['name', 'schedule', 'interval'],
		});
		const stale = await run(
			one('update', id, { updateFields: { name: 'x' }, options: { etag: '"stale"' } }),
		);
		expect(stale.error?.httpCode).toBe('412');
		expect(local.adobe.flows()[0]).toMatchObject({ name: 'New name' });
	}, 120_000);

	it('of one dataflow by two executions at once loses none of twenty', async () => {
		const { json } = await run(stores(connect(), { startTime: later(1) }));
		const id = String(json[0]?.id);
		local.adobe.set({ settleMs: 20 });
		const parameters = one('update', id, { updateFields: { description: '={{ $json.text }}' } });
		const items = (who: string) =>
			Array.from({ length: 10 }, (_, index) => ({ text: `${who} ${index}` }));
		const runs = await Promise.all([run(parameters, items('a')), run(parameters, items('b'))]);
		for (const { error, json: done } of runs) {
			expect(error?.message).toBeUndefined();
			expect(done).toHaveLength(10);
		}
		const written = local.adobe.journal
			.filter(({ method, status }) => method === 'PATCH' && status === 200)
			.map(({ body }) => (body as Array<{ value: string }>)[0]?.value);
		expect([...written].sort()).toEqual(
			[...items('a'), ...items('b')].map(({ text }) => text).sort(),
		);
	}, 120_000);

	it.each([
		[{ updateFields: {} }, /^There is nothing to change/],
		[{ updateFields: { interval: 0 } }, /^Interval must be a whole number/],
	])('refuses %j', async (more, words) => {
		const { error } = await run(one('update', 'x', more as INodeParameters));
		expect(error?.message).toMatch(words);
		expect(writes(local.adobe)).toEqual([]);
	});
});

describe('Delete of a dataflow', () => {
	it('keeps the parts if Delete Parts is off, and names those that cannot be deleted', async () => {
		const id = connect();
		const [keep, fail] = [await run(stores(id)), await run(stores(id, { name: 'Other' }))];
		const deleted = await run(
			one('delete', String(keep.json[0]?.id), { options: { deleteParts: false } }),
		);
		expect(deleted.json).toEqual([{ deleted: true }]);
		expect(local.adobe.sourceConnections()).toHaveLength(2);
		local.adobe.set({
			faults: [{ kind: 'status', status: 403, method: 'DELETE', path: 'Connections/' }],
		});
		const { error } = await run(one('delete', String(fail.json[0]?.id)));
		expect(error?.description).toMatch(
			/was deleted\. Not deleted: source connection .*, target connection/,
		);
	});
});

describe('A folder', () => {
	const folder = (path: string, more: INodeParameters = {}) =>
		draft('create', connect(), '', 'orders', {
			pathType: 'folder',
			path: { __rl: true, mode: 'path', value: path },
			...more,
		});

	it('is searched for a file in subfolders, if Recursive is on', async () => {
		const { error } = await run(folder('/acme-landing/orders/2026', { format: 'parquet' }));
		expect(error?.message).toMatch(/^No file in "\/acme-landing\/orders\/2026" can be read/);
		const recursive = await run(
			folder('/acme-landing/orders/2026', {
				format: 'parquet',
				additionalFields: { recursive: true },
				mapping: 'mappingSet',
				mappingSetId: '0'.repeat(32),
			}),
		);
		expect(recursive.error?.message).toMatch(/no mapping set with this ID/);
		expect(writes(local.adobe)).toEqual([]);
	});
});

it('Get Many continues if the service cannot filter by a name', async () => {
	await run(stores(connect(), { name: 'a, "b"' }));
	const { json } = await run(
		dataflow('getAll', { returnAll: false, limit: 5, filters: { name: 'a, "b"' } }),
	);
	expect(json.map(({ name }) => name)).toEqual(['a, "b"']);
});
