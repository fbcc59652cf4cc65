import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { credentialData, useLocalAdobe } from '../support/adobe';

const local = useLocalAdobe();
const type = new AdobeExperiencePlatformApi();

/** Sends the request of the credential test, and applies its rules as n8n does: the first that fits wins. */
async function testCredential(edit: ICredentialDataDecryptedObject): Promise<string> {
	const data: ICredentialDataDecryptedObject = { ...credentialData(local.adobe), ...edit };
	const { baseURL, url, qs } = type.test.request;
	expect(baseURL).toContain('$credentials.platformUrl');
	const { headers } = await type.authenticate(data, { url: '', headers: { Accept: 'text/x' } });
	const response = await fetch(
		`${local.adobe.url}${String(url)}?${new URLSearchParams(qs as Record<string, string>).toString()}`,
		{ headers: headers as Record<string, string> },
	);
	const text = await response.text();
	const body = (text.startsWith('{') ? JSON.parse(text) : text) as IDataObject;
	for (const rule of type.test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		if (body[key] === value) return message;
	}
	return 'good';
}

/** A token as n8n would have asked for before the test. */
async function token(): Promise<string> {
	const helper = {
		helpers: {
			httpRequest: async ({ url, body }: { url: string; body: Record<string, string> }) => {
				const response = await fetch(url, { method: 'POST', body: new URLSearchParams(body) });
				return { statusCode: response.status, headers: {}, body: await response.json() };
			},
		},
	} as unknown as IHttpRequestHelper;
	const output = await type.preAuthentication.call(helper, credentialData(local.adobe));
	return String(output.accessToken);
}

describe('The credential test', () => {
	it('passes for a good credential', async () => {
		expect(await testCredential({ accessToken: await token() })).toBe('good');
	});

	it.each([
		['sandboxName', 'nowhere', /^Adobe does not know the sandbox/],
		['organizationId', 'another@AdobeOrg', /^The credential is not entitled for this organization/],
		['organizationId', 'no organization', /^Adobe does not know the Organization ID/],
		['sandboxName', '', /^The Sandbox Name is missing/],
		['organizationId', '', /^The Organization ID is missing/],
		['accessToken', 'an0ther.token', /^Adobe does not accept the access token/],
	])('names what is wrong if %s is "%s"', async (name, value, message) => {
		const accessToken = await token();
		expect(await testCredential({ accessToken, [name]: value })).toMatch(message);
	});

	it.each([
		['profile', /product profile/],
		['region', /product profile/],
		['permission', /lacks a permission for this sandbox/],
	] as const)('distinguishes why Adobe forbids: %s', async (forbid, message) => {
		const accessToken = await token();
		local.adobe.set({ forbid });
		expect(await testCredential({ accessToken })).toMatch(message);
	});

	it.each([
		['html', 502],
		['empty', 200],
	] as const)('does not pass for an answer that is none: %s', async (kind, status) => {
		const accessToken = await token();
		local.adobe.set({ faults: [{ kind, status, path: 'flowservice' }] });
		expect(await testCredential({ accessToken })).toMatch(/did not answer with a list/);
	});
});
