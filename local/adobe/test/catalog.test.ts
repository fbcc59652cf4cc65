import { DATASETS, SCHEMAS } from '../tenant/ids';
import { codeOf } from './client';
import { CATALOG, member, usePlatform } from './platformLab';

/** Catalog: cat.yaml and EN:catalog/api/filter-data.md. */
describe('Datasets of the Catalog', () => {
	const lab = usePlatform();
	const get = async (path: string) => await lab.client.call('GET', CATALOG + path);
	const ids = async (query: string) => {
		const reply = await get(`/dataSets${query}`);
		expect(reply.status).toBe(200);
		return Object.keys(reply.body);
	};

	it('are one object, keyed by id, oldest first', async () => {
		expect(await ids('')).toEqual([DATASETS.stores, DATASETS.profiles, DATASETS.orders]);
		const { body } = await get('/dataSets');
		expect(body[DATASETS.orders]).toMatchObject({
			name: 'Acme Orders',
			imsOrg: lab.world.demo.organizationId,
			schemaRef: {
				id: SCHEMAS.orders,
				contentType: 'application/vnd.adobe.xed+json;version=1',
			},
			tags: { unifiedProfile: ['enabled:true'] },
		});
	});

	it('show only the properties asked for', async () => {
		const { body } = await get('/dataSets?properties=name,schemaRef,nothing&limit=1');
		expect(Object.values(body)).toEqual([
			{ name: 'Acme Stores', schemaRef: expect.objectContaining({ id: SCHEMAS.stores }) as object },
		]);
	});

	it.each([
		['?limit=2', ['stores', 'profiles']],
		['?limit=2&start=2', ['orders']],
		['?start=3', []],
		['?orderBy=desc:created', ['orders', 'profiles', 'stores']],
		['?orderBy=asc:name', ['profiles', 'orders', 'stores']],
		['?orderBy=name&limit=1&start=1', ['orders']],
		['?name=Acme%20Orders', ['orders']],
		['?name=Acme%20Orders,Acme%20Stores', ['stores', 'orders']],
		['?name=!Acme%20Orders', ['stores', 'profiles']],
		['?name=acme%20orders', []],
		['?name=*Profile*', ['profiles']],
		['?name=Acme', []],
		['?property=name~Orders|Stores', ['stores', 'orders']],
		['?property=name~^Orders', []],
		['?property=name==Acme%20Orders', ['orders']],
		['?property=name!=Acme%20Orders', ['stores', 'profiles']],
		['?property=version>1.0.0', ['stores', 'profiles', 'orders']],
		['?property=version>1.0.1', []],
		['?property=version>=1.0.1&property=name~Stores', ['stores']],
		['?property=nothing', []],
		['?property=constructor', []],
		['?property=!nothing', ['stores', 'profiles', 'orders']],
		['?tags=unifiedProfile:*', ['profiles', 'orders']],
		['?tags=unifiedProfile:*,unifiedIdentity:enabled*', ['profiles']],
		['?createdUser=local@AdobeID', ['stores', 'profiles', 'orders']],
		['?enableErrorDiagnostics=false', []],
	] as Array<[string, Array<keyof typeof DATASETS>]>)('%s finds %j', async (query, expected) => {
		expect(await ids(query)).toEqual(expected.map((name) => DATASETS[name]));
	});

	it.each(['?limit=0', '?limit=101', '?limit=two', '?start=-1', '?property=name~(', '?property=~'])(
		'%s is refused',
		async (query) => {
			expect((await get(`/dataSets${query}`)).status).toBe(400);
		},
	);

	it('are looked up one by one or several at once', async () => {
		const one = await get(`/dataSets/${DATASETS.profiles}`);
		expect(Object.keys(one.body)).toEqual([DATASETS.profiles]);
		const two = await get(`/dataSets/${DATASETS.orders},${DATASETS.stores}?properties=name`);
		expect(two.body).toEqual({
			[DATASETS.orders]: { name: 'Acme Orders' },
			[DATASETS.stores]: { name: 'Acme Stores' },
		});
		expect((await get('/dataSets/000000000000000000000000')).status).toBe(404);
	});

	it('belong to a sandbox', async () => {
		const headers = { 'x-sandbox-name': 'prod' };
		const list = await lab.client.call('GET', `${CATALOG}/dataSets`, { headers });
		expect([list.status, list.body]).toEqual([200, {}]);
		const one = await lab.client.call('GET', `${CATALOG}/dataSets/${DATASETS.orders}`, { headers });
		expect(one.status).toBe(404);
	});

	it('stand behind the gateway', async () => {
		const path = `${CATALOG}/dataSets`;
		for (const [header, code] of [
			['authorization', '403010'],
			['x-api-key', '403000'],
			['x-sandbox-name', '2105-400'],
		] as const) {
			const reply = await lab.client.call('GET', path, { headers: { [header]: undefined } });
			expect(codeOf(reply)).toBe(code);
		}
		expect(lab.world.journal.filter((entry) => entry.path === path)).toHaveLength(3);
	});

	it('obey faults', async () => {
		lab.world.set({ faults: [{ kind: 'status', status: 503, path: 'catalog', times: 1 }] });
		expect((await get('/dataSets')).status).toBe(503);
		expect((await get('/dataSets')).status).toBe(200);
		expect(member((await get('/dataSets')).body, DATASETS.stores, 'name')).toBe('Acme Stores');
	});
});
