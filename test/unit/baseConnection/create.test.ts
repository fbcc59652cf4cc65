import { createConnection } from '../../../nodes/AdobeExperiencePlatform/baseConnection/create.operation';
import type { Request } from '../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import {
	answer,
	broken,
	clientOf,
	draft,
	fakeClient,
	fakeService,
	roleDraft,
} from '../fakeExecution';

const noon = Date.parse('2026-11-21T12:00:00Z');
const S3 = { id: 'ecadc60c-7455-4d87-84dc-2a0e293d997b', version: '1.0' };

/** A connection as a list shows it, created so many milliseconds after the first try. */
const listed = (id: string, after: number, more: object = {}) => ({
	id,
	name: 'S3 one',
	etag: '"7"',
	createdAt: noon + after,
	connectionSpec: S3,
	auth: { specName: 'Access Key', params: { s3AccessKey: 'k', s3SecretKey: '***' } },
	...more,
});
const dated = (items: object[], after: number) =>
	answer(200, { items }, { date: new Date(noon + after).toUTCString() });
const list = (...items: object[]) => dated(items, 1_000);
const mine = (id = 'mine') => answer(201, { id, etag: '"1"' });

const count = (calls: Request[], wanted: string) =>
	calls.filter(({ method }) => method === wanted).length;

/**
 * A service that answers creates in order, the last answer again and again, and takes every update.
 * @param found what it answers to a list after so many creates
 */
function service(creates: Outcome[], found: (creates: number, request: Request) => Outcome) {
	const { http, calls } = fakeService((all) => {
		const last = all[all.length - 1] as Request;
		const created = count(all, 'POST');
		if (last.method === 'GET') return found(created, last);
		if (last.method === 'PATCH') return answer(200, { etag: '"8"' });
		return creates[Math.min(created, creates.length) - 1] as Outcome;
	});
	return { ...clientOf(http), calls };
}

/** The methods that were sent, with repeated looks at the list as one. */
const shape = (calls: Request[]) =>
	calls
		.map(({ method }) => method)
		.join(' ')
		.replace(/GET( GET)+/g, 'GET');

describe('A create whose outcome is unclear', () => {
	it.each<[what: string, id: string, after: number, more: object]>([
		['is 10 s older than the run', 'old', -10_000, {}],
		['has another name', 'name', 100, { name: 'S3 One' }],
		['has another description', 'words', 100, { description: 'x' }],
		['has a bucket', 'bucket', 100, { auth: { params: { bucketName: 'x' } } }],
		['signs in another way', 'role', 100, { auth: { specName: 'IAMRole Based', params: {} } }],
		['is of another source', 'spec', 100, { connectionSpec: { id: 'x' } }],
		['does not show its age', 'age', 100, { createdAt: undefined }],
	])('does not adopt a connection that %s', async (_what, id, after, more) => {
		const created = [broken, mine(`mine, not ${id}`)];
		const { client, calls, run } = service(created, () => list(listed(id, after, more)));
		expect((await createConnection(client, draft)).id).toBe(`mine, not ${id}`);
		expect(shape(calls)).toBe('POST GET POST GET');
		expect(run.stats).toMatchObject({ found: 0, duplicates: 0 });
	});

	it.each([
		['shows no parameters at all', { auth: undefined }],
		['shows empty ones', { auth: { params: { bucketName: '' } }, description: '' }],
	])('adopts its own if the service %s', async (what, more) => {
		const { client, calls, run } = service([broken], () => list(listed(what, 100, more)));
		expect(await createConnection(client, draft)).toEqual({
			id: what,
			etag: '"8"',
			name: 'S3 one',
		});
		expect(shape(calls)).toBe('POST GET PATCH');
		expect(run.stats.found).toBe(1);
	});

	it('writes its own keys to what it adopts, which may be another worker’s', async () => {
		const { client, calls, item } = service([broken], () => list(listed('keys', 100)));
		await createConnection(client, draft);
		const params = '/auth/params';
		expect(calls[calls.length - 1]).toMatchObject({
			method: 'PATCH',
			ifMatch: '"7"',
			body: [
				{ op: 'replace', path: `${params}/s3AccessKey`, value: 'k' },
				{ op: 'replace', path: `${params}/s3SecretKey`, value: 's' },
				{ op: 'add', path: `${params}/s3SessionToken` },
				{ op: 'remove', path: `${params}/s3SessionToken` },
			],
		});
		expect(item.changes).toContainEqual({ id: 'keys', how: 'created' });
		expect(item.unclearNote).toBe('');
	});

	it('has nothing to write to what it adopts for an IAM role', async () => {
		const auth = { specName: 'IAMRole Based', params: {} };
		const { client, calls } = service([broken], () => list(listed('role', 100, { auth })));
		expect(await createConnection(client, roleDraft)).toMatchObject({ id: 'role', etag: '"7"' });
		expect(shape(calls)).toBe('POST GET');
	});

	it('adopts none that was given to another item', async () => {
		const given = fakeClient(mine('given'));
		await createConnection(given.client, draft);
		const { client } = service([broken, mine('own')], () => list(listed('given', 100)));
		expect((await createConnection(client, draft)).id).toBe('own');
	});

	it('remembers 10,000 connections given to items, and then forgets the oldest', async () => {
		let number = 0;
		const many = fakeClient(answer(500));
		many.http.send = async () => mine(`given ${number++}`);
		while (number < 10_001) await createConnection(many.client, draft);
		const adopted = async (id: string) => {
			const { client } = service([broken, mine('own')], () => list(listed(id, 100)));
			return (await createConnection(client, draft)).id === id;
		};
		expect(await adopted('given 10000')).toBe(false);
		expect(await adopted('given 0')).toBe(true);
	});

	it('adopts none that was made before its first try that could have made one', async () => {
		const limit = answer(429, '', { 'retry-after': '20' });
		const theirs = listed('theirs', 10_000);
		const { client, calls } = service([limit, broken, mine()], () => dated([theirs], 21_000));
		expect((await createConnection(client, draft)).id).toBe('mine');
		expect(shape(calls)).toBe('POST POST GET POST GET');
	});

	it('adopts the one that its first unclear try made, after further ones', async () => {
		const first = listed('of the first', -500);
		const { client, calls } = service([broken], (creates) => list(...(creates > 1 ? [first] : [])));
		expect((await createConnection(client, draft)).id).toBe('of the first');
		expect(count(calls, 'POST')).toBe(2);
	});

	describe('if the service does not show the time', () => {
		it.each([
			['does not adopt an old one', -3_600_000, 'mine'],
			['adopts one within the tolerance for clocks', 4 * -60_000, 'listed 2'],
		])('%s', async (_what, after, id) => {
			const found = answer(200, { items: [listed('listed 2', after)] });
			const { client } = service([broken, mine()], () => found);
			expect((await createConnection(client, draft)).id).toBe(id);
		});
	});

	it('looks through every page', async () => {
		const next = { href: '/connections?continuationToken=a=b' };
		const first = answer(200, { items: [], _links: { next } });
		const { client, calls } = service([broken], (_creates, { query }) =>
			query?.some(([name]) => name === 'continuationToken') ? list(listed('page 2', 100)) : first,
		);
		expect((await createConnection(client, draft)).id).toBe('page 2');
		expect(calls[2]?.query).toContainEqual(['continuationToken', 'a=b']);
		expect(calls[2]?.query).toContainEqual(['property', 'name=="S3 one"']);
	});

	it('is looked for once more after the last try', async () => {
		const { client, calls } = service([broken], (creates) =>
			list(...(creates === 10 ? [listed('at last', 100)] : [])),
		);
		expect((await createConnection(client, draft)).id).toBe('at last');
		expect(count(calls, 'POST')).toBe(10);
	});

	it('is not sent again if the search gets no list', async () => {
		const { client, calls, item } = service([broken], () => answer(200, { status: 'ok' }));
		await expect(createConnection(client, draft)).rejects.toMatchObject({
			description: expect.stringContaining('Listing connections failed too'),
		});
		expect(item.unclearNote).toContain('the connection "S3 one" may have been created');
		expect(count(calls, 'POST')).toBe(1);
	});

	it('ends with the word that there is none if there is none', async () => {
		const { client, calls } = service([broken], () => list());
		await expect(createConnection(client, draft)).rejects.toMatchObject({
			description: expect.stringContaining(
				'No connection was found that this item could have created.',
			),
		});
		expect(count(calls, 'POST')).toBe(10);
	});
});

describe('Creates of two executions in one process', () => {
	/** A service that both see; each first create is carried out without an answer. */
	function twoExecutions() {
		const made: object[] = [];
		return ['a', 'b'].map((letter) => {
			const fake = fakeClient(broken);
			fake.http.send = async ({ method }) => {
				await Promise.resolve();
				if (method === 'GET') return list(...made);
				if (method === 'PATCH') return answer(200, { etag: '"8"' });
				made.push(listed(`${letter} of two`, 100));
				return broken;
			};
			return fake;
		});
	}

	it('do not take each other’s connection', async () => {
		const created = await Promise.all(
			twoExecutions().map(async ({ client }) => await createConnection(client, draft)),
		);
		expect(created.map(({ id }) => id)).toEqual(['a of two', 'b of two']);
	});

	it.each([
		['name', { ...draft, name: 'S3 two' }, 'dev'],
		['sandbox', draft, 'prod'],
	])('do not wait for one another if the %s differs', async (_what, other, sandbox) => {
		let answerFirst: (outcome: Outcome) => void = () => {};
		const first = fakeClient(broken);
		first.http.send = async () => await new Promise((resolve) => (answerFirst = resolve));
		const waiting = createConnection(first.client, draft);
		const second = fakeClient(mine(`other ${sandbox}`));
		Object.assign(second.http, { scope: sandbox });
		const { id } = await createConnection(second.client, other);
		expect(id).toBe(`other ${sandbox}`);
		answerFirst(mine('first'));
		expect((await waiting).id).toBe('first');
	});
});
