import { demoAzureApp } from '../index';
import { DAY } from './sourceCases';
import { type Json, send, useClient } from './client';

describe('Azure', () => {
	const client = useClient();

	async function token(form: Record<string, string>, headers: Record<string, string> = {}) {
		return await send(client.adobe, 'POST', '/azure/acme/oauth2/v2.0/token', {
			headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
			body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
		});
	}
	const right = { client_id: demoAzureApp.clientId, client_secret: demoAzureApp.clientSecret };

	async function sas(body: Json, more: { token?: string; query?: string } = {}) {
		const given = more.token ?? String((await token(right)).body.access_token);
		const path =
			'/azure/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acme/ListServiceSas';
		return await send(client.adobe, 'POST', `${path}${more.query ?? '?api-version=2023-01-01'}`, {
			headers: { authorization: `Bearer ${given}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	}
	const asked = {
		canonicalizedResource: '/blob/acme/landing',
		signedResource: 'c',
		signedPermission: 'rl',
		signedExpiry: new Date(Date.now() + DAY).toISOString(),
	};

	it('gives the application a token, by form or header, which Adobe does not take', async () => {
		const byForm = await token(right);
		const basic = Buffer.from(`${right.client_id}:${encodeURIComponent(right.client_secret)}`);
		const byHeader = await token({}, { authorization: `Basic ${basic.toString('base64')}` });
		for (const reply of [byForm, byHeader]) {
			expect(reply).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
		}
		expect((await token({ ...right, client_secret: 'wrong' })).status).toBe(401);
		const headers = { authorization: `Bearer ${String(byForm.body.access_token)}` };
		const path = '/data/foundation/flowservice/connections';
		expect((await send(client.adobe, 'GET', path, { headers })).status).toBe(401);
	});

	it('makes a signature that ends when it is told to', async () => {
		const { status, body } = await sas(asked);
		expect(status).toBe(200);
		const query = new URLSearchParams(String(body.serviceSasToken));
		expect(Date.parse(query.get('se') ?? '')).toBe(Date.parse(asked.signedExpiry));
		expect(query.get('sp')).toBe('rl');
		expect(query.get('sig')).toMatch(/^[\w+/=]{40,}$/);
	});

	it.each<[string, Json, object]>([
		['without a good token', asked, { token: 'x' }],
		['without a version of the API', asked, { query: '' }],
		['for another account', { ...asked, canonicalizedResource: '/blob/other/landing' }, {}],
		['without an end', { ...asked, signedExpiry: 'soon' }, {}],
	])('makes none %s', async (_what, body, more) => {
		const { status, body: refused } = await sas(body, more);
		expect(status).toBeGreaterThanOrEqual(400);
		expect(refused).toMatchObject({ error: { code: expect.any(String) as string } });
	});
});
