import type { IHttpRequestHelper } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { fingerprint, imsCredential } from '../../../credentials/ims';

const type = new AdobeExperiencePlatformApi();
const request = { url: 'https://platform.adobe.io/any' };

/** A credential of its own for each test, since the process remembers tokens by credential. */
let number = 0;
const credential = (more: Record<string, string> = {}) => ({
	organizationId: '00FAKE@AdobeOrg',
	clientId: `my-id-${number++}`,
	clientSecret: 'my words',
	scopes: 'openid',
	sandboxName: 'dev',
	...more,
});

/** n8n's request helper in front of an IMS that hands out one token. */
const helper = {
	helpers: {
		httpRequest: async () => ({
			statusCode: 200,
			headers: {},
			body: { access_token: 'fresh', expires_in: 60 },
		}),
	},
} as unknown as IHttpRequestHelper;

describe('A credential', () => {
	it('gets a token if none was ever stored, as before it is saved', async () => {
		const data = credential();
		expect(await type.preAuthentication.call(helper, data)).toEqual({
			accessToken: 'fresh',
			accessTokenFor: fingerprint(imsCredential(data)),
		});
	});

	it('is used without a token if none was ever stored, and the service says so', async () => {
		const { headers } = await type.authenticate(credential(), request);
		expect(headers).toMatchObject({ Authorization: 'Bearer ', 'x-sandbox-name': 'dev' });
	});

	it('is used with a token that another process stored for the same ID, secret and scopes', async () => {
		const data = credential({ accessToken: 'stored before a restart' });
		const accessTokenFor = fingerprint(imsCredential(data));
		const { headers } = await type.authenticate({ ...data, accessTokenFor }, request);
		expect(headers).toMatchObject({ Authorization: 'Bearer stored before a restart' });
	});

	it('is used with a stored token of which nothing is known', async () => {
		const data = credential({ accessToken: 'stored by hand' });
		const { headers } = await type.authenticate(data, request);
		expect(headers).toMatchObject({ Authorization: 'Bearer stored by hand' });
	});

	it('asks for a new token if another process stored it for other values', async () => {
		const data = credential({ accessToken: 'of an older secret', accessTokenFor: 'other values' });
		await expect(type.authenticate(data, request)).rejects.toMatchObject({
			response: { status: 401 },
		});
	});
});
