import { fingerprint, imsCredential, platformHeaders } from '../../../credentials/ims';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';

const data = {
	organizationId: ' 00FAKE@AdobeOrg ',
	clientId: 'my-id\n',
	clientSecret: ' my words ',
	scopes: '',
	sandboxName: 'dev',
	accessToken: 'tok',
};
const DEFAULT_SCOPES =
	'openid,session,AdobeID,read_organizations,additional_info.projectedProductContext';

const testRules = new AdobeExperiencePlatformApi().test.rules as Array<{
	properties: { key: string; value: unknown; message: string };
}>;

describe('What IMS is asked with', () => {
	it('is clean text, with defaults for scopes and address', () => {
		expect(imsCredential(data)).toEqual({
			imsUrl: 'https://ims-na1.adobelogin.com',
			clientId: 'my-id',
			clientSecret: 'my words',
			scopes: DEFAULT_SCOPES,
		});
	});

	it.each([
		['openid, session', 'openid,session'],
		['openid session', 'openid,session'],
		[',openid,,session,\n', 'openid,session'],
		['  ', DEFAULT_SCOPES],
	])('holds the scopes %j as %s', (scopes, sent) => {
		expect(imsCredential({ ...data, scopes }).scopes).toBe(sent);
	});

	it.each([
		[true, 'https://ims.example//', 'https://ims.example'],
		[true, ' ', 'https://ims-na1.adobelogin.com'],
		[true, undefined, 'https://ims-na1.adobelogin.com'],
		[false, 'https://ims.example', 'https://ims-na1.adobelogin.com'],
	])('custom endpoints %s, IMS URL %s: goes to %s', (customEndpoints, imsUrl, url) => {
		expect(
			imsCredential({ ...data, customEndpoints, ...(imsUrl !== undefined && { imsUrl }) }).imsUrl,
		).toBe(url);
	});

	it('has a fingerprint that differs with each part and gives none away', () => {
		const base = imsCredential(data);
		const prints = [
			base,
			{ ...base, imsUrl: 'https://x' },
			{ ...base, clientId: 'x' },
			{ ...base, clientSecret: 'x' },
			{ ...base, scopes: 'x' },
		].map(fingerprint);
		expect(new Set(prints).size).toBe(prints.length);
		for (const print of prints) expect(print).toMatch(/^[0-9a-f]{64}$/);
		expect(fingerprint({ ...base })).toBe(prints[0]);
	});
});

describe('The headers of a Platform request', () => {
	it('are the four of Adobe beside those that are there', () => {
		expect(platformHeaders(data, { Accept: 'a/b' })).toEqual({
			Accept: 'a/b',
			Authorization: 'Bearer tok',
			'x-api-key': 'my-id',
			'x-gw-ims-org-id': '00FAKE@AdobeOrg',
			'x-sandbox-name': 'dev',
		});
	});

	it.each(['x-sandbox-name', 'X-Sandbox-Name'])('keep a sandbox that is there as %s', (name) => {
		const headers = platformHeaders(data, { [name]: 'prod' });
		const sandboxes = Object.entries(headers).filter(
			([key]) => key.toLowerCase() === 'x-sandbox-name',
		);
		expect(sandboxes).toEqual([[name, 'prod']]);
	});

	it('are the four of Adobe if the request brings none', () => {
		expect(Object.keys(platformHeaders(data))).toEqual([
			'Authorization',
			'x-api-key',
			'x-gw-ims-org-id',
			'x-sandbox-name',
		]);
	});

	it('set the sandbox of the credential if an empty one is there', () => {
		expect(platformHeaders(data, { 'x-sandbox-name': '' })['x-sandbox-name']).toBe('dev');
	});
});

describe('The rules of the credential test', () => {
	it('take each gateway code as text and as number', () => {
		const codes = testRules
			.filter(({ properties }) => properties.key === 'error_code')
			.map(({ properties }) => properties.value);
		for (const code of codes) expect(codes).toContain(Number(code));
		expect(codes).toEqual(expect.arrayContaining(['403025', '403027', '403003', 401013]));
	});

	it('end with the one for an answer that is no list', () => {
		expect(testRules.at(-1)?.properties).toMatchObject({ key: 'items', value: undefined });
	});

	it('say it in sentences', () => {
		for (const { properties } of testRules) expect(properties.message).toMatch(/^[A-Z].*\.$/);
	});
});
