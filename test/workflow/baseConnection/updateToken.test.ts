import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import {
	callLines,
	CONNECTIONS,
	flowCalls,
	keySet,
	storedParams,
	times,
	updateFromItem,
	updateToken,
} from '../cases';

const local = useLocalAdobe();
const fresh = keySet(1);
const ETAG_FORM = /^"[0-9a-f]{8}-0000-0200-0000-[0-9a-f]{8}"$/;

const update = async (id: string, more: INodeParameters = fresh) =>
	await runNode(local.credential(), { parameters: updateToken(id, more) });

describe('Update Session Token', () => {
	it('reads the etag, then writes key, secret and token in one patch', async () => {
		const { adobe } = local;
		const before = adobe.seedConnection({ name: 'Landing' });
		const { json, error } = await update(before.id);
		expect(error).toBeUndefined();
		expect(callLines(adobe)).toEqual([`GET /${before.id}`, `PATCH /${before.id}`]);
		const [, patch] = flowCalls(adobe);
		expect(patch?.body).toEqual([
			{ op: 'replace', path: '/auth/params/s3AccessKey', value: fresh.s3AccessKey },
			{ op: 'replace', path: '/auth/params/s3SecretKey', value: fresh.s3SecretKey },
			{ op: 'add', path: '/auth/params/s3SessionToken', value: fresh.s3SessionToken },
		]);
		const after = adobe.connection(before.id);
		expect(storedParams(adobe, before.id)).toEqual(fresh);
		expect(after?.etag).not.toBe(before.etag);
		expect(json).toEqual([
			{
				id: before.id,
				etag: after?.etag,
				name: 'Landing',
				updated: ['s3AccessKey', 's3SecretKey', 's3SessionToken'],
			},
		]);
	});

	it('sends all four headers with both requests, and If-Match with its quotes', async () => {
		const { adobe } = local;
		const before = adobe.seedConnection();
		await update(before.id);
		const { demo } = adobe;
		const four = {
			authorization: expect.stringMatching(/^Bearer \S{100,}$/),
			'x-api-key': demo.clientId,
			'x-gw-ims-org-id': demo.organizationId,
			'x-sandbox-name': demo.sandboxName,
		};
		const [read, write] = flowCalls(adobe);
		expect(read?.headers).toMatchObject(four);
		expect(read?.headers).not.toHaveProperty('content-type');
		expect(read?.headers).not.toHaveProperty('if-match');
		expect(write?.headers).toMatchObject({
			...four,
			'content-type': 'application/json',
			'if-match': before.etag,
		});
		expect(before.etag).toMatch(ETAG_FORM);
	});

	it('sends the sandbox of the option instead of the one of the credential', async () => {
		const { adobe } = local;
		const before = adobe.seedConnection({ sandboxName: 'prod' });
		const { error } = await update(before.id, { ...fresh, options: { sandboxName: 'prod' } });
		expect(error).toBeUndefined();
		expect(flowCalls(adobe).map(({ headers }) => headers['x-sandbox-name'])).toEqual([
			'prod',
			'prod',
		]);
	});

	it.each([
		['as it is', (etag: string) => etag],
		['without its quotes', (etag: string) => etag.slice(1, -1)],
		['with the backslashes of a JSON text', (etag: string) => JSON.stringify(etag).slice(1, -1)],
		['as a JSON text', (etag: string) => JSON.stringify(etag)],
		['with blanks around it', (etag: string) => ` ${etag}\n`],
	])('takes an etag %s and sends one request', async (_how, typed) => {
		const { adobe } = local;
		const before = adobe.seedConnection();
		const { json, error } = await update(before.id, {
			...fresh,
			options: { etag: typed(before.etag) },
		});
		expect(error).toBeUndefined();
		expect(callLines(adobe)).toEqual([`PATCH /${before.id}`]);
		expect(flowCalls(adobe)[0]?.headers['if-match']).toBe(before.etag);
		expect(json[0]?.etag).toBe(adobe.connection(before.id)?.etag);
	});

	it('takes the etag of Adobe on AWS, a plain GUID in quotes', async () => {
		const { adobe } = local;
		adobe.set({ etagStyle: 'guid' });
		const before = adobe.seedConnection();
		const { error } = await update(before.id);
		expect(error).toBeUndefined();
		expect(flowCalls(adobe)[1]?.headers['if-match']).toBe(before.etag);
	});

	it('writes the token alone if only the token is given', async () => {
		const { adobe } = local;
		const before = adobe.seedConnection();
		const { s3SessionToken } = fresh;
		const { json } = await update(before.id, { s3SessionToken });
		expect(flowCalls(adobe)[1]?.body).toEqual([
			{ op: 'add', path: '/auth/params/s3SessionToken', value: s3SessionToken },
		]);
		expect(json[0]?.updated).toEqual(['s3SessionToken']);
		expect(storedParams(adobe, before.id)).toMatchObject({
			s3AccessKey: adobe.demo.s3AccessKey,
			s3SecretKey: adobe.demo.s3SecretKey,
		});
	});

	it.each([true, false])(
		'goes back to long-term keys, a token being there: %s',
		async (hasToken) => {
			const { adobe } = local;
			const { s3SessionToken, ...pair } = keySet(2);
			const params = hasToken ? { ...pair, s3SessionToken } : pair;
			const before = adobe.seedConnection({ params });
			const { s3AccessKey, s3SecretKey } = fresh;
			const { json, error } = await update(before.id, {
				s3AccessKey,
				s3SecretKey,
				options: { removeSessionToken: true },
			});
			expect(error).toBeUndefined();
			expect(storedParams(adobe, before.id)).toEqual({ s3AccessKey, s3SecretKey });
			expect(json[0]?.updated).toEqual(['s3AccessKey', 's3SecretKey', 's3SessionToken']);
		},
	);

	it('leaves bucket, folder, service URL and unknown parameters of the connection alone', async () => {
		const { adobe } = local;
		const place = {
			bucketName: 'acme-landing',
			folderPath: 'a/b',
			serviceUrl: 'https://s3.eu-west-1.amazonaws.com/',
			authorizedDate: '2026-01-01',
		};
		const before = adobe.seedConnection({ params: { ...keySet(2), ...place } });
		const { error } = await update(before.id);
		expect(error).toBeUndefined();
		expect(storedParams(adobe, before.id)).toEqual({ ...fresh, ...place });
	});

	it('takes the keys of the credential if this is chosen', async () => {
		const { adobe } = local;
		const before = adobe.seedConnection({ params: { ...keySet(2) } });
		const { error } = await update(before.id, { s3KeySource: 'credential' });
		expect(error).toBeUndefined();
		const { s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
		expect(storedParams(adobe, before.id)).toEqual({ s3AccessKey, s3SecretKey, s3SessionToken });
	});

	it('keeps the order of the inputs, and shows which item each output came from', async () => {
		const { adobe } = local;
		adobe.set({ latencyMs: 20 });
		const items = times(12, (index) => ({ id: adobe.seedConnection().id, ...keySet(index) }));
		const run = await runNode(local.credential(), {
			parameters: { ...updateFromItem, options: { maxConcurrency: 4 } },
			items,
		});
		expect(run.json.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
		expect(run.items.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_item, item) => ({ item })),
		);
		for (const { id, ...keys } of items) expect(storedParams(adobe, id)).toEqual(keys);
	});

	it('lets the last item win if several write to one connection', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const items = times(8, (index) => ({ id, ...keySet(index) }));
		const { error, hints } = await runNode(local.credential(), {
			parameters: updateFromItem,
			items,
		});
		expect(error).toBeUndefined();
		expect(storedParams(adobe, id)).toEqual(keySet(7));
		expect(hints).toEqual([]);
	});

	it('encodes an ID into the path as it is', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection({ id: 'odd id?x#y' });
		const { error } = await update(id);
		expect(error).toBeUndefined();
		expect(flowCalls(adobe)[0]?.path).toBe(`${CONNECTIONS}/odd%20id%3Fx%23y`);
	});
});

describe('Update Session Token refuses, before anything is sent,', () => {
	const { s3AccessKey, s3SecretKey, s3SessionToken } = fresh;
	const ID = '4cb0c374-d3bb-4557-b139-5712880adc55';

	it.each<[what: string, id: string, more: INodeParameters, message: RegExp]>([
		['an empty ID', '={{ "" }}', fresh, /^The expression in Connection returned nothing/],
		['a blank ID', '  ', fresh, /^Connection is empty/],
		['an ID with a slash', `connections/${ID}`, fresh, /^Connection is not a connection ID$/],
		['an ID with a backslash', `x\\${ID}`, fresh, /^Connection is not a connection ID$/],
		['an ID of dots', '..', fresh, /^Connection is not a connection ID$/],
		[
			'nothing to write',
			ID,
			{},
			/^There is nothing to write: S3 Access Key, S3 Secret Key and S3 Session Token are empty/,
		],
		['nothing but blanks', ID, { s3SessionToken: ' \n' }, /^There is nothing to write/],
		[
			'nothing to write but a removal',
			ID,
			{ options: { removeSessionToken: true } },
			/^S3 Access Key and S3 Secret Key are empty/,
		],
		['a key without its secret', ID, { s3AccessKey, s3SessionToken }, /^S3 Secret Key is empty/],
		['a secret without its key', ID, { s3SecretKey, s3SessionToken }, /^S3 Access Key is empty/],
		['a pair without a token', ID, { s3AccessKey, s3SecretKey }, /^S3 Session Token is empty/],
		[
			'a token that is to be removed as well',
			ID,
			{ ...fresh, options: { removeSessionToken: true } },
			/^S3 Session Token is given and Remove Session Token is on/,
		],
		['a timeout of nothing', ID, { ...fresh, options: { timeout: 0 } }, /^Timeout /],
		['an endless timeout', ID, { ...fresh, options: { timeout: 601 } }, /^Timeout /],
	])('%s', async (_what, id, more, message) => {
		const { error } = await update(id, more);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/\S.*\.$/);
		expect(error?.name).toBe('NodeOperationError');
		expect(local.adobe.journal).toEqual([]);
	});

	it('a credential without keys, naming the credential', async () => {
		const credential = local.credential({ s3AccessKey: '', s3SecretKey: '', s3SessionToken: '' });
		const { error } = await runNode(credential, {
			parameters: updateToken(ID, { s3KeySource: 'credential' }),
		});
		expect(error?.message).toMatch(/S3 Session Token of the credential are empty$/);
		expect(local.adobe.journal).toEqual([]);
	});

	it('the whole run if one item of many is not good', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const items = [
			{ id, ...fresh },
			{ id: 'a/b', ...fresh },
		];
		const { error } = await runNode(local.credential(), { parameters: updateFromItem, items });
		expect(error?.message).toMatch(/^Connection is not a connection ID/);
		expect(error?.context?.itemIndex).toBe(1);
		expect(adobe.journal).toEqual([]);
	});
});
