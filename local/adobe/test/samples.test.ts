import { FLOW, type Json, send, useClient } from './client';

// The requests of Adobe's tutorial and of its API descriptions, character by character where it matters.
describe('Requests as Adobe prints them', () => {
	const client = useClient();

	const ID = '4cb0c374-d3bb-4557-b139-5712880adc55';
	const ETAG = '"1700d77b-0000-0200-0000-5e3b41a10000"';

	it('create a base connection', async () => {
		const reply = await send(client.adobe, 'POST', `${FLOW}/connections`, {
			headers: { ...client.headers, 'Content-Type': 'application/json' },
			body: `{
        "name": "Amazon S3 base connection",
        "description": "Amazon S3 base connection",
        "auth": {
            "specName": "Access Key",
            "params": {
                "s3AccessKey": "{S3_ACCESS_KEY}",
                "s3SecretKey": "{S3_SECRET_KEY}",
                "s3SessionToken": "{S3_SESSION_TOKEN}"
            }
        },
        "connectionSpec": {
            "id": "ecadc60c-7455-4d87-84dc-2a0e293d997b",
            "version": "1.0"
        }
    }`,
		});
		expect(reply.status).toBe(201);
		expect(reply.text).toMatch(
			/^\{"id":"[0-9a-f-]{36}","etag":"\\"[0-9a-f]{8}-0000-0200-0000-[0-9a-f]{8}\\""\}$/,
		);
	});

	it('update a session token', async () => {
		client.adobe.seedConnection({ id: ID, etag: ETAG });
		const reply = await send(client.adobe, 'PATCH', `${FLOW}/connections/${ID}`, {
			headers: { ...client.headers, 'If-Match': ETAG, 'Content-Type': 'application/json' },
			body: `[
        {
            "op": "replace",
            "path": "/auth/params/s3SessionToken",
            "value": "{S3_SESSION_TOKEN}"
        }
    ]`,
		});
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({ id: ID, etag: expect.stringMatching(/^".*"$/) as string });
		expect(client.adobe.connection(ID)?.auth?.params).toMatchObject({
			s3AccessKey: client.adobe.demo.s3AccessKey,
			s3SessionToken: '{S3_SESSION_TOKEN}',
		});
	});

	it('get, test, count, filter and delete', async () => {
		client.adobe.seedConnection({ id: ID, etag: ETAG });
		client.adobe.seedConnection();
		const get = async (path: string) => await client.get(path);
		expect((await get(`/connections/${ID}`)).body.items).toHaveLength(1);
		expect(Object.keys((await get(`/connections/${ID}/test`)).body)).toEqual(['result']);
		expect((await get('/connections?property=state==enabled&count=true')).body).toEqual({
			count: 2,
		});
		for (const query of [
			`property=id==${ID}`,
			'property=name==TestConn',
			'property=description==Test%20description',
			'property=connectionSpec.id==938903,849048',
			'property=state==enabled&orderby=createdAt',
			'orderby=-name',
		]) {
			expect((await get(`/connections?${query}`)).status).toBe(200);
		}
		expect(
			(await get('/flowSpecs?property=name==%22CloudStorageToAEP%22')).body.items,
		).toHaveLength(1);
		expect((await client.delete(`/connections/${ID}`)).status).toBe(204);
	});

	it('get a token', async () => {
		const { clientId, clientSecret, scopes } = client.adobe.demo;
		const reply = await send(client.adobe, 'POST', '/ims/token/v3', {
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			body: `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}&scope=${scopes}`,
		});
		expect(reply.body).toMatchObject({ token_type: 'bearer', expires_in: 86399 } as Json);
	});
});
