import { amazonS3 } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import {
	BASE_CONNECTION,
	connectionOutput,
	listConnections,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import { getEntity } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/read';
import { answer, fakeClient } from '../fakeExecution';

describe('A connection', () => {
	it('is shown without authentication if it has none, as a draft', () => {
		expect(connectionOutput({ id: 'a', state: 'draft' }, false)).toEqual({
			id: 'a',
			state: 'draft',
			auth: { params: {} },
		});
	});

	it('comes out without anything that could be a key', async () => {
		const auth = {
			specName: 'Access Key',
			params: { s3AccessKey: 'k', s3SecretKey: '***', bucketName: 'b', other: 'o' },
		};
		const connectionSpec = { id: amazonS3.specId };
		const { client } = fakeClient(
			answer(200, { items: [{ id: 'a', version: '"1"', auth, connectionSpec, x: 1 }] }),
		);
		expect(connectionOutput(await getEntity(client, BASE_CONNECTION, 'a'), false)).toEqual({
			id: 'a',
			source: 'amazonS3',
			connectionSpec,
			auth: { specName: 'Access Key', params: { bucketName: 'b' } },
			etag: '"1"',
		});
	});

	it('of a source that this node does not know comes out without any parameter', () => {
		const auth = { specName: 'x', params: { bucketName: 'b' } };
		expect(connectionOutput({ id: 'a', connectionSpec: { id: 'other' }, auth }, false)).toEqual({
			id: 'a',
			connectionSpec: { id: 'other' },
			auth: { specName: 'x', params: {} },
		});
	});
});

describe('Connections', () => {
	const items = [
		{ id: '1', name: 'a,b', state: 'enabled' },
		{ id: '2', name: 'a', state: 'enabled' },
		{ id: '3', name: 'a', state: 'draft' },
		{ id: '4', name: 'a', state: 'enabled' },
	];

	it.each<[filters: { name: string; state: string }, limit: number, ids: string[], query: string]>([
		[{ name: '', state: '' }, 2, ['1', '2'], 'limit=2'],
		[{ name: 'a', state: '' }, 9, ['2', '3', '4'], 'name=="a" limit=9'],
		[{ name: 'a', state: 'enabled' }, 9, ['2', '4'], 'name=="a" state==enabled limit=9'],
		[{ name: 'a,b', state: '' }, 1, ['1'], 'limit=100'],
		[{ name: '', state: '' }, Infinity, ['1', '2', '3', '4'], 'limit=100'],
	])('that pass %j, at most %d, are %j', async (filters, limit, ids, query) => {
		const { client, calls } = fakeClient(answer(200, { items }));
		const found = await listConnections(client, filters, limit);
		expect(found.map(({ id }) => id)).toEqual(ids);
		const sent = calls[0]?.query?.slice(1).map(([name, value]) => {
			return name === 'property' ? value : `${name}=${value}`;
		});
		expect(sent?.join(' ')).toBe(query);
	});
});
