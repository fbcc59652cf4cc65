import { codeOf, FLOW, itemsOf, pause, S3_SPEC, useClient } from './client';

const ETAG = /^"[0-9a-f]{8}-0000-0200-0000-[0-9a-f]{8}"$/;

describe('Base connections', () => {
	const client = useClient();

	describe('create', () => {
		it('answers 201 with id, quoted etag and a Location', async () => {
			const reply = await client.post('/connections', client.createBody({ description: 'text' }));
			expect(reply.status).toBe(201);
			expect(Object.keys(reply.body)).toEqual(['id', 'etag']);
			expect(reply.body.etag).toMatch(ETAG);
			expect(reply.headers.location).toBe(`${FLOW}/connections/${String(reply.body.id)}`);
			expect(client.adobe.connection(String(reply.body.id))).toMatchObject({
				name: 'Amazon S3 base connection',
				description: 'text',
				state: 'enabled',
				sandboxName: 'dev',
				etag: reply.body.etag,
				version: reply.body.etag,
				auth: { params: { s3SecretKey: client.adobe.demo.s3SecretKey } },
			});
		});

		it('knows no rule of unique names', async () => {
			await client.create();
			await client.create();
			expect(client.adobe.connections()).toHaveLength(2);
		});

		it('does not ask AWS about the keys', async () => {
			const params = { s3AccessKey: 'AKIAWRONG', s3SecretKey: 'wrong' };
			await client.create({ auth: { specName: 'Access Key', params } });
		});

		const keys = { s3AccessKey: 'a', s3SecretKey: 'b' };
		const access = (params: object) => ({ auth: { specName: 'Access Key', params } });
		it.each([
			['no name', { name: undefined }, 400, '1304-400'],
			['an empty name', { name: '' }, 400, '1304-400'],
			['a name that is no text', { name: 5 }, 400, '1000-400'],
			['no auth', { auth: undefined }, 400, '1304-400'],
			['no auth spec name', { auth: { params: keys } }, 400, '1304-400'],
			['no parameters', { auth: { specName: 'Access Key' } }, 400, '1304-400'],
			['an unknown auth spec', { auth: { specName: 'Other', params: keys } }, 400, '1415-400'],
			['no access key', access({ s3SecretKey: 'b' }), 400, '1304-400'],
			['no secret key', access({ s3AccessKey: 'a' }), 400, '1304-400'],
			['an empty secret key', access({ ...keys, s3SecretKey: '' }), 400, '1304-400'],
			[
				'a role without bucket',
				{ auth: { specName: 'IAMRole Based', params: {} } },
				400,
				'1304-400',
			],
			['a state', { state: 'enabled' }, 400, '1410-400'],
			['an unknown spec', { connectionSpec: { id: 'other', version: '1.0' } }, 400, '1413-400'],
			['an unknown version', { connectionSpec: { id: S3_SPEC, version: '9.0' } }, 400, '1413-400'],
			[
				'a version that is a number',
				{ connectionSpec: { id: S3_SPEC, version: 1 } },
				400,
				'1000-400',
			],
		])('refuses %s', async (_what, changes, status, code) => {
			const reply = await client.post('/connections', client.createBody(changes));
			expect([reply.status, codeOf(reply)]).toEqual([status, code]);
			expect(client.adobe.connections()).toHaveLength(0);
		});

		it.each([
			[{ id: S3_SPEC }, "connectionSpec.version 'version' is required for spec info"],
			[{ version: '1.0' }, "connectionSpec.id 'id' is required for spec info"],
			[undefined, "connectionSpec.id 'id' is required for spec info"],
		])('answers 422 for the incomplete spec %j', async (connectionSpec, message) => {
			const reply = await client.post('/connections', client.createBody({ connectionSpec }));
			expect([reply.status, reply.body.errorMessage]).toEqual([422, message]);
			expect(client.adobe.connections()).toHaveLength(0);
		});

		it('refuses an empty body and unknown query parameters', async () => {
			const empty = await client.call('POST', `${FLOW}/connections`, {
				headers: { 'content-type': 'application/json' },
				body: '',
			});
			expect(codeOf(empty)).toBe('1405-400');
			const invented = await client.post('/connections?unique=true', client.createBody());
			expect(codeOf(invented)).toBe('1451-400');
			expect(invented.body.errorMessage).toBe('Invalid params unique provided in query params.');
			expect(client.adobe.connections()).toHaveLength(0);
		});

		it('takes a role with a bucket', async () => {
			const params = { bucketName: 'my-bucket', folderPath: 'folder/subfolder' };
			const { id } = await client.create({ auth: { specName: 'IAMRole Based', params } });
			expect((await client.get(`/connections/${id}/test`)).body).toEqual({ result: true });
		});

		it('makes drafts, which can be published once', async () => {
			const draft = await client.post('/connections?mode=draft', client.createBody());
			const path = `/connections/${String(draft.body.id)}`;
			expect(itemsOf(await client.get(path))[0]?.state).toBe('draft');
			const patch = await client.patch(path, String(draft.body.etag), [
				{ op: 'replace', path: '/name', value: 'x' },
			]);
			expect(codeOf(patch)).toBe('1416-400');
			const published = await client.post(`${path}/action?op=publish`);
			expect(published.status).toBe(200);
			expect(published.body.etag).not.toBe(draft.body.etag);
			expect(itemsOf(await client.get(path))[0]?.state).toBe('enabled');
			expect(codeOf(await client.post(`${path}/action?op=publish`))).toBe('1422-400');
			expect(codeOf(await client.post(`${path}/action?op=FINALIZE`))).toBe('1402-400');
			expect(codeOf(await client.post(`${path}/action?op=other`))).toBe('1434-400');
		});
	});

	describe('get', () => {
		it('wraps the one connection in items', async () => {
			const { id, etag } = await client.create();
			const reply = await client.get(`/connections/${id}`);
			expect(reply.status).toBe(200);
			expect(reply.body).toEqual({
				items: [
					{
						id,
						createdAt: expect.any(Number) as number,
						updatedAt: expect.any(Number) as number,
						createdBy: expect.stringMatching(/@techacct\.adobe\.com$/) as string,
						updatedBy: expect.stringMatching(/@techacct\.adobe\.com$/) as string,
						createdClient: client.adobe.demo.clientId,
						updatedClient: client.adobe.demo.clientId,
						sandboxId: expect.any(String) as string,
						sandboxName: 'dev',
						imsOrgId: client.adobe.demo.organizationId,
						name: 'Amazon S3 base connection',
						connectionSpec: { id: S3_SPEC, version: '1.0' },
						state: 'enabled',
						auth: {
							specName: 'Access Key',
							params: {
								s3AccessKey: client.adobe.demo.s3AccessKey,
								s3SecretKey: '********',
								s3SessionToken: '********',
							},
						},
						version: etag,
						etag,
					},
				],
			});
		});

		it('keeps sandboxes apart', async () => {
			const { id } = await client.create();
			const prod = { headers: { 'x-sandbox-name': 'prod' } };
			expect(codeOf(await client.get(`/connections/${id}`, prod))).toBe('1439-404');
			expect(itemsOf(await client.get('/connections', prod))).toHaveLength(0);
			const removed = await client.call('DELETE', `${FLOW}/connections/${id}`, prod);
			expect(removed.status).toBe(404);
			expect(client.adobe.connection(id)).toBeDefined();
		});

		it('can write etags as plain GUIDs', async () => {
			client.adobe.set({ etagStyle: 'guid' });
			expect((await client.create()).etag).toMatch(/^"[0-9a-f-]{36}"$/);
		});
	});

	describe('delete', () => {
		it('answers 204 without a body, and then nothing is there', async () => {
			const { id } = await client.create();
			const reply = await client.delete(`/connections/${id}`);
			expect([reply.status, reply.text]).toEqual([204, '']);
			expect(codeOf(await client.get(`/connections/${id}`))).toBe('1439-404');
			expect(codeOf(await client.delete(`/connections/${id}`))).toBe('1439-404');
		});

		it('accepts a trailing slash', async () => {
			const { id } = await client.create();
			expect((await client.delete(`/connections/${id}/`)).status).toBe(204);
		});

		it('refuses while flows use it', async () => {
			const { id } = client.adobe.seedConnection({ name: 'busy', flows: 1 });
			const reply = await client.delete(`/connections/${id}`);
			expect(codeOf(reply)).toBe('1418-400');
			expect(reply.body.errorMessage).toContain(`The base connection with the ID ${id} cannot be`);
			expect(client.adobe.connection(id)).toBeDefined();
			const [flow] = itemsOf(await client.get('/flows'));
			expect((await client.delete(`/flows/${String(flow?.id)}`)).status).toBe(204);
			expect((await client.delete(`/connections/${id}`)).status).toBe(204);
		});

		it.each(['PATCH', 'PUT', 'DELETE'])('refuses %s without an id', async (method) => {
			const reply = await client.call(method, `${FLOW}/connections`, { body: [] });
			expect(codeOf(reply)).toBe('1411-400');
		});
	});

	describe('on AWS', () => {
		const operations = [{ op: 'replace', path: '/name', value: 'x' }];

		it('is initializing first, without version and etag, and not to be changed', async () => {
			client.adobe.set({ initializingMs: 600_000 });
			const { id, etag } = await client.create();
			const [young] = itemsOf(await client.get(`/connections/${id}`));
			expect(young?.state).toBe('initializing');
			expect(young).not.toHaveProperty('etag');
			expect(young).not.toHaveProperty('version');
			expect(codeOf(await client.patch(`/connections/${id}`, etag, operations))).toBe('1417-400');
			expect(codeOf(await client.delete(`/connections/${id}`))).toBe('1417-400');
		});

		it('is enabled after a while, with another etag', async () => {
			client.adobe.set({ initializingMs: 20 });
			const { id, etag } = await client.create();
			const read = async () => itemsOf(await client.get(`/connections/${id}`))[0];
			let grown = await read();
			for (let look = 0; grown?.state !== 'enabled' && look < 500; look++) {
				await pause(10);
				grown = await read();
			}
			expect(grown?.state).toBe('enabled');
			expect(grown?.name).toBe('Amazon S3 base connection');
			expect(grown?.etag).toEqual(expect.any(String));
			expect(grown?.etag).not.toBe(etag);
			expect(
				(await client.patch(`/connections/${id}`, String(grown?.etag), operations)).status,
			).toBe(200);
		});
	});

	it('has specs and their configuration', async () => {
		const { body } = await client.get('/connectionSpecs');
		expect((body.items as Array<{ id: string }>).map(({ id }) => id)).toContain(S3_SPEC);
		const [one] = itemsOf(await client.get(`/connectionSpecs/${S3_SPEC}`));
		expect((one?.authSpec as Array<{ name: string }>).map(({ name }) => name)).toEqual([
			'Access Key',
			'IAMRole Based',
		]);
		const filtered = await client.get(`/connectionSpecs?property=id==${S3_SPEC}`);
		expect(itemsOf(filtered)).toHaveLength(1);
		expect(codeOf(await client.get('/connectionSpecs/other'))).toBe('1439-404');
		const configs = `/connectionSpecs/${S3_SPEC}/configs`;
		const role = await client.get(`${configs}?authType=IamBasedAuthentication`);
		expect(role.body).toEqual({
			configParams: { IAMRole: expect.stringMatching(/^arn:aws:iam::/) as string },
		});
		expect(codeOf(await client.get(configs))).toBe('1359-400');
		expect(codeOf(await client.get(`${configs}?authType=Other`))).toBe('1301-400');
		expect(codeOf(await client.get(`/connectionSpecs/${S3_SPEC}/explore`))).toBe('1372-400');
		const { id } = await client.create();
		expect((await client.get(`/connections/${id}/configs`)).body).toEqual({ items: [] });
	});
});
