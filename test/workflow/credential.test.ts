import { useLocalAdobe } from '../support/adobe';
import { useBounds } from '../support/bounds';
import { runNode } from '../support/engine';
import { create, flowCalls, times } from './cases';

const local = useLocalAdobe();
useBounds({ itemBudget: 3_000 });
const IMS = '/ims/token/v3';
const refusesSecret = /^Adobe IMS refuses the Client Secret\./;

const imsCalls = () => local.adobe.journal.filter(({ path }) => path === IMS);
const run = async (credential = local.credential(), items = [{}]) =>
	await runNode(credential, { parameters: create(), items });

describe('The access token', () => {
	it('comes from one form request to IMS, with nothing in its query', async () => {
		const { error } = await run();
		expect(error).toBeUndefined();
		const { clientId, clientSecret, scopes } = local.adobe.demo;
		const [call] = imsCalls();
		expect(imsCalls()).toHaveLength(1);
		expect(call).toMatchObject({ method: 'POST', query: '' });
		expect(call?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
		expect(call?.body).toEqual({
			client_id: clientId,
			client_secret: clientSecret,
			grant_type: 'client_credentials',
			scope: scopes,
		});
	});

	it('is stored and used again by later executions', async () => {
		const { adobe } = local;
		const credential = local.credential();
		await run(credential);
		const { accessToken } = credential.data;
		const { error } = await run(credential);
		expect(error).toBeUndefined();
		expect(accessToken).toMatch(/^ey/);
		expect(credential.data.accessToken).toBe(accessToken);
		expect(flowCalls(adobe).map(({ headers }) => headers.authorization)).toEqual(
			times(2, () => `Bearer ${String(accessToken)}`),
		);
		expect(adobe.imsRequests()).toBe(1);
	});

	it('is replaced once if the service does not accept it any more', async () => {
		const { adobe } = local;
		const credential = local.credential();
		await run(credential);
		const before = credential.data.accessToken;
		adobe.expireTokens();
		const { error, json } = await run(credential);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1);
		expect(adobe.imsRequests()).toBe(2);
		expect(credential.data.accessToken).not.toBe(before);
		expect(adobe.connections()).toHaveLength(2);
	});

	it('is not asked for again if a fresh one is refused too', async () => {
		const { adobe } = local;
		adobe.set({ faults: [{ kind: 'status', status: 401, path: 'flowservice' }] });
		const { error } = await run(local.credential(), [{}, {}, {}]);
		expect(error?.message).toBe('Adobe does not accept the access token, even a fresh one');
		expect(adobe.imsRequests()).toBeLessThanOrEqual(2);
		expect(adobe.connections()).toEqual([]);
	});

	it.each([
		['Client Secret', { clientSecret: 'an0ther-secret' }, refusesSecret],
		['Client ID', { clientId: 'an0ther-id' }, /^Adobe IMS does not know the Client ID\./],
		['Scopes', { scopes: 'openid,no_such_scope' }, /^Adobe IMS refuses the Scopes\./],
	])('is not used any more once the %s was edited', async (_field, edit, message) => {
		const { adobe } = local;
		const credential = local.credential();
		await run(credential);
		const { data } = credential;
		credential.data = { ...data, ...edit };
		const { error } = await run(credential);
		expect(error?.message).toMatch(message);
		expect(adobe.imsRequests()).toBe(2);
		expect(adobe.connections()).toHaveLength(1);

		credential.data = { ...credential.data, ...data };
		expect((await run(credential)).error).toBeUndefined();
	});

	it.each([
		['without https://', (url: string) => url.replace('http://', '')],
		['of nothing', () => 'https://'],
		['with a query', (url: string) => `${url}/?a=b`],
	])('needs a web address for Adobe, and not one %s', async (_what, wrong) => {
		const { adobe } = local;
		const { error } = await run(local.credential({ platformUrl: wrong(adobe.url) }));
		expect(error?.message).toMatch(/^The Platform URL .* is not a web address$/);
		expect(error?.description).toContain('Write it as https://host');
		expect(adobe.journal).toEqual([]);
		const good = await run(local.credential({ platformUrl: ` ${adobe.url}/ ` }));
		expect(good.error).toBeUndefined();
	});

	it('is made anew for scopes that were edited and are good', async () => {
		const { adobe } = local;
		const credential = local.credential();
		await run(credential);
		const before = credential.data.accessToken;
		credential.data = { ...credential.data, scopes: ' openid, session ' };
		const { error } = await run(credential);
		expect(error).toBeUndefined();
		expect(imsCalls().map(({ body }) => (body as { scope: string }).scope)).toEqual([
			adobe.demo.scopes,
			'openid,session',
		]);
		expect(credential.data.accessToken).not.toBe(before);
	});

	it('stays if only organization, sandbox or S3 keys were edited', async () => {
		const { adobe } = local;
		const credential = local.credential();
		await run(credential);
		credential.data = { ...credential.data, sandboxName: 'prod', s3SessionToken: '' };
		const { error } = await run(credential);
		expect(error).toBeUndefined();
		expect(adobe.imsRequests()).toBe(1);
	});
});

describe('An IMS that gives no token is distinguished:', () => {
	it('it refuses, and is asked once', async () => {
		const { error } = await run(local.credential({ clientSecret: 'an0ther-secret' }));
		expect(error?.message).toMatch(refusesSecret);
		expect(imsCalls()).toHaveLength(1);
		expect(flowCalls(local.adobe)).toEqual([]);
	});

	it('it cannot be reached', async () => {
		const { error } = await run(local.credential({ imsUrl: 'http://127.0.0.1:1' }));
		expect(error?.message).toMatch(/^Adobe IMS cannot be reached\./);
		expect(local.adobe.journal).toEqual([]);
	});

	it('it has a server error, and is asked again within the bounds', async () => {
		local.adobe.set({ faults: [{ kind: 'status', status: 503, path: IMS }] });
		const { error } = await run();
		expect(error?.message).toMatch(/^Adobe IMS server error \(HTTP 503\)\./);
		expect(imsCalls().length).toBeGreaterThan(3);
	});

	it('it had a passing problem, and nobody needs to know', async () => {
		local.adobe.set({ faults: [{ kind: 'reset', path: IMS, times: 1 }] });
		expect((await run()).error).toBeUndefined();
		expect(imsCalls()).toHaveLength(2);
	});

	it('it is no IMS', async () => {
		local.adobe.set({ faults: [{ kind: 'html', status: 200, path: IMS }] });
		const { error } = await run();
		expect(error?.message).toMatch(/^The IMS URL returned no access token \(HTTP 200\)\./);
	});
});
