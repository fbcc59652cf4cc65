import { SCHEMAS } from '../tenant/ids';
import type { Json } from './client';
import { DATA_PREP, member, usePlatform } from './platformLab';

const SETS = `${DATA_PREP}/mappingSets`;
const contentType = 'application/vnd.adobe.xed-full+json;version=1';
const outputSchema = { schemaRef: { id: SCHEMAS.orders, contentType } };
const attribute = (source: string, destination: string) => ({
	sourceType: 'ATTRIBUTE',
	source,
	destination,
});

/** Data Prep: dp.yaml and EN:data-prep/api/mapping-set.md; the legacy body is that of EN:sources/tutorials/api/collect. */
describe('Mapping sets', () => {
	const lab = usePlatform();
	const call = async (method: string, path: string, body?: unknown) =>
		await lab.client.call(method, path, body === undefined ? {} : { body });
	const create = async (changes: Json = {}) => {
		const mappings = [attribute('Order ID', '_acmeretail.orderId')];
		const reply = await call('POST', SETS, { outputSchema, mappings, ...changes });
		expect(reply.status).toBe(200);
		return reply.body;
	};

	it('are created with 200, an id without dashes and no etag', async () => {
		const body = await create();
		expect(Object.keys(body).sort()).toEqual([
			'createdBy',
			'createdDate',
			'id',
			'modifiedBy',
			'modifiedDate',
			'version',
		]);
		expect(body).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
			version: 0,
		});
	});

	it.each([
		['today', { outputSchema, mappings: [attribute('Order ID', '_acmeretail.orderId')] }],
		[
			'the legacy body',
			{
				version: 0,
				xdmSchema: SCHEMAS.orders,
				xdmVersion: '1.0',
				id: null,
				mappings: [
					{
						sourceAttribute: 'Order ID',
						destinationXdmPath: '_acmeretail.orderId',
						identity: false,
					},
				],
			},
		],
	])('of %s come out in one form', async (_name, body) => {
		const { id } = (await call('POST', SETS, body)).body;
		const reply = await call('GET', `${SETS}/${String(id)}`);
		expect(reply.body).toMatchObject({
			id,
			version: 0,
			outputSchema,
			xdmSchema: SCHEMAS.orders,
			mappings: [
				{
					sourceType: 'text/x.schema-path',
					source: 'Order ID',
					destination: '_acmeretail.orderId',
					sourceAttribute: 'Order ID',
					destinationXdmPath: '_acmeretail.orderId',
				},
			],
		});
	});

	it('are replaced as a whole, with a version that grows; older versions stay', async () => {
		const { id } = await create({ name: 'first' });
		const path = `${SETS}/${String(id)}`;
		const read = await call('GET', path);
		// What was read can be sent back as it is.
		const mappings = [...(read.body.mappings as Json[]), attribute('total', '_acmeretail.total')];
		const changed = await call('PUT', path, { ...read.body, mappings });
		expect(changed.status).toBe(200);
		expect(changed.body).toMatchObject({ id, version: 1, name: 'first' });
		expect(changed.body.mappings).toHaveLength(2);
		expect((await call('PUT', path, { outputSchema, mappings: [] })).body.version).toBe(2);
		const newest = await call('GET', path);
		expect(newest.body).toMatchObject({ version: 2, mappings: [] });
		expect(newest.body).not.toHaveProperty('name');
		expect((await call('GET', `${path}?version=0`)).body.mappings).toHaveLength(1);
		expect((await call('GET', `${path}?version=3`)).status).toBe(404);
		expect(lab.world.mappingSets.get(String(id), 1)?.mappings).toHaveLength(2);
	});

	it('show their mappings one by one', async () => {
		const { id } = await create();
		const { body } = await call('GET', `${SETS}/${String(id)}/mappings`);
		const [first] = body as unknown as Json[];
		const one = await call('GET', `${SETS}/${String(id)}/mappings/${String(first?.id)}`);
		expect(one.body).toEqual(first);
		expect((await call('GET', `${SETS}/${String(id)}/mappings/none`)).status).toBe(404);
	});

	it('are listed page by page', async () => {
		const names = ['a', 'b', 'c'];
		for (const name of names) await create({ name });
		const page = await call('GET', `${SETS}?limit=2&start=0&orderBy=createdDate`);
		expect(page.body._page).toEqual({ limit: 2, count: 2 });
		const href = String(member(page.body, '_links', 'next', 'href'));
		const rest = await call('GET', href.replace(lab.client.adobe.url, ''));
		const all = [...(page.body.data as Json[]), ...(rest.body.data as Json[])];
		expect(all.map(({ name }) => name)).toEqual(names);
		expect(rest.body._links).not.toHaveProperty('next');
		const named = await call('GET', `${SETS}?limit=9&start=0&name=b`);
		expect((named.body.data as Json[]).map(({ name }) => name)).toEqual(['b']);
	});

	it.each(['', '?limit=2', '?start=0', '?limit=two&start=0', '?limit=1&start=0&orderBy=name'])(
		'a list with the query %j is refused',
		async (query) => {
			const reply = await call('GET', SETS + query);
			expect(reply.status).toBe(400);
			expect(reply.body).toMatchObject({ type: '/placeholder/type/uri', status: 400 });
		},
	);

	it.each([
		['no body', undefined],
		['no schema', { mappings: [] }],
		['a schema without an id', { outputSchema: { schemaRef: {} }, mappings: [] }],
		['no mappings', { outputSchema }],
		['a mapping without a source', { outputSchema, mappings: [{ destination: '_id' }] }],
		['a mapping without a destination', { outputSchema, mappings: [{ source: 'Id' }] }],
		[
			'an unknown kind of source',
			{ outputSchema, mappings: [{ ...attribute('Id', '_id'), sourceType: 'COLUMN' }] },
		],
	])('%s is refused, and nothing is stored', async (_what, body) => {
		const headers = { 'content-type': 'application/json' };
		const reply = await lab.client.call('POST', SETS, { body, headers });
		expect(reply.status).toBe(400);
		expect(lab.world.mappingSets.in('dev')).toHaveLength(0);
	});

	it('belong to a sandbox', async () => {
		const { id } = await create();
		const headers = { 'x-sandbox-name': 'prod' };
		const other = await lab.client.call('GET', `${SETS}/${String(id)}`, { headers });
		expect(other.status).toBe(404);
		const body = { outputSchema, mappings: [] };
		const put = await lab.client.call('PUT', `${SETS}/${String(id)}`, { headers, body });
		expect(put.status).toBe(404);
		expect(lab.world.mappingSets.get(String(id))?.version).toBe(0);
	});

	it('are validated, mapping by mapping', async () => {
		const mappings = [
			attribute('a', '_id'),
			attribute('b', '_acmeretail.nothing'),
			attribute('c', '_id'),
			attribute('d', '_acmeretail.items[*].sku'),
			attribute('e', '_acmeretail.items[0].sku'),
			attribute('f', '_acmeretail.items'),
			attribute('g', '_acmeretail.attributes.season'),
		];
		const { body } = await call('POST', `${SETS}/validate`, { outputSchema, mappings });
		const verdicts = body.validationResponse as Json[];
		expect(verdicts.map(({ status }) => status)).toEqual([
			'SUCCESS',
			'FAILED',
			'FAILED',
			'SUCCESS',
			'SUCCESS',
			'SUCCESS',
			'SUCCESS',
		]);
		expect(verdicts[0]?.errors).toBeNull();
		expect(verdicts[1]?.errors).toMatchObject([
			{ source: 'b', destination: '_acmeretail.nothing', sourceType: 'ATTRIBUTE' },
		]);
		const unknown = {
			schemaRef: { id: 'https://ns.adobe.com/acmeretail/schemas/none', contentType },
		};
		const refused = await call('POST', `${SETS}/validate`, { outputSchema: unknown, mappings });
		expect(refused.status).toBe(400);
	});

	const previewed = async (data: unknown, mappings: Json[]) =>
		(await call('POST', `${SETS}/preview`, { data, mappingSet: { outputSchema, mappings } })).body;

	it('are previewed on one row and on several', async () => {
		const mappings = [attribute('Quantity', '_acmeretail.quantity'), attribute('id', '_id')];
		const row = { Quantity: '3', id: 7 };
		const expected = { data: { _id: '7', _acmeretail: { quantity: 3 } }, errors: [] };
		expect(await previewed(row, mappings)).toEqual(expected);
		expect(await previewed([row, row], mappings)).toEqual([expected, expected]);
	});

	it.each([
		[{ a: 'two' }, attribute('a', '_acmeretail.quantity'), undefined],
		[{ a: '2.5' }, attribute('a', '_acmeretail.quantity'), undefined],
		[{ a: '2.5' }, attribute('a', '_acmeretail.total'), { total: 2.5 }],
		[{ a: 'TRUE' }, attribute('a', '_acmeretail.paid'), { paid: true }],
		[{ a: 'yes' }, attribute('a', '_acmeretail.paid'), { paid: true }],
		[{ a: 'True' }, attribute('a', '_acmeretail.paid'), undefined],
		[
			{ a: '31.12.2026' },
			attribute('a', '_acmeretail.delivery.promisedOn'),
			{ delivery: { promisedOn: '2026-12-31' } },
		],
		[{ a: '13/25/2026' }, attribute('a', '_acmeretail.delivery.promisedOn'), undefined],
		[{ a: 'fax' }, attribute('a', '_acmeretail.channel'), undefined],
		[{ a: 'yesterday' }, attribute('a', '_acmeretail.delivery.promisedOn'), undefined],
		[{ a: 'x' }, attribute('a', '_acmeretail.nothing'), undefined],
		[
			{ items: [{ sku: 'A' }, { sku: 'B' }] },
			attribute('items[*].sku', '_acmeretail.items[*].sku'),
			{ items: [{ sku: 'A' }, { sku: 'B' }] },
		],
		[{ items: [{ sku: 'A' }] }, attribute('items[0].sku', '_acmeretail.orderId'), { orderId: 'A' }],
		[{ 'a.b': 'x' }, attribute('a\\.b', '_acmeretail.orderId'), { orderId: 'x' }],
		[{ 'a.b': 'x' }, attribute('a.b', '_acmeretail.orderId'), { orderId: 'x' }],
		[
			{},
			{ sourceType: 'STATIC', source: 'store', destination: '_acmeretail.channel' },
			{ channel: 'store' },
		],
		[
			{},
			{ sourceType: 'EXPRESSION', source: '"store"', destination: '_acmeretail.channel' },
			{ channel: 'store' },
		],
		[
			{ a: 'x' },
			{ sourceType: 'EXPRESSION', source: 'upper(a)', destination: '_acmeretail.orderId' },
			{ orderId: 'X' },
		],
		[
			{ 'a b': '31/12/2026' },
			{
				sourceType: 'EXPRESSION',
				source: 'date(${a b}, "dd/MM/yyyy")',
				destination: '_acmeretail.delivery.promisedOn',
			},
			{ delivery: { promisedOn: '2026-12-31' } },
		],
		[
			{ a: '1.200,5' },
			{
				sourceType: 'EXPRESSION',
				source: 'to_decimal(replacestr(replacestr(a, ".", ""), ",", ".")) * 2',
				destination: '_acmeretail.total',
			},
			{ total: 2401 },
		],
		[
			{ a: 'x' },
			{
				sourceType: 'EXPRESSION',
				source: 'iif(a == "x" && !b, a, "z")',
				destination: '_acmeretail.orderId',
			},
			undefined,
		],
		[
			{ a: 'x' },
			{
				sourceType: 'EXPRESSION',
				source: 'iif(a == "x", coalesce(b, concat(a, "-", 1)), "z")',
				destination: '_acmeretail.orderId',
			},
			{ orderId: 'x-1' },
		],
		[
			{ a: 'x' },
			{ sourceType: 'EXPRESSION', source: 'date(a)', destination: '_acmeretail.orderId' },
			undefined,
		],
	] as Array<[Json, Json, Json | undefined]>)('%j by %j gives %j', async (row, mapping, value) => {
		const { data, errors } = await previewed(row, [mapping]);
		expect((data as Json)._acmeretail).toEqual(value);
		expect(errors).toHaveLength(value ? 0 : 1);
	});

	it('take empty values for no values', async () => {
		const result = await previewed({ a: '', b: null }, [
			attribute('constructor.name', '_id'),
			attribute('a', '_acmeretail.quantity'),
			attribute('b', '_acmeretail.total'),
			attribute('c', '_acmeretail.paid'),
		]);
		expect(result).toEqual({ data: {}, errors: [] });
	});
});
