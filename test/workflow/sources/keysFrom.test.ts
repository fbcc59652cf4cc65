import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { flowCalls, storedParams, updateToken } from '../cases';
import {
	heldSet,
	keysFrom,
	methodCase,
	registerKeys,
	seedOf,
	setOf,
	settingsOf,
	updateCredentials,
	whole,
	WITH_CREDENTIALS,
	type MethodCase,
} from './cases';

const local = useLocalAdobe();

/** Runs with a credential that holds a set of keys. */
const run = async (parameters: INodeParameters, held: Record<string, string>) =>
	await runNode(local.credential(held), { parameters });

const create = (of: MethodCase): INodeParameters => ({
	...whole('create', of, {}),
	...keysFrom(of, 'credential'),
});
const update = (id: string, of: MethodCase): INodeParameters => ({
	...updateCredentials(id, of, {}),
	...keysFrom(of, 'credential'),
});
const sftp = methodCase('sftp', 'password');
const sas = methodCase('azureBlob', 'sasUri');
const s3 = methodCase('amazonS3', 'accessKey');

describe.each(WITH_CREDENTIALS)('The keys of $title in the credential', (of) => {
	const held = heldSet(of, setOf(of, 2));

	it.each(['create', 'upsert'] as const)('are those of a new connection: %s', async (operation) => {
		registerKeys(local.adobe, setOf(of, 2));
		const parameters = { ...whole(operation, of, {}), ...keysFrom(of, 'credential') };
		const { json, error } = await run(parameters, held);
		expect(error).toBeUndefined();
		const stored = storedParams(local.adobe, String(json[0]?.id));
		expect(stored).toEqual({ ...setOf(of, 2), ...settingsOf(of) });
	});

	it('take the place of stored ones', async () => {
		const { id } = seedOf(local.adobe, of);
		const { error } = await run(update(id, of), held);
		expect(error).toBeUndefined();
		expect(storedParams(local.adobe, id)).toEqual({ ...setOf(of, 2), ...settingsOf(of) });
	});

	it('are not used unless that is chosen', async () => {
		const { json, error } = await run(whole('create', of, setOf(of, 1)), held);
		expect(error).toBeUndefined();
		const stored = storedParams(local.adobe, String(json[0]?.id));
		expect(stored).toEqual({ ...setOf(of, 1), ...settingsOf(of) });
	});
});

const others = WITH_CREDENTIALS.flatMap((of) =>
	WITH_CREDENTIALS.filter((is) => is !== of).map((is) => ({
		of,
		is,
		title: `${of.title} from a credential for ${is.title}`,
	})),
);

it.each(others)('Nothing is sent for $title', async ({ of, is }) => {
	for (const parameters of [create(of), update('any', of)]) {
		const { error } = await run(parameters, heldSet(is, setOf(is, 2)));
		const isSameSource = of.source === is.source;
		const name = ({ source, method }: MethodCase) =>
			isSameSource ? `${source.label} with ${method.label}` : source.label;
		expect(error?.message).toBe(`The credential holds the keys of ${name(is)}, not of ${name(of)}`);
		expect(error?.description).toContain(
			isSameSource ? 'change Source Authentication' : 'change Source Keys',
		);
	}
	expect(local.adobe.journal).toEqual([]);
});

describe('Nothing is sent', () => {
	it.each(
		WITH_CREDENTIALS.flatMap((of) =>
			of.method.credentials
				.filter(({ whenEmpty }) => whenEmpty !== 'goes')
				.map((missing) => ({ of, missing, title: `${of.title} without ${missing.label}` })),
		),
	)('if the credential holds $title', async ({ of, missing }) => {
		const held = heldSet(of, setOf(of, 2));
		const { error } = await run(create(of), { ...held, [missing.name]: '' });
		expect(error?.message).toBe(`${missing.label} of the credential is empty`);
		expect(error?.description).toMatch(/credential|complete set/);
		expect(local.adobe.journal).toEqual([]);
	});

	it('if the credential holds a value that cannot be one', async () => {
		const { error } = await run(create(sas), heldSet(sas, { sasUri: 'sig=1' }));
		expect(error?.message).toMatch(/^Invalid SAS URI: /);
		expect(local.adobe.journal).toEqual([]);
	});

	it('by Update Session Token with the keys of another source', async () => {
		const { error } = await run(
			updateToken('any', { s3KeySource: 'credential' }),
			heldSet(sftp, setOf(sftp, 2)),
		);
		expect(error?.message).toBe('The credential holds the keys of SFTP, not of Amazon S3');
		expect(error?.description).toContain('S3 Keys From > Fields Below');
		expect(local.adobe.journal).toEqual([]);
	});
});

it('A credential of version 1 holds the keys of Amazon S3', async () => {
	const { error, json } = await run(create(s3), {});
	expect(error).toBeUndefined();
	const { s3AccessKey, s3SecretKey } = local.adobe.demo;
	expect(storedParams(local.adobe, String(json[0]?.id))).toMatchObject({
		s3AccessKey,
		s3SecretKey,
	});
	const refused = await run(create(sftp), {});
	expect(refused.error?.message).toBe('The credential holds the keys of Amazon S3, not of SFTP');
});

it('What is chosen for another source stands for the default', async () => {
	const { error } = await run(create(sftp), {
		...heldSet(sftp, setOf(sftp, 2)),
		sourceAuthentication: 'sasUri',
	});
	expect(error).toBeUndefined();
});

it('Blanks of a password count', async () => {
	const { json } = await run(create(sftp), {
		...heldSet(sftp, setOf(sftp, 2)),
		password: ' with blanks ',
	});
	expect(storedParams(local.adobe, String(json[0]?.id))?.password).toBe(' with blanks ');
	expect(flowCalls(local.adobe).map(({ method }) => method)).toEqual(['POST']);
});
