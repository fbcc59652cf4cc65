import { codeOf, FLOW, itemsOf, useClient } from './client';

describe('Updating a base connection', () => {
	const client = useClient();
	let id: string;
	let etag: string;
	beforeEach(() => {
		({ id, etag } = client.adobe.seedConnection({
			name: 'before',
			params: {
				s3AccessKey: 'ASIAOLD',
				s3SecretKey: 'old secret',
				bucketName: 'bucket',
			},
		}));
	});

	const patch = async (operations: unknown, ifMatch: string | undefined = etag) =>
		await client.patch(`/connections/${id}`, ifMatch, operations);
	const stored = () => client.adobe.connection(id);

	it('answers 200 with the id and a new etag, which is then the version', async () => {
		const before = stored();
		const reply = await patch([{ op: 'replace', path: '/name', value: 'after' }]);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({ id, etag: expect.any(String) as string });
		expect(reply.body.etag).not.toBe(etag);
		const [item] = itemsOf(await client.get(`/connections/${id}`));
		expect(item).toMatchObject({
			name: 'after',
			etag: reply.body.etag,
			version: reply.body.etag,
			createdAt: before?.createdAt,
		});
		expect(Number(item?.updatedAt)).toBeGreaterThan(Number(before?.updatedAt));
	});

	it('refreshes a whole set of keys in one request and leaves the rest alone', async () => {
		const reply = await patch([
			{ op: 'replace', path: '/auth/params/s3AccessKey', value: 'ASIANEW' },
			{ op: 'replace', path: '/auth/params/s3SecretKey', value: 'new secret' },
			{ op: 'add', path: '/auth/params/s3SessionToken', value: 'new token' },
		]);
		expect(reply.status).toBe(200);
		expect(stored()?.auth?.params).toEqual({
			s3AccessKey: 'ASIANEW',
			s3SecretKey: 'new secret',
			s3SessionToken: 'new token',
			bucketName: 'bucket',
		});
	});

	const params = { s3AccessKey: 'A', s3SecretKey: 'B' };
	it.each<[string, unknown, object]>([
		[
			'replaces all parameters at once, dropping those that are not named',
			[{ op: 'replace', path: '/auth/params', value: params }],
			params,
		],
		[
			'overrides them with add just the same',
			[{ op: 'add', path: '/auth/params', value: params }],
			params,
		],
		[
			'removes a parameter',
			[{ op: 'remove', path: '/auth/params/bucketName' }],
			{ s3AccessKey: 'ASIAOLD', s3SecretKey: 'old secret' },
		],
		[
			'removes with a value as well',
			[{ op: 'remove', path: '/auth/params/bucketName', value: 'bucket' }],
			{ s3AccessKey: 'ASIAOLD', s3SecretKey: 'old secret' },
		],
		[
			'adds and removes in one request, whether or not a token was there',
			[
				{ op: 'add', path: '/auth/params/s3SessionToken', value: 'x' },
				{ op: 'remove', path: '/auth/params/s3SessionToken' },
			],
			{ s3AccessKey: 'ASIAOLD', s3SecretKey: 'old secret', bucketName: 'bucket' },
		],
		[
			'adds what the spec knows',
			[{ op: 'add', path: '/auth/params/folderPath', value: 'a/b' }],
			{
				s3AccessKey: 'ASIAOLD',
				s3SecretKey: 'old secret',
				bucketName: 'bucket',
				folderPath: 'a/b',
			},
		],
	])('%s', async (_what, operations, expected) => {
		expect((await patch(operations)).status).toBe(200);
		expect(stored()?.auth?.params).toEqual(expected);
	});

	const name = { op: 'replace', path: '/name', value: 'after' };
	it.each<[string, unknown, string]>([
		['a move', [{ op: 'move', from: '/name', path: '/description' }], '1434-400'],
		['a test', [{ op: 'test', path: '/name', value: 'before' }], '1434-400'],
		['an operation in upper case', [{ ...name, op: 'REPLACE' }], '1434-400'],
		[
			'replacing what is not there',
			[{ op: 'replace', path: '/auth/params/s3SessionToken', value: 'x' }],
			'1455-400',
		],
		[
			'removing what is not there',
			[{ op: 'remove', path: '/auth/params/s3SessionToken' }],
			'1455-400',
		],
		[
			'replacing a description that was never set',
			[{ op: 'replace', path: '/description', value: 'x' }],
			'1455-400',
		],
		[
			'an unknown parameter',
			[{ op: 'add', path: '/auth/params/accessId', value: 'x' }],
			'1455-400',
		],
		['an unknown member', [{ op: 'add', path: '/keyWhichDoesNotExist', value: 'x' }], '1455-400'],
		['the id', [{ op: 'replace', path: '/id', value: 'x' }], '1455-400'],
		['the state', [{ op: 'replace', path: '/state', value: 'disabled' }], '1455-400'],
		[
			'the connection spec',
			[{ op: 'replace', path: '/connectionSpec/id', value: 'x' }],
			'1414-400',
		],
		['an unknown auth spec', [{ op: 'replace', path: '/auth/specName', value: 'x' }], '1415-400'],
		['a name that is no text', [{ op: 'replace', path: '/name', value: 5 }], '1455-400'],
		['removing the name', [{ op: 'remove', path: '/name' }], '1455-400'],
		['removing the secret key', [{ op: 'remove', path: '/auth/params/s3SecretKey' }], '1455-400'],
		[
			'null for a key',
			[{ op: 'replace', path: '/auth/params/s3SecretKey', value: null }],
			'1455-400',
		],
		[
			'parameters without a secret',
			[{ op: 'replace', path: '/auth/params', value: { s3AccessKey: 'A' } }],
			'1455-400',
		],
		['no value', [{ op: 'replace', path: '/name' }], '1455-400'],
		['no path', [{ op: 'replace', value: 'x' }], '1455-400'],
		['a path without a slash', [{ ...name, path: 'name' }], '1455-400'],
		['a path with a wrong escape', [{ ...name, path: '/auth/params/a~2b' }], '1455-400'],
		['the whole document', [{ ...name, path: '' }], '1455-400'],
		['a prototype', [{ op: 'add', path: '/auth/params/__proto__', value: {} }], '1455-400'],
		['one object instead of a list', name, '1455-400'],
		['an operation that is no object', ['replace'], '1455-400'],
		['an empty list', [], '1405-400'],
		['nothing', null, '1405-400'],
		[
			'a good operation before a bad one',
			[name, { op: 'remove', path: '/description' }],
			'1455-400',
		],
	])('refuses %s and changes nothing', async (_what, operations, code) => {
		const before = stored();
		const reply = await patch(operations);
		expect(codeOf(reply)).toBe(code);
		expect(reply.status).toBe(400);
		expect(stored()).toEqual(before);
		expect(client.adobe.journal.at(-1)?.applied).toBe(false);
	});

	it('names the missing field as Adobe does', async () => {
		const reply = await patch([{ op: 'add', path: '/keyWhichDoesNotExist', value: 'x' }]);
		expect(reply.body.errorMessage).toBe(
			'An error has occurred while validating patch instructions: Missing field "keyWhichDoesNotExist".',
		);
	});

	it('refuses an empty body', async () => {
		const reply = await client.call('PATCH', `${FLOW}/connections/${id}`, {
			body: '',
			headers: { 'content-type': 'application/json', 'if-match': etag },
		});
		expect(codeOf(reply)).toBe('1405-400');
	});

	it.each([undefined, ''])('refuses If-Match = %j', async (ifMatch) => {
		const before = stored();
		const reply = await client.patch(`/connections/${id}`, ifMatch, [name]);
		expect(codeOf(reply)).toBe('1403-400');
		expect(reply.body.title).toBe('Header is missing');
		expect(stored()).toEqual(before);
	});

	it.each<[string, (current: string) => string]>([
		['another', () => '"0400117f-0000-0200-0000-62d9bca50000"'],
		['the one without its quotes', (current) => current.slice(1, -1)],
		['one with escaped quotes', (current) => JSON.stringify(current)],
		['a weak one', (current) => `W/${current}`],
		['any', () => '*'],
	])('answers 412 for %s etag and changes nothing', async (_what, change) => {
		const before = stored();
		const supplied = change(etag);
		const reply = await client.patch(`/connections/${id}`, supplied, [name]);
		const message = `Supplied version=[${supplied}] does not match the current version on entity=[${etag}]`;
		expect(reply.status).toBe(412);
		expect(reply.body).toMatchObject({
			type: 'https://ns.adobe.com/aep/errors/FLOW-1404-412',
			title: 'Version not matching',
			errorMessage: message,
			errorDetails: message,
		});
		expect(stored()).toEqual(before);
	});

	it('answers a stale etag in the words of the older generation', async () => {
		client.adobe.set({ errorShape: 'older' });
		const stale = '"04001277-0000-0200-0000-62d9b13e00001"';
		const message = `Supplied version=[${stale}] does not match the current version on entity=[${etag}]`;
		expect((await client.patch(`/connections/${id}`, stale, [name])).body).toEqual({
			errorMessage: message,
			errorDetails: message,
		});
	});

	it('takes each etag for one update only', async () => {
		const first = await patch([name]);
		expect((await patch([name])).status).toBe(412);
		expect((await patch([name], String(first.body.etag))).status).toBe(200);
	});

	it('lets one of two equal writers win', async () => {
		const replies = await Promise.all([patch([name]), patch([name])]);
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
	});

	it('checks in the order header, existence, match, instructions', async () => {
		const bad = [{ op: 'move', path: '/name' }];
		expect(codeOf(await client.patch('/connections/none', undefined, bad))).toBe('1403-400');
		expect(codeOf(await client.patch('/connections/none', '"x"', bad))).toBe('1439-404');
		expect(codeOf(await client.patch(`/connections/${id}`, '"x"', bad))).toBe('1404-412');
		expect(codeOf(await client.patch(`/connections/${id}`, etag, bad))).toBe('1434-400');
	});

	it('accepts a trailing slash', async () => {
		expect((await client.patch(`/connections/${id}/`, etag, [name])).status).toBe(200);
	});

	it('refuses If-Match as a query parameter', async () => {
		const reply = await client.patch(`/connections/${id}?if-match=${etag}`, etag, [name]);
		expect(codeOf(reply)).toBe('1451-400');
	});
});
