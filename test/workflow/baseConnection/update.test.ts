import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { callLines, flowCalls, keySet, storedParams } from '../cases';

const local = useLocalAdobe();

const update = (id: string, more: INodeParameters = {}): INodeParameters => ({
	operation: 'update',
	connectionId: { __rl: true, mode: 'id', value: id },
	...more,
});

function seed() {
	return local.adobe.seedConnection({
		name: 'Landing',
		description: 'as it was',
		params: { ...keySet(1), bucketName: 'a-bucket', folderPath: 'in' },
	});
}

describe('Update', () => {
	it('changes and removes in one PATCH and leaves the keys alone', async () => {
		const { id, etag } = seed();
		const { json, error } = await runNode(local.credential(), {
			parameters: update(id, {
				updateFields: { name: 'Renamed', serviceUrl: 'https://s3.eu-west-1.amazonaws.com/' },
				removeFields: ['description', 'folderPath'],
			}),
		});
		expect(error).toBeUndefined();
		expect(callLines(local.adobe)).toEqual([`GET /${id}`, `PATCH /${id}`]);
		expect(flowCalls(local.adobe)[1]?.headers['if-match']).toBe(etag);
		const stored = local.adobe.connection(id);
		expect(stored).toMatchObject({ name: 'Renamed' });
		expect(stored?.description).toBeUndefined();
		expect(storedParams(local.adobe, id)).toEqual({
			...keySet(1),
			bucketName: 'a-bucket',
			serviceUrl: 'https://s3.eu-west-1.amazonaws.com/',
		});
		expect(json).toEqual([
			{
				id,
				etag: stored?.etag,
				name: 'Renamed',
				updated: ['name', 'serviceUrl', 'description', 'folderPath'],
			},
		]);
	});

	it.each(['description', 'bucketName', 'folderPath', 'serviceUrl', 's3SessionToken'])(
		'removes %s whether or not it is there',
		async (field) => {
			const { id } = local.adobe.seedConnection({
				name: 'Bare',
				params: { s3AccessKey: keySet(1).s3AccessKey, s3SecretKey: keySet(1).s3SecretKey },
			});
			const { error } = await runNode(local.credential(), {
				parameters: update(id, { removeFields: [field] }),
			});
			expect(error).toBeUndefined();
			expect(storedParams(local.adobe, id)[field]).toBeUndefined();
		},
	);

	it('takes outer slashes off a folder path, as Adobe wants it', async () => {
		const { id } = seed();
		await runNode(local.credential(), {
			parameters: update(id, { updateFields: { folderPath: '/in/2026/' } }),
		});
		expect(storedParams(local.adobe, id).folderPath).toBe('in/2026');
	});

	it('removes what an expression names in one text', async () => {
		const { id } = seed();
		const { json } = await runNode(local.credential(), {
			parameters: update(id, {
				updateFields: { description: 'new' },
				removeFields: '={{ "folderPath" }}',
			}),
		});
		expect(json[0]?.updated).toEqual(['description', 'folderPath']);
	});

	it('sends one request with an etag of the user', async () => {
		const { id, etag } = seed();
		await runNode(local.credential(), {
			parameters: update(id, {
				updateFields: { description: 'new' },
				options: { etag: String(etag).replace(/"/g, '') },
			}),
		});
		expect(callLines(local.adobe)).toEqual([`PATCH /${id}`]);
		expect(flowCalls(local.adobe)[0]?.headers['if-match']).toBe(etag);
	});

	it.each<[string, INodeParameters, string]>([
		['nothing to change', {}, 'nothing to change'],
		['only empty fields', { updateFields: { name: '', description: ' ' } }, 'nothing to change'],
		[
			'a field to change and to remove',
			{ updateFields: { bucketName: 'a-bucket' }, removeFields: ['bucketName'] },
			'Bucket Name',
		],
		['a field that cannot be removed', { removeFields: ['name'] }, 'Remove Fields'],
		['a bad bucket name', { updateFields: { bucketName: 'Upper case' } }, 'Bucket Name'],
		['a bad service URL', { updateFields: { serviceUrl: 'http://s3' } }, 'Service URL'],
	])('refuses %s before anything is sent', async (_case, parameters, text) => {
		const { id } = seed();
		const { error } = await runNode(local.credential(), { parameters: update(id, parameters) });
		expect(error?.message).toContain(text);
		expect(local.adobe.journal).toEqual([]);
	});

	describe('with a test afterwards', () => {
		const tested = { updateFields: { description: 'new' }, options: { testAfterUpdate: true } };

		it('says that it passed', async () => {
			const { id } = seed();
			local.adobe.set({ testResult: true });
			const { json } = await runNode(local.credential(), { parameters: update(id, tested) });
			expect(json[0]).toMatchObject({ id, testResult: true });
			expect(callLines(local.adobe).at(-1)).toBe(`GET /${id}/test`);
		});

		it('fails with the new etag if the test fails, and the update stands', async () => {
			const { id, etag } = seed();
			local.adobe.set({ testResult: false });
			const { error } = await runNode(local.credential(), { parameters: update(id, tested) });
			const stored = local.adobe.connection(id);
			expect(stored?.description).toBe('new');
			expect(stored?.etag).not.toBe(etag);
			expect(error?.message).toBe('The connection test failed after the update');
			expect(error?.description).toContain(String(stored?.etag));
		});

		it('names the new etag too if the test gets no answer', async () => {
			const { id } = seed();
			local.adobe.set({ faults: [{ kind: 'status', status: 403, path: '/test$' }] });
			const { error } = await runNode(local.credential(), { parameters: update(id, tested) });
			expect(error?.description).toContain('The update was written');
			expect(error?.description).toContain(String(local.adobe.connection(id)?.etag));
		});
	});
});
