import type { INodeParameters } from 'n8n-workflow';
import { s3AccessKey } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { flowCalls, keySet, storedParams, updateToken } from '../cases';
import {
	DAY,
	methodCase,
	METHODS,
	sasUri,
	seedOf,
	setOf,
	settingsOf,
	updateCredentials,
	whole,
	WITH_CREDENTIALS,
	type MethodCase,
} from './cases';

const local = useLocalAdobe();
const sas = methodCase('azureBlob', 'sasUri');

const seed = (of: MethodCase) => seedOf(local.adobe, of);

const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const methods = () => flowCalls(local.adobe).map(({ method }) => method);

describe('Update Credentials', () => {
	it.each(WITH_CREDENTIALS)('of $title is one PATCH under the etag that was read', async (of) => {
		const { id, etag } = seed(of);
		const { error, json } = await run(updateCredentials(id, of, setOf(of, 2)));
		expect(error).toBeUndefined();
		expect(methods()).toEqual(['GET', 'PATCH']);
		expect(flowCalls(local.adobe)[1]?.headers['if-match']).toBe(etag);
		expect(storedParams(local.adobe, id)).toEqual({ ...setOf(of, 2), ...settingsOf(of) });
		expect(json[0]?.etag).toBe(local.adobe.connection(id)?.etag);
	});

	it('reads the etag again if somebody else has written in between', async () => {
		const { id } = seed(sas);
		local.adobe.set({ faults: [{ kind: 'secondWriter', path: id, times: 1 }] });
		const { error } = await run(updateCredentials(id, sas, setOf(sas, 2)));
		expect(error).toBeUndefined();
		expect(methods()).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
		expect(storedParams(local.adobe, id)).toMatchObject(setOf(sas, 2));
	});

	it('reads nothing under an etag of the user, and leaves a conflict to the user', async () => {
		const { id, etag } = seed(sas);
		const good = await run(updateCredentials(id, sas, setOf(sas, 2), { etag }));
		expect(good.error).toBeUndefined();
		expect(methods()).toEqual(['PATCH']);
		const { error } = await run(updateCredentials(id, sas, setOf(sas, 3), { etag }));
		expect(error?.httpCode).toBe('412');
		expect(storedParams(local.adobe, id)).toMatchObject(setOf(sas, 2));
	});

	it('tests afterwards if it is asked to, and says that the update stands', async () => {
		const { id } = seed(sas);
		const set = setOf(sas, 2);
		local.adobe.revokeSecret(String(set.sasUri));
		const { error } = await run(updateCredentials(id, sas, set, { testAfterUpdate: true }));
		expect(error?.message).toBe('The connection test failed after the update');
		expect(error?.description).toContain(String(local.adobe.connection(id)?.etag));
		expect(storedParams(local.adobe, id)).toMatchObject(set);
	});

	it.each([
		['the SAS URI', {}, 2 * DAY],
		[
			'the option if that is the earlier one',
			{ expiration: new Date(Date.now() + DAY).toISOString() },
			DAY,
		],
		[
			'the SAS URI if the option is later',
			{ expiration: new Date(Date.now() + 3 * DAY).toISOString() },
			2 * DAY,
		],
	])('returns when they expire, from %s', async (_from, options, ms) => {
		const { id } = seed(sas);
		const { json } = await run(updateCredentials(id, sas, { sasUri: sasUri(2 * DAY) }, options));
		const off = Date.parse(String(json[0]?.expiresAt)) - Date.now() - ms;
		expect(Math.abs(off)).toBeLessThan(60_000);
	});

	it('leaves who signs in as it is if that is left empty, and removes a pass phrase', async () => {
		const of = methodCase('sftp', 'privateKey');
		const { id } = seed(of);
		const { privateKeyContent = '' } = setOf(of, 2);
		const { error, json } = await run(updateCredentials(id, of, { privateKeyContent }));
		expect(error).toBeUndefined();
		const { userName = '' } = setOf(of, 1);
		expect(storedParams(local.adobe, id)).toEqual({
			userName,
			privateKeyContent,
			...settingsOf(of),
		});
		expect(json[0]?.updated).toEqual(['privateKeyContent', 'passPhrase']);
	});

	it('looks at the kind of a connection that an earlier item has written', async () => {
		const is = methodCase('sftp', 'password');
		const { id } = seed(is);
		const { json } = await runNode(local.credential(), {
			parameters: {
				...updateCredentials(id, is, setOf(is, 2)),
				source: '={{ $json.source }}',
				authentication: 'password',
			},
			items: [{ source: 'sftp' }, { source: 'ftp' }],
			settings: { onError: 'continueRegularOutput' },
		});
		expect(json[0]).toMatchObject({ id });
		expect(json[1]?.error).toContain('belongs to another source: SFTP');
		expect(methods()).toEqual(['GET', 'PATCH']);
	});

	it('takes S3 keys from the credential of the node if that is chosen', async () => {
		const of = methodCase('amazonS3', 'accessKey');
		const { id } = seed(of);
		const parameters = { ...updateCredentials(id, of, {}), s3KeySource: 'credential' };
		expect((await run(parameters)).error).toBeUndefined();
		const { s3AccessKey, s3SecretKey, s3SessionToken } = local.adobe.demo;
		expect(storedParams(local.adobe, id)).toMatchObject({
			s3AccessKey,
			s3SecretKey,
			s3SessionToken,
		});
	});

	it('writes many connections with one read of their etags', async () => {
		const seeded = WITH_CREDENTIALS.map((of) => ({ of, id: seed(of).id }));
		for (const { of, id } of seeded.slice(0, 1)) {
			const { error } = await runNode(local.credential(), {
				parameters: updateCredentials('={{ $json.id }}', of, setOf(of, 2)),
				items: [{ id }, { id }, { id: seed(of).id }],
			});
			expect(error).toBeUndefined();
		}
		expect(methods()).toEqual(['GET', 'PATCH', 'PATCH', 'PATCH']);
	});
});

const namesOf = ({ method }: MethodCase) => method.credentials.map(({ name }) => name).join();

describe('Nothing is written to a connection of another kind', () => {
	const others = WITH_CREDENTIALS.flatMap((of) =>
		METHODS.filter((other) => other !== of).map((is) => ({
			of,
			is,
			title: `${of.title} on ${is.title}`,
		})),
	);

	it.each(others)('by Update Credentials of $title', async ({ of, is }) => {
		const stored = seed(is);
		// Under an etag of the user nothing is read, and these two have credentials of the same names.
		const isAlike = namesOf(of) === namesOf(is);
		for (const options of [{}, ...(isAlike ? [] : [{ etag: stored.etag }])]) {
			local.adobe.journal.length = 0;
			const { error } = await run(updateCredentials(stored.id, of, setOf(of, 2), options));
			const sameSource = of.source === is.source;
			expect(error?.message).toBe(
				sameSource
					? `The connection "${is.title}" uses another kind of authentication`
					: `The connection "${is.title}" belongs to another source: ${is.source.label}`,
			);
			expect(error?.description).toContain('Nothing was written');
			expect(storedParams(local.adobe, stored.id)).toEqual({ ...setOf(is, 1), ...settingsOf(is) });
		}
	});

	const notKeys = METHODS.filter(({ method }) => method !== s3AccessKey);
	it.each(notKeys)(
		'by Update Session Token on $title, which points to Update Credentials',
		async (is) => {
			const { id, etag } = seed(is);
			for (const options of [{}, { etag }]) {
				const { error } = await run(updateToken(id, { ...keySet(1), options }));
				expect(error?.message).toMatch(/another (source|kind)/);
				expect(error?.description).toContain('Use Update Credentials for other sources');
				expect(storedParams(local.adobe, id)).toEqual({ ...setOf(is, 1), ...settingsOf(is) });
			}
		},
	);

	it('but to one whose authentication has an older name of the same', async () => {
		const [older = ''] = sas.method.olderSpecNames ?? [];
		expect(older).toBe('SasURIAuthentication');
		const { id } = seed(sas);
		local.adobe.set({});
		const connection = local.adobe.connection(id);
		if (connection?.auth) connection.auth.specName = older;
		const { error } = await run(updateCredentials(id, sas, setOf(sas, 2)));
		// The local Adobe knows the new name only; the node has sent the PATCH.
		expect(error?.message).not.toContain('another kind');
		expect(methods()).toContain('PATCH');
	});
});

describe('Create or Update', () => {
	it.each(WITH_CREDENTIALS)(
		'makes a second connection for another source of the same name as $title',
		async (of) => {
			const other = WITH_CREDENTIALS.find(({ source }) => source !== of.source) as MethodCase;
			seed({ ...other, title: of.title });
			const { json, error } = await run(whole('upsert', of));
			expect(error).toBeUndefined();
			expect(json[0]?.created).toBe(true);
			const again = await run(whole('upsert', of, setOf(of, 2)));
			expect(again.json[0]).toMatchObject({ id: json[0]?.id, created: false });
			expect(storedParams(local.adobe, String(json[0]?.id))).toEqual({
				...setOf(of, 2),
				...settingsOf(of),
			});
		},
	);

	it('refuses one of the same source with another kind of authentication', async () => {
		const { id } = seed({ ...methodCase('azureBlob', 'connectionString'), title: sas.title });
		const { error } = await run(whole('upsert', sas));
		expect(error?.message).toBe(
			`The connection "${sas.title}" uses another kind of authentication`,
		);
		expect(error?.description).toContain(id);
		expect(error?.description).toContain('created with "Connection String"');
	});
});
