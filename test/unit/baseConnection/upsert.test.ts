import { upsertConnection } from '../../../nodes/AdobeExperiencePlatform/baseConnection/create.operation';
import { answer, draft, fakeClient } from '../fakeExecution';

describe('Create or Update', () => {
	it('creates nothing if the search gets no list: there may be one of the name', async () => {
		const { client, calls } = fakeClient(answer(200, { status: 'ok' }));
		await expect(upsertConnection(client, draft)).rejects.toThrow(
			'does not come from a Platform API',
		);
		expect(calls.map(({ method }) => method)).not.toContain('POST');
	});
});

describe('A connection of the name', () => {
	const item = (auth: object) => answer(200, { items: [{ id: '1', name: 'S3 one', auth }] });

	it('is not updated if it uses another kind of authentication', async () => {
		const { client, calls } = fakeClient(item({ specName: 'AWS IAM Role' }));
		await expect(upsertConnection(client, draft)).rejects.toMatchObject({
			message: 'The connection "S3 one" uses another kind of authentication',
			description: expect.stringContaining('created with "AWS IAM Role"') as string,
		});
		expect(calls.map(({ method }) => method)).toEqual(['GET']);
	});

	it('gets the keys of the item as a whole set, under its etag', async () => {
		const { client, calls } = fakeClient(
			answer(200, { items: [{ id: '1', name: 'S3 one', etag: '"1"' }] }),
			answer(200, { etag: '"2"' }),
		);
		expect(await upsertConnection(client, draft)).toEqual({
			id: '1',
			etag: '"2"',
			name: 'S3 one',
			created: false,
		});
		expect(calls).toHaveLength(2);
		expect(calls[1]).toMatchObject({ method: 'PATCH', ifMatch: '"1"' });
		expect(calls[1]?.body).toContainEqual({ op: 'remove', path: '/auth/params/s3SessionToken' });
	});
});
