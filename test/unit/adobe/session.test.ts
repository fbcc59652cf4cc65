import type {
	ICredentialDataDecryptedObject,
	IAdditionalCredentialOptions,
	IExecuteFunctions,
} from 'n8n-workflow';
import { ItemScope } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
import {
	type Request,
	HttpClient,
	withoutCancel,
	type N8nContext,
} from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { EntityKind } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { etagsOf } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/etags';
import {
	type CallSettings,
	ExecutionCredential,
	Session,
} from '../../../nodes/AdobeExperiencePlatform/adobe/session';
import { readRole } from '../../../nodes/AdobeExperiencePlatform/baseConnection/create.operation';
import { amazonS3 } from '../../../nodes/AdobeExperiencePlatform/baseConnection/sources/amazonS3';

const read: Request = { method: 'GET', path: '/connections' };

/**
 * An execution over n8n: each call may store a fresh token in the object that it got, as n8n does, and
 * n8n 2.8 then stores the whole object.
 * @param replies statuses and the token that n8n gets before each of them
 */
function runOver(stored: ICredentialDataDecryptedObject, replies: Array<[number, string?]>) {
	const store = { current: stored };
	const received: ICredentialDataDecryptedObject[] = [];
	const httpRequestWithAuthentication = async (
		_type: string,
		_options: unknown,
		{ credentialsDecrypted }: IAdditionalCredentialOptions,
	) => {
		const data = credentialsDecrypted?.data as ICredentialDataDecryptedObject;
		const [statusCode, fresh] = replies[received.length] ?? [200];
		received.push({ ...data });
		if (fresh) {
			data.accessToken = fresh;
			store.current = { ...data };
		}
		return { statusCode, headers: {}, body: {} };
	};
	const credential = new ExecutionCredential({ ...stored }, async () => ({ ...store.current }));
	const context = { helpers: { httpRequestWithAuthentication } } as unknown as IExecuteFunctions;
	const http = new HttpClient(context, credential, { timeout: 60 });
	return { http, credential, store, received };
}

const SECRETS = { clientSecret: 'c', s3AccessKey: 'k', s3SecretKey: 's', s3SessionToken: '' };

const tokens = (received: ICredentialDataDecryptedObject[]) =>
	received.map(({ accessToken }) => accessToken);

describe('The credential of a run', () => {
	it('knows every access token that it has had, and the other secrets', async () => {
		const replies: Array<[number, string?]> = [[200, 'second'], [401], [200, 'third']];
		const { http, credential } = runOver({ ...SECRETS, accessToken: 'first' }, replies);
		await http.send(read);
		await http.send(read);
		expect(credential.secrets.sort()).toEqual(['c', 'first', 'k', 's', 'second', 'third']);
		expect(credential.data.accessToken).toBe('third');
	});

	it('is read from the store again only if a token may be asked for', async () => {
		const { http, received, store } = runOver({ accessToken: 'first' }, [[200, 'second']]);
		await http.send(read);
		store.current = { accessToken: 'of somebody else' };
		await http.send(read);
		expect(tokens(received)).toEqual(['first', 'second']);
	});

	it('does not undo what somebody changes during the run, even if n8n stores the whole', async () => {
		const replies: Array<[number, string?]> = [[200], [401], [200, 'second']];
		const { http, credential, received, store } = runOver(
			{ ...SECRETS, accessToken: 'first' },
			replies,
		);
		await http.send(read);
		store.current = { ...store.current, clientSecret: 'edited', s3SecretKey: 'edited too' };
		await http.send(read);
		expect(store.current).toEqual({
			...SECRETS,
			accessToken: 'second',
			clientSecret: 'edited',
			s3SecretKey: 'edited too',
		});
		expect(received[2]).toMatchObject({ clientSecret: 'edited' });
		expect(credential.secrets).toEqual(expect.arrayContaining(['c', 'edited', 's', 'edited too']));
	});

	it.each([
		['organizationId', 'other@AdobeOrg'],
		['sandboxName', 'prod'],
		['customEndpoints', true],
		['platformUrl', 'https://elsewhere.example'],
	])('sends nothing more once somebody has moved it: %s', async (name, value) => {
		const { http, received, store } = runOver({ sandboxName: 'dev' }, [[200], [401], [200]]);
		await http.send(read);
		store.current = { ...store.current, [name]: value };
		expect(await http.send(read)).toMatchObject({
			kind: 'blocked',
			message: expect.stringContaining('changed to another organization, sandbox or address'),
		});
		expect(received).toHaveLength(2);
	});
});

it('If n8n can cancel requests, some go on; if it cannot, nothing is changed', () => {
	const signal = AbortSignal.abort();
	const context = { helpers: {}, getExecutionCancelSignal: () => signal };
	const outliving = withoutCancel(context as unknown as N8nContext) as typeof context & N8nContext;
	expect(outliving.getExecutionCancelSignal()).toBeUndefined();
	expect(outliving.helpers).toBe(context.helpers);
	expect(context.getExecutionCancelSignal()).toBe(signal);
	const bare = { helpers: {} } as unknown as N8nContext;
	expect(withoutCancel(bare)).toBe(bare);
});

const settings = { timeout: 60 };

const role = { authType: 'IamBasedAuthentication', configParam: 'IAMRole', output: 'iamRole' };

/** A session over a helper of n8n that gives prepared replies. */
async function open(...replies: Array<{ statusCode: number; body: unknown }>) {
	let requests = 0;
	const context = {
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		helpers: {
			httpRequestWithAuthentication: async () => ({ headers: {}, ...replies[requests++] }),
		},
	};
	const session = await Session.open(context as unknown as IExecuteFunctions);
	const iamRole = async ({ sandboxName }: { sandboxName?: string } = {}) => {
		const client = session.client({ ...settings, sandboxName }, new ItemScope());
		return await client.readOnce(['IAM role'], async () => {
			return await readRole(client, amazonS3, role);
		});
	};
	return { session, iamRole, requests: () => requests };
}

describe('What many items ask for', () => {
	const good = { statusCode: 200, body: { configParams: { IAMRole: 'arn:x' } } };

	it('is read once, also for items side by side', async () => {
		const { iamRole, requests } = await open(good);
		expect(await Promise.all([iamRole(), iamRole()])).toEqual(['arn:x', 'arn:x']);
		expect(await iamRole()).toBe('arn:x');
		expect(requests()).toBe(1);
	});

	it('is read again after a failure', async () => {
		const { iamRole, requests } = await open({ statusCode: 403, body: {} }, good);
		await expect(iamRole()).rejects.toThrow(/permission/);
		expect(await iamRole()).toBe('arn:x');
		expect(requests()).toBe(2);
	});

	it('is read once even if an earlier reading, forgotten by then, fails late', async () => {
		const { session } = await open();
		const client = session.client(settings, new ItemScope());
		let fail: (error: Error) => void = () => {};
		const early = client.readOnce(['one'], async () => {
			return await new Promise<string>((_resolve, reject) => (fail = reject));
		});
		for (let index = 0; index < 200; index++) {
			await client.readOnce([`${index}`], async () => index);
		}
		const reads: string[] = [];
		const again = async (text: string) =>
			await client.readOnce(['one'], async () => {
				reads.push(text);
				return text;
			});
		expect(await again('second')).toBe('second');
		fail(new Error('late'));
		await expect(early).rejects.toThrow('late');
		expect(await again('third')).toBe('second');
		expect(reads).toEqual(['second']);
	});

	it('is read for each sandbox by itself', async () => {
		const { iamRole, requests } = await open(good, good);
		await Promise.all([iamRole(), iamRole({ sandboxName: 'prod' })]);
		expect(requests()).toBe(2);
	});
});

it('What a run has read is not kept without bound: the oldest is forgotten', async () => {
	const { session } = await open();
	const client = session.client(settings, new ItemScope());
	let reads = 0;
	const read = async (name: string) => await client.readOnce([name], async () => ++reads);
	for (let index = 0; index < 300; index++) await read(`file ${index}`);
	await read('file 299');
	expect(reads).toBe(300);
	await read('file 0');
	expect(reads).toBe(301);
});

it.each([true, false])('A report reaches the editor if n8n shows it: %s', async (shows) => {
	const reported: string[] = [];
	const context = {
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		...(shows && { sendMessageToUI: (text: string) => reported.push(text) }),
	};
	const session = await Session.open(context as unknown as IExecuteFunctions);
	session.execution.report('Waiting');
	expect(reported).toEqual(shows ? ['Waiting'] : []);
});

it('Warnings of a run are not kept without bound', async () => {
	const { session } = await open();
	for (let index = 0; index < 1000; index++) session.execution.hints.add(`warning ${index}`);
	session.execution.hints.add('warning 0');
	expect([session.execution.hints.size, [...session.execution.hints][0]]).toEqual([
		100,
		'warning 0',
	]);
});

describe('The Platform APIs', () => {
	it('are not opened with a credential that lacks everything', async () => {
		const context = { getCredentials: async () => ({}) };
		const opened = Session.open(context as unknown as IExecuteFunctions);
		await expect(opened).rejects.toThrow(
			'Organization ID, Client ID, Client Secret, Sandbox Name missing in the Adobe credential',
		);
	});

	it('share one reader of etags among the items of a sandbox, and no more', async () => {
		const { session } = await open();
		const kinds = [
			{ noun: 'a', path: '/a' },
			{ noun: 'b', path: '/b' },
		] as const;
		const readerOf = (kind: EntityKind, more: Partial<CallSettings> = {}) =>
			etagsOf(session.client({ ...settings, ...more }, new ItemScope()), kind);
		const reader = readerOf(kinds[0]);
		expect(readerOf(kinds[0], { timeout: 5 })).toBe(reader);
		expect(readerOf(kinds[0], { sandboxName: 'prod' })).not.toBe(reader);
		expect(readerOf(kinds[1])).not.toBe(reader);
		const another = await open();
		const client = another.session.client(settings, new ItemScope());
		expect(etagsOf(client, kinds[0])).not.toBe(reader);
	});
});
