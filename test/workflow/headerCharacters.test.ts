import type { INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { credentialData, useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { create, keySet, updateToken } from './cases';

const local = useLocalAdobe();
const type = new AdobeExperiencePlatformApi();
const fresh = keySet(1);

const CHARACTERS = ['\u200b', '\ufeff', '\u201c', '\u00a0', '\r\n', '\u{1f600}'];
const CREDENTIAL_FIELDS = [
	['organizationId', 'Organization ID'],
	['clientId', 'Client ID'],
	['clientSecret', 'Client Secret'],
	['sandboxName', 'Sandbox Name'],
] as const;

/** The character stands in the middle: what stands at the ends of a field is taken off. */
const spoiled = (value: unknown, character: string) => `${String(value)}${character}x`;

describe.each(CHARACTERS)(
	'A header that would have to hold %j is refused at once:',
	(character) => {
		const refused = async (
			parameters: INodeParameters,
			label: string,
			credential: Record<string, string> = {},
		) => {
			const { error, json } = await runNode(local.credential(credential), { parameters });
			expect(json).toEqual([]);
			expect(error?.message).toMatch(
				new RegExp(`^Invalid ${label}( in the Adobe credential)?: it contains `),
			);
			expect(`${error?.message} ${error?.description}`).not.toMatch(/may have been|not known/);
			expect(local.adobe.journal).toEqual([]);
		};

		it.each(CREDENTIAL_FIELDS)('%s of the credential', async (name, label) => {
			const value = spoiled(credentialData(local.adobe)[name], character);
			await refused(create(), label, { [name]: value });
		});

		it('the sandbox of the option', async () => {
			const options = { sandboxName: spoiled('dev', character) };
			await refused(create({ options }), 'Sandbox Name');
		});

		it('the etag', async () => {
			const options = { etag: spoiled('"1', character) };
			await refused(updateToken('x', { ...fresh, options }), 'Etag');
		});

		it.each([...CREDENTIAL_FIELDS, ['scopes', 'Scopes'] as const])(
			'%s in the test of the credential, before IMS is asked',
			async (name, label) => {
				// Line ends and special spaces separate scopes.
				if (name === 'scopes' && /^\s+$/.test(character)) return;
				const data = credentialData(local.adobe);
				const requests: unknown[] = [];
				const httpRequest = async (options: unknown) => requests.push(options);
				const asked = type.preAuthentication.call({ helpers: { httpRequest } } as never, {
					...data,
					[name]: spoiled(data[name], character),
				});
				await expect(asked).rejects.toThrow(`Invalid ${label}`);
				expect(requests).toEqual([]);
			},
		);

		it('the fields of the credential and any header of an HTTP Request node', async () => {
			const data = credentialData(local.adobe);
			for (const [name, label] of CREDENTIAL_FIELDS) {
				if (name === 'clientSecret') continue;
				const spoiledData = { ...data, [name]: spoiled(data[name], character) };
				await expect(type.authenticate(spoiledData, { url: '' })).rejects.toThrow(
					`Invalid ${label}: it contains `,
				);
			}
			for (const name of ['x-sandbox-name', 'If-Match', 'X-Of-The-User']) {
				const headers = { [name]: spoiled('x', character) };
				await expect(type.authenticate(data, { url: '', headers })).rejects.toThrow(/^Invalid /);
			}
		});
	},
);
