import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { callLines, flowCalls, keySet, storedParams, times } from '../cases';

const local = useLocalAdobe();

const upsert = (more: INodeParameters = {}): INodeParameters => ({
	operation: 'upsert',
	name: 'Landing',
	...more,
});

const fromFields = (number: number): INodeParameters => ({
	s3KeySource: 'fields',
	...keySet(number),
});

describe('Create or Update', () => {
	it('creates the connection if there is none of that name', async () => {
		const { json, error } = await runNode(local.credential(), { parameters: upsert() });
		expect(error).toBeUndefined();
		expect(callLines(local.adobe)).toEqual(['GET ', 'POST ', 'GET ']);
		expect(json[0]).toMatchObject({ name: 'Landing', created: true });
		expect(local.adobe.connections()).toHaveLength(1);
	});

	it('replaces keys and given fields of the one that is there, in one PATCH, without reading it twice', async () => {
		const { id, etag } = local.adobe.seedConnection({
			name: 'Landing',
			params: { ...keySet(1), bucketName: 'old-bucket', folderPath: 'stays' },
		});
		const { json } = await runNode(local.credential(), {
			parameters: upsert({
				...fromFields(2),
				additionalFields: { bucketName: 'new-bucket', description: 'now described' },
			}),
		});
		expect(callLines(local.adobe)).toEqual(['GET ', `PATCH /${id}`]);
		expect(flowCalls(local.adobe)[1]?.headers['if-match']).toBe(etag);
		expect(storedParams(local.adobe, id)).toEqual({
			...keySet(2),
			bucketName: 'new-bucket',
			folderPath: 'stays',
		});
		expect(local.adobe.connection(id)?.description).toBe('now described');
		expect(json[0]).toMatchObject({ id, created: false, name: 'Landing' });
		expect(json[0]?.updated).toEqual([
			'description',
			'bucketName',
			's3AccessKey',
			's3SecretKey',
			's3SessionToken',
		]);
	});

	it.each([
		['that is stored', keySet(1)],
		['that never was', { s3AccessKey: keySet(1).s3AccessKey, s3SecretKey: keySet(1).s3SecretKey }],
	])('removes a token %s when the new keys have none', async (_case, params) => {
		const { id } = local.adobe.seedConnection({ name: 'Landing', params });
		const { s3AccessKey, s3SecretKey } = keySet(2);
		const { error } = await runNode(local.credential(), {
			parameters: upsert({ s3KeySource: 'fields', s3AccessKey, s3SecretKey }),
		});
		expect(error).toBeUndefined();
		expect(storedParams(local.adobe, id)).toEqual({ s3AccessKey, s3SecretKey });
	});

	it('changes nothing and lists the IDs if several have the name', async () => {
		const ids = times(2, () => local.adobe.seedConnection({ name: 'Landing' }).id);
		const { error } = await runNode(local.credential(), { parameters: upsert() });
		expect(error?.message).toContain('2 connections called "Landing"');
		for (const id of ids) expect(error?.description).toContain(id);
		expect(callLines(local.adobe)).toEqual(['GET ']);
	});

	it('takes the whole name, in its letter case, with signs that mean something to filters', async () => {
		const name = 'Sales, "EU" = 50% <all>';
		local.adobe.seedConnection({ name: 'Sales' });
		local.adobe.seedConnection({ name: name.toLowerCase() });
		for (const created of [true, false]) {
			const { json } = await runNode(local.credential(), { parameters: upsert({ name }) });
			expect(json[0]).toMatchObject({ name, created });
		}
		expect(local.adobe.connections()).toHaveLength(3);
	});

	it('leaves keys alone if a role reads the bucket', async () => {
		const { id } = local.adobe.seedConnection({
			name: 'Landing',
			specName: 'IAMRole Based',
			params: { bucketName: 'old-bucket' },
		});
		const { json } = await runNode(local.credential(), {
			parameters: upsert({
				authentication: 'iamRole',
				additionalFields: { bucketName: 'new-bucket' },
			}),
		});
		expect(json[0]).toMatchObject({ id, created: false, updated: ['bucketName'] });
		expect(storedParams(local.adobe, id)).toEqual({ bucketName: 'new-bucket' });
	});

	it('does not touch a connection with another kind of authentication', async () => {
		const { id } = local.adobe.seedConnection({
			name: 'Landing',
			specName: 'IAMRole Based',
			params: { bucketName: 'a-bucket' },
		});
		const { error } = await runNode(local.credential(), { parameters: upsert() });
		expect(error?.message).toContain('another kind of authentication');
		expect(error?.description).toContain(id);
		expect(callLines(local.adobe)).toEqual(['GET ']);
	});

	it('leaves the same connections when the same 100 items run twice', async () => {
		const items = times(100, (index): IDataObject => ({ name: `Landing ${index % 90}` }));
		const parameters = upsert({ name: '={{ $json.name }}', options: { maxConcurrency: 20 } });
		const idsOfRuns: unknown[][] = [];
		for (let turn = 0; turn < 2; turn++) {
			const { json, error } = await runNode(local.credential(), { parameters, items });
			expect(error).toBeUndefined();
			idsOfRuns.push(json.map(({ id }) => id));
		}
		expect(local.adobe.connections()).toHaveLength(90);
		expect(idsOfRuns[1]).toEqual(idsOfRuns[0]);
	});
});
