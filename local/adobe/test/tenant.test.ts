/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test of the local Adobe, which is never part of the published package */
import { gzipSync } from 'node:zlib';

import { fieldFor } from '../schemaRegistry/fields';
import { missingFields, mapRow } from '../dataPrep/mapRow';
import { SCHEMAS } from '../tenant/ids';
import { FAULTY_DAY } from '../tenant/orders';
import { itemsOf, type Json, useClient } from './client';
import { CATALOG, usePlatform } from './platformLab';

/** What every test of a whole chain builds on: files whose columns fit the schemas, and lists that are not empty. */
describe('Files of the tenant', () => {
	const lab = usePlatform();
	const fields = (id: string) => lab.world.schemas.fieldsOf(id, 'dev');
	const names = (path: string, more = {}) =>
		lab.world.bucket.readRows(path, { fileType: 'delimited', ...more }).names;
	const loose = (text: string) => text.toLowerCase().replace(/[ _-]/g, '');
	const fitting = (columns: string[], schema: string) =>
		columns.filter((column) =>
			fields(schema).some(
				({ path }) => path === column || loose(path.split('.').at(-1) ?? '') === loose(column),
			),
		);

	it.each([
		['stores/stores.csv.gz', { compressionType: 'gzip' }, SCHEMAS.stores, 'Manager Phone'],
		['crm/profiles.csv', {}, SCHEMAS.profiles, 'newsletter wave'],
		['daily/2026-06-01.csv', {}, SCHEMAS.orders, 'Cashier'],
	])('%s fits its schema but for one column', (path, more, schema, misfit) => {
		const columns = names(path, more);
		expect(columns.length).toBeGreaterThan(7);
		expect(columns.filter((column) => !fitting(columns, schema).includes(column))).toEqual([
			misfit,
		]);
	});

	const asSchema = (path: string, fileType: 'json' | 'parquet', schema: string) => {
		const mapped = (row: Json) => {
			const mappings = fields(schema).map((field) => ({
				id: '',
				sourceType: 'ATTRIBUTE',
				source: field.path,
				destination: field.path,
			}));
			return mapRow(mappings, row, fields(schema));
		};
		return lab.world.bucket.readRows(path, { fileType }).rows.map(mapped);
	};

	it.each([
		['orders/online-orders.json', 'json', SCHEMAS.orders, 10],
		['orders/2026/06/store-orders.parquet', 'parquet', SCHEMAS.orders, 12],
		['crm/profiles.json', 'json', SCHEMAS.profiles, 2],
	] as const)('%s holds records in the form of its schema', (path, fileType, schema, count) => {
		const records = asSchema(path, fileType, schema);
		expect(records).toHaveLength(count);
		for (const { data, errors } of records) {
			expect(errors).toEqual([]);
			expect(missingFields(data, fields(schema))).toEqual([]);
		}
	});

	it('one day holds two records that the schema refuses', () => {
		const judge = (day: string) => {
			const { rows } = lab.world.bucket.readRows(`daily/${day}.csv`, { fileType: 'delimited' });
			const mappings = [
				['_id', '_id'],
				['timestamp', 'timestamp'],
				['Order ID', '_acmeretail.orderId'],
				['Customer ID', '_acmeretail.customerId'],
				['Quantity', '_acmeretail.quantity'],
			].map(([source = '', destination = '']) => {
				expect(fieldFor(fields(SCHEMAS.orders), destination)).toBeDefined();
				return { id: '', sourceType: 'ATTRIBUTE', source, destination };
			});
			return rows.filter((row) => {
				const { data, errors } = mapRow(mappings, row, fields(SCHEMAS.orders));
				return errors.length > 0 || missingFields(data, fields(SCHEMAS.orders)).length > 0;
			}).length;
		};
		expect(judge(FAULTY_DAY)).toBe(2);
		expect(judge('2026-06-01')).toBe(0);
	});
});

describe('Lists of the tenant', () => {
	const client = useClient({ runMs: 30 });

	it('are empty until they are filled, but for the datasets', async () => {
		expect(itemsOf(await client.get('/connections'))).toEqual([]);
		expect(Object.keys((await client.call('GET', `${CATALOG}/dataSets`)).body)).toHaveLength(3);
	});

	it('hold connections and dataflows that work', async () => {
		client.adobe.seedTenant();
		const connections = itemsOf(await client.get('/connections'));
		expect(connections.map(({ name }) => name)).toContain('Acme Landing Bucket');
		const flows = itemsOf(await client.get('/flows'));
		expect(flows).toHaveLength(4);
		const datasets = (await client.call('GET', `${CATALOG}/dataSets`)).body;
		for (const target of itemsOf(await client.get('/targetConnections'))) {
			const { dataSetId } = target.params as Json;
			const dataset = datasets[String(dataSetId)] as Json;
			expect((dataset.schemaRef as Json).id).toBe(((target.data as Json).schema as Json).id);
		}
		for (const { id } of connections) {
			expect((await client.get(`/connections/${String(id)}/test`)).body).toEqual({ result: true });
		}
		for (const { params } of itemsOf(await client.get('/sourceConnections'))) {
			const { path, type } = params as Json;
			const query = new URLSearchParams({
				objectType: String(type),
				object: String(path),
				...(type === 'file' && { determineProperties: 'true', preview: 'true' }),
			});
			const reply = await client.get(`/connections/${String(connections[0]?.id)}/explore?${query}`);
			expect([path, reply.status]).toEqual([path, 200]);
		}
	});

	it('are made without a request, and forgotten by a reset', async () => {
		const before = client.adobe.journal.length;
		client.adobe.seedTenant();
		expect(client.adobe.journal).toHaveLength(before);
		client.adobe.reset({ keepTokens: true });
		expect(itemsOf(await client.get('/flows'))).toEqual([]);
	});

	it('are filled while connections take their time and nothing else works', async () => {
		client.adobe.set({
			initializingMs: 5000,
			rateLimit: { perSecond: 1, kind: 'window' },
			faults: [{ kind: 'status', status: 500 }],
		});
		client.adobe.seedTenant();
		client.adobe.set({ rateLimit: null, faults: [] });
		expect(itemsOf(await client.get('/flows'))).toHaveLength(4);
	});

	it('shows files that somebody puts in, until a reset', async () => {
		const { id } = client.adobe.seedConnection();
		const folder = async () => {
			const query = 'objectType=folder&object=/acme-landing/daily';
			return ((await client.get(`/connections/${id}/explore?${query}`)).body as unknown as Json[])
				.length;
		};
		await client.adobe.putFile('daily/2026-06-06.csv', '_id\n1\n');
		expect(await folder()).toBe(6);
		client.adobe.reset({ keepTokens: true });
		client.adobe.seedConnection({ id });
		expect(await folder()).toBe(5);
	});

	it('take files from another process', async () => {
		const put = async (body: Json) =>
			(await client.call('POST', '/local/files', { body, headers: { accept: undefined } })).status;
		const base64 = gzipSync('_id\n1\n').toString('base64');
		expect(await put({ path: 'new/a.csv.gz', base64 })).toBe(200);
		expect(await put({ path: 'new/b.csv', text: '_id\n1\n' })).toBe(200);
		expect(await put({ path: 'new/c.csv' })).toBe(400);
		expect(await put({ text: '' })).toBe(400);
		const { id } = client.adobe.seedConnection();
		const query = 'objectType=file&preview=true&determineProperties=true&object=/acme-landing/new';
		for (const name of ['a.csv.gz', 'b.csv']) {
			const reply = await client.get(`/connections/${id}/explore?${query}/${name}`);
			expect(reply.body).toMatchObject({ format: 'flat', data: [{ _id: '1' }] });
		}
		const missing = await client.get(`/connections/${id}/explore?${query}/c.csv`);
		expect(missing.status).toBe(400);
	});
});
