import type {
	IAdditionalCredentialOptions,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
} from 'n8n-workflow';
import {
	HttpClient,
	type Request,
	withoutCancel,
	type N8nContext,
} from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import { ExecutionCredential } from '../../../nodes/AdobeExperiencePlatform/adobe/session';

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
		expect([...http.secrets].sort()).toEqual(['c', 'first', 'k', 's', 'second', 'third']);
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
		const { http, received, store } = runOver({ ...SECRETS, accessToken: 'first' }, replies);
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
		expect(http.secrets).toEqual(expect.arrayContaining(['c', 'edited', 's', 'edited too']));
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
