import { NodeHelpers, type INodeParameters, type INodePropertyOptions } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { secretsOfCredential } from '../../../credentials/sourceKeys';
import {
	sources,
	storedMethod,
} from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/source';
import { secretsOf, setOf, WITH_CREDENTIALS, type MethodCase } from '../../workflow/sources/cases';

const { properties } = new AdobeExperiencePlatformApi();
const NAMES = [
	...new Set(WITH_CREDENTIALS.flatMap(({ method }) => method.credentials.map(({ name }) => name))),
];
const ALL = Object.fromEntries(NAMES.map((name) => [name, `all-${name}`]));

/** What n8n hands to the node of what the form holds. */
const decrypted = (data: INodeParameters) =>
	NodeHelpers.getNodeParameters(properties, data, true, false, null, null) ?? {};
const keysIn = (data: INodeParameters) =>
	Object.keys(decrypted({ ...ALL, ...data })).filter((name) => NAMES.includes(name));
const namesOf = ({ method }: MethodCase) => method.credentials.map(({ name }) => name);

describe('The form of the credential', () => {
	it.each(WITH_CREDENTIALS)('holds the keys of one source: $title', (of) => {
		const { source, method } = of;
		const data = { sourceKeys: source.value, sourceAuthentication: method.value };
		expect(keysIn(data).sort()).toEqual(namesOf(of).sort());
	});

	it.each(sources)('takes anything else for the first authentication: $label', (source) => {
		const authentications = ['', ...WITH_CREDENTIALS.map(({ method }) => method.value)];
		for (const sourceAuthentication of authentications) {
			const method = storedMethod(source, sourceAuthentication);
			const names = method?.credentials.map(({ name }) => name) ?? [];
			const data = { sourceKeys: source.value, sourceAuthentication };
			expect(keysIn(data).sort()).toEqual(names.sort());
		}
		const [first] = WITH_CREDENTIALS.filter((of) => of.source === source);
		expect(storedMethod(source, 'x')).toBe(first?.method);
	});

	it('holds the keys of Amazon S3 if it was saved with version 1', () => {
		expect(keysIn({})).toEqual(['s3AccessKey', 's3SecretKey', 's3SessionToken']);
		expect(decrypted({})).toMatchObject({ sourceKeys: 'amazonS3' });
	});

	it('masks every secret', () => {
		for (const { method } of WITH_CREDENTIALS) {
			for (const { name, isSecret } of method.credentials) {
				// Version 1 shows the ID of the key.
				if (name === 's3AccessKey') continue;
				const fields = properties.filter((one) => one.name === name);
				expect(fields.length).toBeGreaterThan(0);
				for (const { typeOptions } of fields) {
					expect([name, typeOptions?.password ?? false]).toEqual([name, isSecret]);
				}
			}
		}
	});

	/** n8n 2.8 requires there what `show` shows, and knows one list of values for each name. */
	it('demands no keys of who creates it by the public API of n8n', () => {
		const keys = properties.filter(({ name }) => NAMES.includes(name) || /^source/.test(name));
		expect(keys.length).toBeGreaterThan(NAMES.length);
		for (const { name, required = false, displayOptions } of keys) {
			expect([name, required, displayOptions?.show]).toEqual([name, false, undefined]);
		}
		const lists = keys.filter(({ type }) => type === 'options');
		expect(new Set(lists.map(({ name }) => name)).size).toBe(lists.length);
		const [, authentication] = lists.map(({ options = [] }) =>
			(options as INodePropertyOptions[]).map(({ value }) => value),
		);
		const several = sources.filter(
			(source) => WITH_CREDENTIALS.filter((of) => of.source === source).length > 1,
		);
		const values = WITH_CREDENTIALS.filter(({ source }) => several.includes(source));
		expect(authentication?.sort()).toEqual(
			['', ...values.map(({ method }) => method.value)].sort(),
		);
	});

	it('says that its keys are optional and where they are tested', () => {
		const notice = properties.find(({ type }) => type === 'notice');
		expect(notice?.displayName).toMatch(/optional.*Base Connection > Test/);
	});
});

describe('The secrets of a credential', () => {
	it.each(WITH_CREDENTIALS)('are those of the keys it holds, and its own: $title', (of) => {
		const set = setOf(of, 2);
		const data = { clientSecret: 'own-secret', accessToken: 'own-token', organizationId: 'org' };
		const found = secretsOfCredential({ ...data, ...(set as Record<string, string>), scopes: '' });
		expect(found).toEqual(expect.arrayContaining(['own-secret', 'own-token']));
		for (const secret of secretsOf(of, set)) {
			expect(found.some((one) => one === secret || one === decodeURIComponent(secret))).toBe(true);
		}
		expect(found).not.toContain('org');
		expect(found).not.toContain('');
	});

	it('are not what a SAS URI or a connection string says besides', () => {
		const sasUri = String(
			setOf(WITH_CREDENTIALS.find(({ method }) => method.value === 'sasUri') as MethodCase, 2)
				.sasUri,
		);
		expect(secretsOfCredential({ sasUri })).not.toContain(sasUri);
	});
});
