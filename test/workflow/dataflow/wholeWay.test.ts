import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { times } from '../cases';
import { dataflow, draft, one, platformCalls, writes } from './cases';

const local = useLocalAdobe();
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const run = async (parameters: ReturnType<typeof draft>, items = [{}]) =>
	await runNode(local.credential(), { parameters, items });

describe('A dataflow', () => {
	it.each([
		['stores/stores.csv.gz', 'stores', 7, ['Manager Phone']],
		['crm/profiles.csv', 'profiles', 9, ['newsletter wave']],
	] as const)(
		'from %s is made in Adobe’s order, mapped by the names',
		async (file, set, count, rest) => {
			const { error, json } = await run(draft('create', connect(), file, set));
			expect(error).toBeUndefined();
			const [flow] = local.adobe.flows();
			expect(json[0]).toMatchObject({
				id: flow?.id,
				etag: flow?.etag,
				name: 'Stores',
				sourceConnectionId: flow?.sourceConnectionIds?.[0],
				targetConnectionId: flow?.targetConnectionIds?.[0],
				unmapped: rest,
			});
			expect(json[0]?.mapped).toHaveLength(count);
			expect(writes(local.adobe)).toEqual([
				'POST sourceConnections',
				'POST targetConnections',
				'POST conversion/mappingSets',
				'POST flows',
			]);
		},
	);

	it.each([
		['crm/profiles.json', 'profiles'],
		['orders/2026/06/store-orders.parquet', 'orders'],
	] as const)('from %s maps nested columns by their dotted path', async (file, set) => {
		const { error, json } = await run(draft('create', connect(), file, set));
		expect(error).toBeUndefined();
		expect(json[0]?.mapped).toEqual(expect.arrayContaining([expect.stringContaining('.')]));
	});

	it('takes the columns that were chosen, and finds the others by their names', async () => {
		const pair = [{ source: 'Manager Phone', destination: 'storeName' }];
		const chosen = { mapping: 'automaticAndPairs', mappings: { pair } };
		const { error, json, hints } = await run(
			draft('create', connect(), 'stores/stores.csv.gz', 'stores', chosen),
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ unmapped: ['store-name'] });
		expect(json[0]?.mapped).toHaveLength(7);
		expect(json[0]?.mapped).toContain('Manager Phone');
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/not mapped.*: store-name\. To map them, add a pair for each/),
		]);
	});

	it('puts what people look for before the IDs of its parts', async () => {
		const { json } = await run(draft('create', connect(), 'stores/stores.csv.gz', 'stores'));
		expect(Object.keys(json[0] ?? {})).toEqual([
			'name',
			'id',
			'mappingText',
			'mapping',
			'mapped',
			'unmapped',
			'updated',
			'sampleFile',
			'columnDelimiter',
			'encoding',
			'sourceConnectionId',
			'targetConnectionId',
			'mappingSetId',
			'etag',
		]);
	});

	it('reads a folder, or the files that a wildcard names', async () => {
		const id = connect();
		for (const path of ['/acme-landing/daily', '/acme-landing/daily/*.csv']) {
			const { error, json } = await run(
				draft('create', id, '', 'orders', {
					name: path,
					pathType: 'folder',
					path: { __rl: true, mode: 'path', value: path },
				}),
			);
			expect(error?.message).toBeUndefined();
			expect(json[0]?.mapped).not.toEqual([]);
		}
		const sent = platformCalls(local.adobe).filter(({ path }) =>
			path.endsWith('/sourceConnections'),
		);
		expect(sent.map(({ body }) => (body as { params: object }).params)).toEqual([
			{ path: '/acme-landing/daily', type: 'folder' },
			{ path: '/acme-landing/daily/*.csv', type: 'folder' },
		]);
	});

	it('a hundred into one dataset cost at most 4.2 requests each', async () => {
		const id = connect();
		const { error, json } = await run(
			draft('create', id, 'stores/stores.csv.gz', 'stores', { name: '={{ $json.name }}' }),
			times(100, (index) => ({ name: `Stores ${index}` })),
		);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(100);
		expect(platformCalls(local.adobe).length).toBeLessThanOrEqual(420);
	});

	it('is disabled, enabled, updated and deleted, each once it is carried out', async () => {
		const { json } = await run(draft('create', connect(), 'stores/stores.csv.gz', 'stores'));
		const id = String(json[0]?.id);
		expect((await run(one('disable', id))).json[0]).toMatchObject({ id, state: 'disabled' });
		expect((await run(one('enable', id))).json[0]).toMatchObject({ id, state: 'enabled' });
		const updated = await run(one('update', id, { updateFields: { description: 'new' } }));
		expect(updated.json[0]).toMatchObject({ id, updated: ['description'] });
		const [flow] = local.adobe.flows();
		expect(flow).toMatchObject({ description: 'new', etag: updated.json[0]?.etag });
		expect((await run(one('get', id))).json[0]).toMatchObject({ id, description: 'new' });
		expect((await run(one('delete', id))).json).toEqual([{ deleted: true }]);
		expect(local.adobe.flows()).toEqual([]);
		expect(writes(local.adobe).slice(-3)).toEqual([
			'DELETE flows/…',
			'DELETE sourceConnections/…',
			'DELETE targetConnections/…',
		]);
	}, 120_000);

	it('is found by connection, dataset, name and state', async () => {
		const id = connect();
		await run(draft('create', id, 'stores/stores.csv.gz', 'stores'));
		await run(draft('create', connect(), 'crm/profiles.csv', 'profiles', { name: 'Profiles' }));
		const list = async (filters: object) => {
			const { json, error } = await run(
				dataflow('getAll', { returnAll: true, filters } as Parameters<typeof dataflow>[1]),
			);
			expect(error).toBeUndefined();
			return json.map(({ name }) => name);
		};
		expect(await list({ connectionId: id })).toEqual(['Stores']);
		expect(await list({ datasetId: DATASETS.profiles })).toEqual(['Profiles']);
		expect(await list({ datasetId: 'unknown' })).toEqual([]);
		expect(await list({ name: 'Profiles', state: 'enabled' })).toEqual(['Profiles']);
		expect(await list({ state: 'disabled' })).toEqual([]);
		expect((await list({})).sort()).toEqual(['Profiles', 'Stores']);
	});
});

describe('Create or Update of a dataflow', () => {
	const upsert = (id: string, more = {}) =>
		draft('upsert', id, 'stores/stores.csv.gz', 'stores', more);

	it('creates one dataflow with a name, then writes only what differs', async () => {
		const id = connect();
		const first = await run(upsert(id));
		expect(first.error).toBeUndefined();
		expect(first.json[0]).toMatchObject({ created: true });
		const count = writes(local.adobe).length;

		const same = await run(upsert(id));
		expect(same.json[0]).toMatchObject({ id: first.json[0]?.id, created: false, updated: [] });
		expect(writes(local.adobe)).toHaveLength(count);

		const changed = await run(
			upsert(id, { additionalFields: { description: 'new', errorDiagnostics: false } }),
		);
		expect(changed.error).toBeUndefined();
		expect(changed.json[0]?.updated).toEqual(['description', 'options']);
		expect(local.adobe.flows()).toMatchObject([
			{ description: 'new', options: { errorDiagnosticsEnabled: false } },
		]);
		expect(local.adobe.flows()).toHaveLength(1);
	}, 120_000);

	it('refuses another file and another connection, which Adobe cannot change', async () => {
		const id = connect();
		await run(upsert(id));
		await local.adobe.putFile('stores/more.csv', 'Store ID,City\nS-09,Riga\n');
		const before = writes(local.adobe);
		const file = await run(draft('upsert', id, 'stores/more.csv', 'stores'));
		expect(file.error?.message).toBe('A dataflow "Stores" for other data already exists');
		expect(file.error?.description).toContain('it reads /acme-landing/stores/stores.csv.gz');
		const connection = await run(upsert(connect()));
		expect(connection.error?.description).toContain('it uses another base connection');
		expect(writes(local.adobe)).toEqual(before);
	});

	it('uses what a try that was killed has left behind', async () => {
		const { adobe } = local;
		const id = connect();
		adobe.set({
			faults: [
				{ kind: 'status', status: 403, method: 'POST', path: '/flows$', times: 1 },
				{ kind: 'status', status: 403, method: 'DELETE' },
			],
		});
		const failed = await run(upsert(id));
		expect(failed.error?.description).toMatch(
			/Could not be deleted: the target connection .*, the source connection/,
		);
		adobe.set({ faults: [] });
		const { error, json } = await run(upsert(id));
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ created: true });
		const posts = writes(adobe).filter((line) => line.startsWith('POST'));
		expect(posts.filter((line) => line === 'POST sourceConnections')).toHaveLength(1);
		expect(posts.filter((line) => line === 'POST targetConnections')).toHaveLength(1);
		expect(adobe.flows()).toHaveLength(1);
	});
});
