import { NodeHelpers, type IDataObject, type INode, type INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { useLocalAdobe } from '../support/adobe';
import { useBounds } from '../support/bounds';
import { runNode } from '../support/engine';
import { dataflow, draft, lines, one, platformCalls } from './dataflow/cases';

const local = useLocalAdobe();
useBounds({ lateCreate: 1_200, lateCreateAfterTimeout: 1_200, itemBudget: 20_000 });

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What a node of a version returns. A node that was saved with 1.0.0 is of version 1. */
async function outputs(typeVersion: number, parameters: INodeParameters): Promise<IDataObject[]> {
	const run = await runNode(local.credential(), { parameters, settings: { typeVersion } });
	if (run.error) throw run.error;
	return run.json;
}

const output = async (...of: Parameters<typeof outputs>) => (await outputs(...of))[0] ?? {};
const fieldsOf = (json: IDataObject) => Object.keys(json);

const connection = (operation: string, id: string, more: INodeParameters = {}) => ({
	operation,
	connectionId: byId(id),
	...more,
});

/** A dataflow of the seeded tenant's stores. */
async function flow(more: INodeParameters = {}): Promise<{ id: string; connectionId: string }> {
	const { id: connectionId } = local.adobe.seedConnection({ name: 'Landing' });
	const soon = { startTime: new Date(Date.now() + 3_600_000).toISOString() };
	const parameters = draft('create', connectionId, 'stores/stores.csv.gz', 'stores', {
		...soon,
		...more,
	});
	const { id } = await output(1.1, parameters);
	return { id: String(id), connectionId };
}

describe('Simplify of a connection', () => {
	it('is on in a new node: name, state, source and location, then dates, then the ID, last the etag', async () => {
		const { id } = local.adobe.seedConnection({
			name: 'Landing',
			params: { bucketName: 'acme-landing' },
		});
		const json = await output(1.1, connection('get', id));
		expect(fieldsOf(json).slice(0, 4)).toEqual(['name', 'state', 'source', 'authentication']);
		expect(fieldsOf(json).slice(-4)).toEqual(['createdAt', 'updatedAt', 'id', 'etag']);
		expect(json).toMatchObject({
			name: 'Landing',
			state: 'enabled',
			source: 'amazonS3',
			authentication: 'accessKey',
			bucketName: 'acme-landing',
			createdAt: expect.stringMatching(ISO),
			id,
		});
		expect(json.auth).toBeUndefined();
		expect(await outputs(1.1, { operation: 'getAll' })).toEqual([json]);
	});

	it('is off in a node of version 1, and can be turned off in a new one', async () => {
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		const saved = await output(1, connection('get', id));
		expect(saved).toMatchObject({ id, auth: { params: {} }, createdAt: expect.any(Number) });
		expect(await output(1.1, connection('get', id, { simplify: false }))).toEqual(saved);
		expect(await outputs(1, { operation: 'getAll' })).toEqual([saved]);
		expect(await outputs(1.1, { operation: 'getAll', simplify: false })).toEqual([saved]);
	});

	it('can be turned on in a node of version 1', async () => {
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		const json = await output(1, connection('get', id, { simplify: true }));
		expect(json).toEqual(await output(1.1, connection('get', id)));
	});
});

describe('Simplify of a dataflow', () => {
	it('shows where data comes from, where it goes and how it went, then dates, then IDs', async () => {
		const { id, connectionId } = await flow({ schedule: 'minute', interval: 15 });
		const json = await output(1.1, one('get', id));
		expect(fieldsOf(json).slice(0, 7)).toEqual([
			'name',
			'state',
			'source',
			'lastRun',
			'file',
			'dataset',
			'schedule',
		]);
		expect(json).toMatchObject({
			name: 'Stores',
			state: 'enabled',
			source: 'amazonS3',
			lastRun: 'neverRan',
			file: '/acme-landing/stores/stores.csv.gz',
			dataset: 'Acme Stores',
			schedule: 'every 15 minutes',
			createdAt: expect.stringMatching(ISO),
			startsAt: expect.stringMatching(ISO),
			id,
			baseConnectionId: connectionId,
			datasetId: expect.any(String),
		});
		expect(fieldsOf(json).at(-1)).toBe('etag');
		expect(json.scheduleParams).toBeUndefined();
		expect(await outputs(1.1, dataflow('getAll', { filters: { name: 'Stores' } }))).toEqual([json]);
	});

	it('reads the parts of all dataflows together', async () => {
		for (const name of ['a', 'b', 'c', 'd', 'e']) await flow({ name });
		local.adobe.journal.length = 0;
		const json = await outputs(1.1, dataflow('getAll', { returnAll: true }));
		expect(json.length).toBeGreaterThanOrEqual(5);
		expect(lines(local.adobe)).toEqual([
			'GET flows',
			'GET sourceConnections',
			'GET targetConnections',
			'GET catalog/dataSets/…',
		]);
	});

	it('leaves empty what cannot be read, and does not fail', async () => {
		const { id } = await flow();
		const forbidden = { kind: 'status', status: 403, method: 'GET' } as const;
		local.adobe.set({
			faults: [
				{ ...forbidden, path: '/sourceConnections' },
				{ ...forbidden, path: '/dataSets' },
			],
		});
		const json = await output(1.1, one('get', id));
		expect(json).toMatchObject({ name: 'Stores', file: null, dataset: json.datasetId });
	});

	it('is off in a node of version 1, which asks for nothing but the dataflow', async () => {
		const { id } = await flow();
		local.adobe.journal.length = 0;
		const saved = await output(1, one('get', id));
		expect(saved).toMatchObject({ id, scheduleParams: { frequency: 'once' } });
		expect(platformCalls(local.adobe)).toHaveLength(1);
		expect(await output(1.1, one('get', id, { simplify: false }))).toEqual(saved);
	});
});

describe('What was written', () => {
	const named = (operation: string) => ({ operation, name: 'One', additionalFields: {} });

	it('is listed by a create of version 1 only', async () => {
		const saved = await output(1, named('create'));
		expect(saved).toMatchObject({ name: 'One', updated: expect.arrayContaining(['name']) });
		const created = await output(1.1, named('create'));
		expect(fieldsOf(created)).toEqual(expect.not.arrayContaining(['updated']));
		expect(fieldsOf(created).slice(0, 2)).toEqual(['name', 'id']);
	});

	it('is an empty list if Create or Update created', async () => {
		expect(await output(1.1, named('upsert'))).toMatchObject({ created: true, updated: [] });
		const again = await output(1.1, named('upsert'));
		expect(again.created).toBe(false);
		expect(again.updated).toEqual(expect.arrayContaining(['s3AccessKey']));
	});

	it('is listed by Create or Update of version 1 after a create, too', async () => {
		const saved = await output(1, named('upsert'));
		expect(saved).toMatchObject({ created: true, updated: expect.arrayContaining(['name']) });
	});

	it('is not listed by a create of a dataflow, whose name comes first and etag last', async () => {
		const { id: connectionId } = local.adobe.seedConnection({});
		const of = (operation: 'create' | 'upsert', name: string) =>
			draft(operation, connectionId, 'stores/stores.csv.gz', 'stores', { name });
		const created = await output(1.1, of('create', 'a'));
		expect(fieldsOf(created).slice(0, 2)).toEqual(['name', 'id']);
		expect(fieldsOf(created).at(-1)).toBe('etag');
		expect(fieldsOf(created)).not.toContain('updated');
		expect(await output(1.1, of('upsert', 'b'))).toMatchObject({ created: true, updated: [] });
		const saved = await output(1, of('create', 'c'));
		expect(saved.updated).toEqual(expect.arrayContaining(['name', 'path']));
	});
});

describe('Delete', () => {
	it('says by name and ID which connection is gone, after it was read', async () => {
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		const json = await output(1.1, connection('delete', id));
		expect(json).toEqual({ deleted: true, name: 'Landing', id });
		expect(platformCalls(local.adobe).map(({ method }) => method)).toEqual(['GET', 'DELETE']);
	});

	it('of a connection that cannot be read sends nothing else', async () => {
		await expect(output(1.1, connection('delete', 'nobody'))).rejects.toMatchObject({
			message: 'There is no connection with this ID in this sandbox',
		});
		expect(platformCalls(local.adobe).map(({ method }) => method)).toEqual(['GET']);
	});

	it('says by name and ID which dataflow is gone', async () => {
		const { id } = await flow();
		expect(await output(1.1, one('delete', id))).toEqual({ deleted: true, name: 'Stores', id });
	});

	it('of version 1 answers as before, and reads no connection', async () => {
		const { id } = local.adobe.seedConnection({});
		expect(await output(1, connection('delete', id))).toEqual({ deleted: true });
		expect(platformCalls(local.adobe).map(({ method }) => method)).toEqual(['DELETE']);
	});
});

describe('A new form shows without "Add field"', () => {
	const { properties } = new AdobeExperiencePlatform().description;
	/** What Additional Fields begins with in a node of a version. */
	const shown = (version: number, resource: string, more: INodeParameters) => {
		const parameters = { resource, operation: 'create', ...more };
		const node = { typeVersion: version, parameters } as unknown as INode;
		const field = properties.find(
			(property) =>
				property.name === 'additionalFields' &&
				NodeHelpers.displayParameter(parameters, property, node, null),
		);
		return field?.default;
	};

	it.each<[what: string, resource: string, more: INodeParameters, shows: object]>([
		[
			'bucket and folder of S3',
			'baseConnection',
			{ source: 'amazonS3', authentication: 'accessKey' },
			{ bucketName: '', folderPath: '' },
		],
		[
			'bucket and folder of S3 with a role',
			'baseConnection',
			{ source: 'amazonS3', authentication: 'iamRole' },
			{ bucketName: '', folderPath: '' },
		],
		['delimiter and encoding', 'dataflow', {}, { columnDelimiter: 'auto', encoding: 'auto' }],
	])('%s, and a saved one what it holds', (_what, resource, more, shows) => {
		expect(shown(1.1, resource, more)).toEqual(shows);
		expect(shown(1, resource, more)).toEqual({});
	});

	it('and what stays empty is not sent', async () => {
		const { id } = await output(1.1, { operation: 'create', name: 'One' });
		const params = local.adobe.connection(String(id))?.auth?.params ?? {};
		expect(fieldsOf(params as IDataObject).sort()).toEqual([
			's3AccessKey',
			's3SecretKey',
			's3SessionToken',
		]);
	});

	it('and delimiter and encoding right below the format', () => {
		const names = properties
			.filter(({ displayOptions: { show = {} } = {} }) =>
				[show.resource, show.operation].every((one, at) =>
					one?.includes(at === 0 ? 'dataflow' : 'create'),
				),
			)
			.map(({ name }) => name);
		expect(names[names.indexOf('format') + 1]).toBe('additionalFields');
	});
});
