import { codeOf, itemsOf, pause, S3_SPEC, useClient } from './client';

describe('The keys of a base connection', () => {
	const client = useClient();

	describe('secrets', () => {
		it.each([
			['stars', '********', '********'],
			['placeholder', '{SECRET_KEY}', '{SESSION_TOKEN}'],
			['removed', undefined, undefined],
		] as const)('are shown as %s', async (maskStyle, secret, token) => {
			client.adobe.set({ maskStyle });
			const { id } = await client.create();
			for (const path of [`/connections/${id}`, '/connections']) {
				const reply = await client.get(path);
				const { params } = itemsOf(reply)[0]?.auth as { params: object };
				expect(params).toEqual({
					s3AccessKey: client.adobe.demo.s3AccessKey,
					...(secret && { s3SecretKey: secret, s3SessionToken: token }),
				});
				expect(reply.text).not.toContain(client.adobe.demo.s3SecretKey);
			}
			client.adobe.set({ maskStyle: 'stars' });
		});

		it('can end in their last four characters, or be in clear', async () => {
			const { id } = await client.create();
			const { s3SecretKey } = client.adobe.demo;
			const shown = async () =>
				(
					itemsOf(await client.get(`/connections/${id}`))[0]?.auth as {
						params: { s3SecretKey: string };
					}
				).params.s3SecretKey;
			client.adobe.set({ maskStyle: 'partial' });
			expect(await shown()).toBe(`************${s3SecretKey.slice(-4)}`);
			client.adobe.set({ maskStyle: 'clear' });
			expect(await shown()).toBe(s3SecretKey);
			client.adobe.set({ maskStyle: 'stars' });
		});

		it('are quoted in error texts when the service is set to be careless', async () => {
			client.adobe.set({ echoSecrets: true });
			const reply = await client.post('/connections', client.createBody({ name: undefined }));
			expect(reply.body.errorMessage).toContain(client.adobe.demo.s3SecretKey);
			const spec = await client.post(
				'/connections',
				client.createBody({ connectionSpec: { id: S3_SPEC } }),
			);
			expect(spec.status).toBe(422);
			expect(spec.body.errorMessage).toContain(client.adobe.demo.s3SessionToken);
		});
	});

	describe('test', () => {
		it.each([
			['the demo set', {}, true],
			['a wrong secret', { s3SecretKey: 'wrong' }, false],
			['another token', { s3SessionToken: 'wrong' }, false],
			['a temporary key without its token', { s3SessionToken: undefined }, false],
		])('judges %s', async (_what, changes, result) => {
			const { s3AccessKey, s3SecretKey, s3SessionToken } = client.adobe.demo;
			const params = { s3AccessKey, s3SecretKey, s3SessionToken, ...changes };
			const { id } = await client.create({ auth: { specName: 'Access Key', params } });
			const reply = await client.get(`/connections/${id}/test`);
			expect(reply.status).toBe(200);
			expect(reply.body).toEqual({ result });
		});

		it('says false once a set has ended', async () => {
			const set = { accessKey: 'ASIAXXXX', secretKey: 'secret', sessionToken: 'token' };
			const params = { s3AccessKey: 'ASIAXXXX', s3SecretKey: 'secret', s3SessionToken: 'token' };
			const { id } = await client.create({ auth: { specName: 'Access Key', params } });
			client.adobe.registerKeys({ ...set, expiresAt: Date.now() + 150 });
			expect((await client.get(`/connections/${id}/test`)).body.result).toBe(true);
			await pause(200);
			expect((await client.get(`/connections/${id}/test`)).body.result).toBe(false);
		});

		it('accepts long-term keys only without a stale token', async () => {
			client.adobe.registerKeys({ accessKey: 'AKIALONG', secretKey: 'secret' });
			const keys = { s3AccessKey: 'AKIALONG', s3SecretKey: 'secret' };
			const clean = await client.create({ auth: { specName: 'Access Key', params: keys } });
			const stale = await client.create({
				auth: { specName: 'Access Key', params: { ...keys, s3SessionToken: 'old' } },
			});
			expect((await client.get(`/connections/${clean.id}/test`)).body.result).toBe(true);
			expect((await client.get(`/connections/${stale.id}/test`)).body.result).toBe(false);
		});

		it('can be told what to answer', async () => {
			const { id } = await client.create();
			client.adobe.set({ testResult: false });
			expect((await client.get(`/connections/${id}/test`)).body.result).toBe(false);
		});

		it('is 404 for a connection that is not there', async () => {
			expect(codeOf(await client.get('/connections/none/test'))).toBe('1439-404');
		});
	});
});
