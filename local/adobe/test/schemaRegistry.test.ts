import Ajv from 'ajv';

import { SCHEMAS } from '../tenant/ids';
import type { Json } from './client';
import { member, REGISTRY, usePlatform } from './platformLab';

const FULL = 'application/vnd.adobe.xed-full+json; version=1';
const xed = (form: string) => `application/vnd.adobe.${form}+json`;

/** Schema Registry: EN:xdm/api/schemas.md, getting-started.md, appendix.md and EN:xdm/troubleshooting-guide.md. */
describe('Schemas of the Schema Registry', () => {
	const lab = usePlatform();
	const get = async (path: string, accept?: string) =>
		await lab.client.call('GET', REGISTRY + path, { headers: { accept } });
	const one = async (id: string, accept?: string) =>
		await get(`/tenant/schemas/${encodeURIComponent(id)}`, accept);

	it('are listed in short', async () => {
		const { status, body } = await get('/tenant/schemas?orderby=title', xed('xed-id'));
		expect(status).toBe(200);
		expect(body.results).toEqual([
			{
				$id: SCHEMAS.profiles,
				'meta:altId': SCHEMAS.profiles.replace('https://ns.adobe.com/', '_').replaceAll('/', '.'),
				version: '1.1',
				title: 'Acme Customer Profiles',
			},
			expect.objectContaining({ title: 'Acme Orders' }),
			expect.objectContaining({ title: 'Acme Stores' }),
		]);
		expect(body._page).toEqual({ orderby: 'title', next: null, count: 3 });
		expect(member(body, '_links', 'next')).toBeNull();
	});

	it('are listed page by page, each starting after the last title', async () => {
		const titles: unknown[] = [];
		let path = `${REGISTRY}/tenant/schemas?orderby=title&limit=1`;
		for (let round = 0; path && round < 9; round++) {
			const { body } = await lab.client.call('GET', path, { headers: { accept: xed('xed-id') } });
			titles.push(...(body.results as Json[]).map(({ title }) => title));
			const href = (member(body, '_links', 'next') as Json | null)?.href;
			path = typeof href === 'string' ? href.replace(lab.client.adobe.url, '') : '';
		}
		expect(titles).toEqual(['Acme Customer Profiles', 'Acme Orders', 'Acme Stores']);
	});

	it.each([
		['?property=title==Acme%20Orders', 1],
		['?property=title!=Acme%20Orders', 2],
		['?property=title', 3],
		['?property=nothing', 0],
		['?orderby=-title&limit=2', 2],
	])('%s finds %i', async (query, count) => {
		const { body } = await get(`/tenant/schemas${query}`, xed('xed'));
		expect(body.results).toHaveLength(count);
	});

	it.each(['?limit=2', '?start=A', '?orderby=title&limit=501'])('%s is refused', async (query) => {
		expect((await get(`/tenant/schemas${query}`, xed('xed-id'))).status).toBe(400);
	});

	it('are none of the global container, and no other container is known', async () => {
		expect((await get('/global/schemas', xed('xed-id'))).body.results).toEqual([]);
		expect((await get('/other/schemas', xed('xed-id'))).status).toBe(404);
	});

	it('are found by $id and by meta:altId', async () => {
		const { body } = await one(SCHEMAS.orders, FULL);
		const again = await one(String(body['meta:altId']), FULL);
		expect(again.body).toEqual(body);
		expect((await one(SCHEMAS.orders, `${xed('xed-full')};version=1.1`)).body).toEqual(body);
	});

	it('are resolved: nested properties with their types, required lists and the tenant namespace', async () => {
		const { body } = await one(SCHEMAS.orders, FULL);
		expect(body).not.toHaveProperty('allOf');
		expect(body).toMatchObject({
			$id: SCHEMAS.orders,
			title: 'Acme Orders',
			type: 'object',
			required: ['_id', 'timestamp', '_acmeretail'],
			'meta:class': 'https://ns.adobe.com/xdm/context/experienceevent',
			'meta:tenantNamespace': '_acmeretail',
			properties: {
				timestamp: { type: 'string', format: 'date-time', 'meta:xdmType': 'date-time' },
				identityMap: {
					type: 'object',
					'meta:xdmType': 'map',
					additionalProperties: { type: 'array' },
				},
				_acmeretail: {
					type: 'object',
					required: ['orderId', 'customerId'],
					properties: {
						channel: { enum: ['online', 'store', 'phone'] },
						items: { type: 'array', items: { properties: { sku: { type: 'string' } } } },
						delivery: { properties: { promisedOn: { format: 'date', 'meta:xdmType': 'date' } } },
					},
				},
			},
		});
		new Ajv({ strict: false, formats: { date: true, 'date-time': true } }).compile({
			properties: body.properties,
		});
	});

	it('come raw, and without titles and descriptions', async () => {
		const raw = await one(SCHEMAS.profiles, `${xed('xed')}; version=1`);
		expect(raw.body).not.toHaveProperty('properties');
		expect((raw.body.allOf as Json[])[0]).toMatchObject({
			$ref: 'https://ns.adobe.com/xdm/context/profile',
		});
		const bare = await one(SCHEMAS.profiles, `${xed('xed-full-notext')}; version=1`);
		expect(bare.text).not.toContain('"title"');
		expect(member(bare.body, 'properties', 'person', 'properties')).toHaveProperty('name');
	});

	it.each([
		[undefined, 406, 'Accept header parameter is required'],
		['application/json', 406, 'Unknown Accept media supplied: application/json'],
		[`${xed('xed-id')}; version=1`, 406, 'Unknown Accept media supplied: '],
		[xed('xed-full'), 400, 'version must be supplied in the accept header.'],
		[`${xed('xed-full')}; version=2`, 404, `Object ${SCHEMAS.stores} with version 2 not found`],
	])('with Accept %j a look-up is refused with %i', async (accept, status, detail) => {
		const reply = await one(SCHEMAS.stores, accept);
		expect(reply.status).toBe(status);
		expect(reply.body).toMatchObject({ type: '/placeholder/type/uri', status });
		expect(String(reply.body.detail)).toContain(detail);
	});

	it.each([
		[undefined, 406],
		[xed('xed-full'), 406],
		[`${xed('xed-id')}; version=1`, 400],
	])('with Accept %j a list is refused with %i', async (accept, status) => {
		expect((await get('/tenant/schemas', accept)).status).toBe(status);
	});

	it('belong to a sandbox', async () => {
		const headers = { 'x-sandbox-name': 'prod', accept: FULL };
		const path = `${REGISTRY}/tenant/schemas/${encodeURIComponent(SCHEMAS.orders)}`;
		expect((await lab.client.call('GET', path, { headers })).status).toBe(404);
		expect((await one('https://ns.adobe.com/acmeretail/schemas/none', FULL)).status).toBe(404);
	});

	it('are counted, with the tenant id', async () => {
		expect((await get('/stats')).body).toMatchObject({
			tenantId: 'acmeretail',
			counts: { schemas: 3 },
			classUsage: { 'https://ns.adobe.com/xdm/context/profile': [{ $id: SCHEMAS.profiles }] },
		});
	});
});

describe('Fields of a schema', () => {
	const lab = usePlatform();
	const fields = (id: string) => lab.world.schemas.fieldsOf(id, lab.world.demo.sandboxName);

	it('have dotted paths, types, and are required when all above them is', () => {
		const found = fields(SCHEMAS.orders);
		expect(found.filter(({ required }) => required).map(({ path }) => path)).toEqual([
			'_id',
			'timestamp',
			'_acmeretail.orderId',
			'_acmeretail.customerId',
		]);
		expect(found).toContainEqual({
			path: '_acmeretail.items[*].price',
			type: 'number',
			required: false,
		});
		expect(found).toContainEqual({
			path: '_acmeretail.channel',
			type: 'string',
			required: false,
			values: ['online', 'store', 'phone'],
		});
		expect(found.find(({ path }) => path === 'identityMap')?.type).toBe('map');
	});

	it('are of three depths', () => {
		const depth = (id: string) => Math.max(...fields(id).map(({ path }) => path.split('.').length));
		expect([SCHEMAS.stores, SCHEMAS.orders, SCHEMAS.profiles].map(depth)).toEqual([1, 3, 3]);
		expect(fields('https://ns.adobe.com/acmeretail/schemas/none')).toEqual([]);
	});
});

/** sr.yaml and EN:xdm/api/descriptors.md. */
describe('Descriptors of the Schema Registry', () => {
	const lab = usePlatform();
	const get = async (accept: string, sandbox = 'dev') =>
		await lab.client.call('GET', `${REGISTRY}/tenant/descriptors`, {
			headers: { accept, 'x-sandbox-name': sandbox },
		});

	it('name the fields that identify a person, grouped by their kind', async () => {
		const { status, body } = await get('application/vnd.adobe.xdm+json');
		expect(status).toBe(200);
		expect(Object.keys(body)).toEqual(['xdm:descriptorIdentity']);
		expect(body['xdm:descriptorIdentity']).toMatchObject([
			{
				'xdm:sourceSchema': SCHEMAS.profiles,
				'xdm:sourceProperty': '/personalEmail/address',
				'xdm:namespace': 'Email',
				'xdm:isPrimary': true,
			},
			{ 'xdm:sourceSchema': SCHEMAS.orders, 'xdm:sourceProperty': '/_acmeretail/customerId' },
		]);
	});

	it('are none in another sandbox, and refused with another Accept header', async () => {
		expect((await get('application/vnd.adobe.xdm+json', 'prod')).body).toEqual({});
		expect((await get('application/json')).status).toBe(400);
	});
});
