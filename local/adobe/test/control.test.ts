import { demoAwsKeys, demoCredentials, type LocalAdobe, startLocalAdobe } from '../index';
import { adobeHeaders, Client, codeOf, itemsOf, type Json, send, useClient } from './client';

describe('Steering the local Adobe', () => {
	const client = useClient();
	let adobe: LocalAdobe;
	beforeEach(() => ({ adobe } = client));

	const local = async (method: string, path: string, body?: unknown) =>
		await send(adobe, method, `/local/${path}`, {
			body,
			...(body !== undefined && { headers: { 'content-type': 'application/json' } }),
		});

	it('listens on this machine only, on any free port', async () => {
		expect(adobe.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		const other = await startLocalAdobe();
		expect(other.url).not.toBe(adobe.url);
		await other.close();
	});

	it('says when a port is taken', async () => {
		const port = Number(new URL(adobe.url).port);
		await expect(startLocalAdobe({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
	});

	it('lets every S3 key set have expired, and takes new ones', async () => {
		const { id } = adobe.seedConnection();
		const works = async () => (await client.get(`/connections/${id}/test`)).body.result;
		expect(await works()).toBe(true);
		expect((await local('POST', 'expire-keys')).status).toBe(200);
		expect(await works()).toBe(false);
		const { s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
		adobe.registerKeys({
			accessKey: s3AccessKey,
			secretKey: s3SecretKey,
			sessionToken: s3SessionToken,
		});
		expect(await works()).toBe(true);
	});

	it('lets the S3 keys of one connection have expired', async () => {
		const [mine, other] = [adobe.seedConnection(), adobe.seedConnection()];
		const works = async ({ id }: { id: string }) =>
			(await client.get(`/connections/${id}/test`)).body.result;
		expect((await local('POST', 'expire-keys', { connectionId: mine.id })).status).toBe(200);
		expect([await works(mine), await works(other)]).toEqual([false, true]);
		expect(adobe.connection(mine.id)?.etag).toBe(mine.etag);
		const unknown = await local('POST', 'expire-keys', { connectionId: 'nobody' });
		expect(unknown.status).toBe(400);
		expect(unknown.body).toEqual({ message: expect.stringMatching(/no connection with S3 keys/) });
	});

	it('has demo credentials in the right form', () => {
		expect(demoCredentials.organizationId).toMatch(/@AdobeOrg$/);
		expect(demoCredentials.sandboxName).toBe('dev');
		expect(demoCredentials.s3AccessKey).toMatch(/^ASIA[A-Z2-7]{16}$/);
		expect(demoCredentials.s3SecretKey).toMatch(/^[A-Za-z0-9/+]{40}$/);
		expect(demoCredentials.s3SessionToken.length).toBeGreaterThanOrEqual(300);
		expect(demoAwsKeys.awsAccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
		expect(demoAwsKeys.awsSecretAccessKey).toHaveLength(40);
	});

	it('takes other credentials, whose sandbox then exists', async () => {
		const other = await startLocalAdobe({ demo: { clientId: 'mine', sandboxName: 'mine' } });
		const headers = { ...(await adobeHeaders(other)), 'x-sandbox-name': 'mine' };
		const reply = await send(other, 'GET', '/data/foundation/flowservice/connections', { headers });
		expect(reply.status).toBe(200);
		await other.close();
	});

	it('writes every request down, and nothing about itself', async () => {
		await client.post('/connections?mode=draft', client.createBody());
		await local('GET', 'state');
		expect(adobe.journal.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'POST /ims/token/v3',
			'POST /data/foundation/flowservice/connections',
		]);
		expect(adobe.journal[0]).toMatchObject({
			body: { grant_type: 'client_credentials', client_id: adobe.demo.clientId },
			status: 200,
			applied: true,
		});
		expect(adobe.journal[1]).toMatchObject({
			at: expect.any(Number) as number,
			query: 'mode=draft',
			headers: { 'x-sandbox-name': 'dev' },
			body: { name: 'Amazon S3 base connection' },
			status: 201,
			applied: true,
		});
		expect(adobe.journal[1]).not.toHaveProperty('fault');
	});

	it('writes the path down as it came', async () => {
		await client.call('GET', '/data/foundation/sandbox-management/');
		expect(adobe.journal.at(-1)?.path).toBe('/data/foundation/sandbox-management/');
	});

	it('takes a setting that is undefined for one that was not given', async () => {
		adobe.set({ pageSize: undefined, latencyMs: undefined });
		expect((await local('PATCH', 'settings', {})).body).toMatchObject({
			pageSize: 20,
			latencyMs: 0,
		});
	});

	it('keeps the last requests only when there are very many', async () => {
		adobe.set({ journalLimit: 10 });
		for (let round = 0; round < 30; round++) await client.get('/connections');
		expect(adobe.journal.length).toBeLessThanOrEqual(11);
	});

	it('does not change what the journal holds when the connection changes', async () => {
		const { id, etag } = await client.create();
		const before = adobe.connection(id);
		const change = [{ op: 'replace', path: '/auth/params/s3SecretKey', value: 'new' }];
		await client.patch(`/connections/${id}`, etag, change);
		expect(before?.auth?.params.s3SecretKey).toBe(adobe.demo.s3SecretKey);
		expect(adobe.journal.at(-2)?.body).toEqual(client.createBody());
		expect(adobe.connection(id)?.auth?.params.s3SecretKey).toBe('new');
	});

	it('shows state and journal to other processes', async () => {
		const { id } = await client.create();
		const state = await local('GET', 'state');
		expect(state.body).toMatchObject({
			imsRequests: 1,
			connections: [{ id, auth: { params: { s3SecretKey: adobe.demo.s3SecretKey } } }],
		});
		const journal = await local('GET', 'journal');
		expect(journal.body).toHaveLength(2);
	});

	it('changes settings for other processes, and names a wrong one', async () => {
		const reply = await local('PATCH', 'settings', { maskStyle: 'removed', pageSize: 5 });
		expect(reply.body).toMatchObject({ maskStyle: 'removed', pageSize: 5, latencyMs: 0 });
		const wrong: Array<[Json, string]> = [
			[{ maskStyle: 'purple' }, 'maskStyle'],
			[{ unknown: 1 }, 'unknown'],
			[{ latencyMs: -1 }, 'latencyMs'],
			[{ faults: [{ kind: 'other' }] }, 'faults.0.kind'],
			[{ faults: [{ kind: 'reset', path: '(' }] }, 'regular expression'],
		];
		for (const [settings, name] of wrong) {
			const refused = await local('PATCH', 'settings', settings);
			expect(refused.status).toBe(400);
			expect(refused.body.message).toContain(name);
			expect(() => adobe.set(settings)).toThrow(name);
		}
		expect((await local('PATCH', 'settings', 'not JSON')).status).toBe(400);
		expect((await client.get('/connections')).status).toBe(200);
	});

	it('registers keys, seeds connections and expires tokens for other processes', async () => {
		const keys = { accessKey: 'ASIANEW', secretKey: 'new', sessionToken: 'new' };
		expect((await local('POST', 'keys', keys)).status).toBe(200);
		expect((await local('POST', 'keys', { accessKey: 'ASIANEW' })).status).toBe(400);
		const params = { s3AccessKey: 'ASIANEW', s3SecretKey: 'new', s3SessionToken: 'new' };
		const seeded = await local('POST', 'connections', { name: 'seeded', params });
		const path = `/connections/${String(seeded.body.id)}/test`;
		expect((await client.get(path)).body).toEqual({ result: true });
		expect((await local('POST', 'expire-tokens')).status).toBe(200);
		expect(codeOf(await client.get(path))).toBe('401013');
	});

	it('forgets everything but the settings', async () => {
		await client.create();
		adobe.seedConnection({ flows: 2 });
		adobe.set({ maskStyle: 'removed', faults: [{ kind: 'status', times: 1, skip: 5 }] });
		const { journal } = adobe;
		expect((await local('POST', 'reset')).status).toBe(200);
		expect(adobe.connections()).toEqual([]);
		expect(adobe.imsRequests()).toBe(0);
		expect(adobe.journal).toBe(journal);
		expect(adobe.journal).toHaveLength(0);
		expect(codeOf(await client.get('/connections'))).toBe('401013');
		await client.login();
		for (let round = 0; round < 8; round++) {
			expect((await client.get('/flows')).body).toEqual({ items: [], _links: {} });
		}
	});

	it('seeds connections in any state, with any etag', async () => {
		const etag = '"0400117f-0000-0200-0000-62d9bca50000"';
		const seed = { id: 'fixed', name: 'n', state: 'disabled', etag, updatedBy: 'x@AdobeID' };
		expect(adobe.seedConnection(seed)).toMatchObject({ ...seed, version: etag });
		const [item] = itemsOf(await client.get('/connections/fixed'));
		expect(item).toMatchObject(seed);
	});

	it('makes the same ids and etags from the same seed', async () => {
		const made = async (seed: number) => {
			const one = await Client.start({ seed });
			const { id, etag } = await one.create();
			await one.adobe.close();
			return `${id} ${etag}`;
		};
		expect(await made(5)).toBe(await made(5));
		expect(await made(5)).not.toBe(await made(6));
	});
});
