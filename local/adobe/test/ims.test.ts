import { askToken, pause, send, useClient } from './client';

describe('IMS', () => {
	const client = useClient({ tokenLifetime: 3600 });

	it('hands out a bearer token that lasts for so many seconds', async () => {
		const { status, body, headers } = await askToken(client.adobe);
		expect(status).toBe(200);
		expect(body).toEqual({
			access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) as string,
			token_type: 'bearer',
			expires_in: 3600,
		});
		expect(headers['x-request-id']).toMatch(/^\w{32}$/);
		expect(headers.date).toBeDefined();
	});

	it('gives every caller a different token and counts the requests', async () => {
		const before = client.adobe.imsRequests();
		const tokens = await Promise.all(
			[1, 2, 3].map(async () => (await askToken(client.adobe)).body.access_token),
		);
		expect(new Set(tokens).size).toBe(3);
		expect(client.adobe.imsRequests()).toBe(before + 3);
	});

	it.each([
		['a wrong client id', { client_id: 'other' }, 'invalid_client', 'invalid client_id parameter'],
		['no client id', { client_id: undefined }, 'invalid_client', 'invalid client_id parameter'],
		[
			'a wrong secret',
			{ client_secret: 'other' },
			'invalid_client',
			'invalid client_secret parameter',
		],
		['another grant', { grant_type: 'password' }, 'unsupported_grant_type', undefined],
		['a scope that was not granted', { scope: 'openid,other' }, 'invalid_scope', undefined],
		['no scope', { scope: undefined }, 'invalid_scope', undefined],
	])('answers 400 for %s', async (_what, changes, error, description) => {
		const { status, body } = await askToken(client.adobe, changes);
		expect(status).toBe(400);
		expect(body.error).toBe(error);
		expect(typeof body.error_description).toBe('string');
		if (description) expect(body.error_description).toBe(description);
		expect(body).not.toHaveProperty('access_token');
	});

	it('reads the parameters from the query and from JSON as well', async () => {
		const { clientId, clientSecret, scopes } = client.adobe.demo;
		const values = {
			client_id: clientId,
			client_secret: clientSecret,
			grant_type: 'client_credentials',
			scope: scopes,
		};
		const query = await send(
			client.adobe,
			'POST',
			`/ims/token/v3?${new URLSearchParams(values).toString()}`,
		);
		expect(query.status).toBe(200);
		const json = await send(client.adobe, 'POST', '/ims/token/v3', {
			headers: { 'content-type': 'application/json' },
			body: values,
		});
		expect(json.status).toBe(200);
	});

	it('ends tokens after their lifetime', async () => {
		client.adobe.set({ tokenLifetime: 1 });
		await client.login();
		expect((await client.get('/connections')).status).toBe(200);
		await pause(1050);
		const late = await client.get('/connections');
		expect([late.status, late.body.error_code]).toEqual([401, '401013']);
	});

	it('can expire all tokens at once, and a new one works', async () => {
		client.adobe.expireTokens();
		expect((await client.get('/connections')).body).toEqual({
			error_code: '401013',
			message: 'Oauth token is not valid',
		});
		await client.login();
		expect((await client.get('/connections')).status).toBe(200);
	});
});
