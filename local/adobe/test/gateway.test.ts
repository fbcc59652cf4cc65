import { codeOf, FLOW, useClient } from './client';

describe('Checks before the service', () => {
	const client = useClient();

	// In the order of the checks: each row breaks one header more than the row below it.
	const broken = [
		['authorization', undefined, 403, '403010', 'Oauth token is missing.'],
		['authorization', 'Bearer unknown', 401, '401013', 'Oauth token is not valid'],
		['x-api-key', undefined, 403, '403000', 'Api Key is required'],
		['x-api-key', 'other', 403, '403003', 'Api Key is invalid'],
		['x-gw-ims-org-id', undefined, 400, '400003', 'Missing header'],
		['x-gw-ims-org-id', 'not an organisation', 403, '403027', 'User region is missing'],
		['x-gw-ims-org-id', 'OTHER@AdobeOrg', 403, '403025', 'Profile is not valid'],
	] as const;

	it.each(broken)('%s = %s is answered %i %s', async (header, value, status, code, message) => {
		const reply = await client.post('/connections', client.createBody(), {
			headers: { [header]: value },
		});
		expect(reply.status).toBe(status);
		expect(reply.body).toEqual({ error_code: code, message });
		expect(reply.headers['x-request-id']).toBeDefined();
		expect(client.adobe.connections()).toHaveLength(0);
		expect(client.adobe.journal.at(-1)).toMatchObject({ status, applied: false });
	});

	it('names the first of several mistakes', async () => {
		for (let index = 0; index < broken.length; index++) {
			const headers: Record<string, string | undefined> = {
				'x-sandbox-name': undefined,
				'content-type': 'text/plain',
			};
			for (const [header, value] of [...broken.slice(index)].reverse()) headers[header] = value;
			const reply = await client.post('/connections', client.createBody(), { headers });
			expect(reply.body.error_code).toBe(broken[index]?.[3]);
		}
	});

	const sandbox = [
		[{ 'x-sandbox-name': undefined }, '2105-400', 'Header is missing'],
		[{ 'x-sandbox-name': '' }, '2105-400', 'Header is missing'],
		[{ 'x-sandbox-name': 'unknown' }, '2100-404', 'Sandbox not found'],
		[{ 'x-sandbox-name': 'DEV' }, '2100-404', 'Sandbox not found'],
		[{ 'x-sandbox-name': 'Development' }, '2100-404', 'Sandbox not found'],
		[{ 'x-sandbox-name': '*' }, '2111-403', 'Headers with value restricted'],
		[{ 'x-sandbox-id': 'any' }, '2110-400', 'Headers not allowed'],
	] as const;

	it.each(sandbox)('%j is answered %s', async (headers, code, title) => {
		const reply = await client.get('/connections', { headers });
		expect(codeOf(reply)).toBe(code);
		expect(reply.status).toBe(Number(code.slice(-3)));
		expect(reply.body.title).toBe(title);
	});

	it('says which sandbox it could not find', async () => {
		const reply = await client.get('/connections', { headers: { 'x-sandbox-name': 'unknown' } });
		expect(reply.body.errorMessage).toContain(
			"The sandbox with the name 'unknown' could not be found.",
		);
	});

	it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'nonsense'])(
		'content type %s is refused for a body',
		async (type) => {
			const reply = await client.post('/connections', client.createBody(), {
				headers: { 'content-type': type },
			});
			expect(reply.status).toBe(400);
			expect(reply.body).toEqual({
				type: '/placeholder/type/uri',
				status: 400,
				title: 'BadRequestError',
				detail: 'A valid content-type must be specified',
			});
			expect(client.adobe.connections()).toHaveLength(0);
		},
	);

	it('refuses a body that is not JSON', async () => {
		const reply = await client.call('POST', `${FLOW}/connections`, {
			body: '{"name":',
			headers: { 'content-type': 'application/json' },
		});
		expect([reply.status, reply.body.title]).toEqual([400, 'BadRequestError']);
		expect(client.adobe.journal.at(-1)?.body).toBe('{"name":');
	});

	it.each([
		['profile', 403, '403025'],
		['region', 403, '403027'],
		['permission', 403, '2120-403'],
	] as const)('can forbid by %s', async (forbid, status, code) => {
		client.adobe.set({ forbid });
		const reply = await client.get('/connections');
		expect([reply.status, codeOf(reply)]).toEqual([status, code]);
	});

	it('lists the sandboxes without a sandbox header, with and without a trailing slash', async () => {
		for (const slash of ['/', '']) {
			const reply = await client.call('GET', `/data/foundation/sandbox-management${slash}`, {
				headers: { 'x-sandbox-name': undefined },
			});
			expect(reply.status).toBe(200);
			const names = (reply.body.sandboxes as Array<{ name: string }>).map(({ name }) => name);
			expect(names).toEqual(['prod', 'dev']);
		}
	});

	it('speaks the current and the older generation of errors', async () => {
		const current = await client.get('/connections/unknown');
		const message =
			'The requested connections resource unknown is not found. Verify the resource ID before trying again.';
		expect(current.status).toBe(404);
		expect(current.body).toEqual({
			type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404',
			title: 'Resource not found',
			status: 404,
			report: {
				'detailed-message': message,
				id: 'unknown',
				'request-id': current.headers['x-request-id'],
				type: 'connections',
			},
			errorMessage: message,
			errorDetails: message,
		});
		client.adobe.set({ errorShape: 'older' });
		const older = await client.get('/connections/unknown');
		expect(older.status).toBe(404);
		expect(older.body).toEqual({
			errorMessage: 'connections not found with id = [unknown]',
			errorDetails: 'connections not found with id = [unknown]',
		});
	});

	it('leaves no ETag header on any answer', async () => {
		const { id } = await client.create();
		expect((await client.get(`/connections/${id}`)).headers).not.toHaveProperty('etag');
	});

	it('answers an unknown path with 404', async () => {
		expect((await client.get('/nothing')).status).toBe(404);
	});
});
