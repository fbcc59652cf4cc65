import { createConnection } from '../../nodes/AdobeExperiencePlatform/flowService/createConnection';
import { ItemScope } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import type { Outcome } from '../../nodes/AdobeExperiencePlatform/flowService/outcome';
import { answer, broken, draft, fakeSender } from './fakeRun';

const noon = Date.parse('2026-11-21T12:00:00Z');
const S3 = { id: 'ecadc60c-7455-4d87-84dc-2a0e293d997b', version: '1.0' };

/** A connection as a list shows it, created so many milliseconds after the first try. */
const listed = (id: string, after: number, more: object = {}) => ({
	id,
	name: 'S3 one',
	createdAt: noon + after,
	connectionSpec: S3,
	auth: { specName: 'Access Key', params: { s3AccessKey: 'k', s3SecretKey: '***' } },
	...more,
});
const list = (...items: object[]) =>
	answer(200, { items }, { date: new Date(noon + 1_000).toUTCString() });

describe('A create whose outcome is unclear', () => {
	it.each<[what: string, id: string, after: number, more: object]>([
		['is 10 s older than the run', 'old', -10_000, {}],
		['has another name', 'name', 100, { name: 'S3 One' }],
		['has another description', 'words', 100, { description: 'x' }],
		['has a bucket', 'bucket', 100, { auth: { params: { bucketName: 'x' } } }],
		['is of another source', 'spec', 100, { connectionSpec: { id: 'x' } }],
		['does not tell its age', 'age', 100, { createdAt: undefined }],
	])('does not adopt a connection that %s', async (_what, id, after, more) => {
		const { sender, calls } = fakeSender(
			broken,
			list(listed(id, after, more)),
			answer(201, { id: `mine, not ${id}`, etag: '"1"' }),
		);
		const written = await createConnection(sender, draft, new ItemScope());
		expect(written.id).toBe(`mine, not ${id}`);
		expect(calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
	});

	it.each([
		['shows no parameters at all', { auth: undefined }],
		['shows empty ones', { auth: { params: { bucketName: '' } }, description: '' }],
	])('adopts its own where the service %s', async (what, more) => {
		const { sender, run } = fakeSender(broken, list(listed(what, 100, { ...more, etag: '"7"' })));
		const written = await createConnection(sender, draft, new ItemScope());
		expect(written).toEqual({ id: what, etag: '"7"', name: 'S3 one' });
		expect(run.stats.adopted).toBe(1);
	});

	it('adopts none that was given to another item', async () => {
		const given = fakeSender(answer(201, { id: 'given', etag: '"1"' }));
		await createConnection(given.sender, draft, new ItemScope());
		const { sender } = fakeSender(broken, list(listed('given', 100)), answer(201, { id: 'own' }));
		expect((await createConnection(sender, draft, new ItemScope())).id).toBe('own');
	});

	it('remembers 10,000 connections given to items, and then forgets the oldest', async () => {
		let number = 0;
		const many = fakeSender(answer(500));
		many.http.send = async () => answer(201, { id: `given ${number++}` });
		while (number < 10_001) await createConnection(many.sender, draft, new ItemScope());
		const adopted = async (id: string) => {
			const { sender } = fakeSender(broken, list(listed(id, 100)), answer(201, { id: 'own' }));
			return (await createConnection(sender, draft, new ItemScope())).id === id;
		};
		expect(await adopted('given 10000')).toBe(false);
		expect(await adopted('given 0')).toBe(true);
	});

	it('adopts none that was made before its first try that could have made one', async () => {
		const limit = answer(429, '', { 'retry-after': '20' });
		const since = { date: new Date(noon + 21_000).toUTCString() };
		const { sender, calls } = fakeSender(
			limit,
			broken,
			answer(200, { items: [listed('theirs', 10_000)] }, since),
			answer(201, { id: 'mine', etag: '"1"' }),
		);
		expect((await createConnection(sender, draft, new ItemScope())).id).toBe('mine');
		expect(calls.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET', 'POST']);
	});

	it('adopts the one that its first unclear try made, after further ones', async () => {
		const mine = listed('of the first', -500);
		const { sender } = fakeSender(broken, list(), broken, list(mine));
		expect((await createConnection(sender, draft, new ItemScope())).id).toBe('of the first');
	});

	describe('where the service does not tell the time', () => {
		it.each([
			['does not adopt an old one', -3_600_000, 'mine'],
			['adopts one within the tolerance for clocks', 4 * -60_000, 'listed 2'],
		])('%s', async (_what, after, id) => {
			const { sender } = fakeSender(
				broken,
				answer(200, { items: [listed('listed 2', after)] }),
				answer(201, { id: 'mine', etag: '"1"' }),
			);
			expect((await createConnection(sender, draft, new ItemScope())).id).toBe(id);
		});
	});

	it('looks through every page', async () => {
		const first = answer(
			200,
			{ items: [], _links: { next: { href: '/connections?continuationToken=a=b' } } },
			{ date: new Date(noon).toUTCString() },
		);
		const { sender, calls } = fakeSender(broken, first, list(listed('second page', 100)));
		expect((await createConnection(sender, draft, new ItemScope())).id).toBe('second page');
		expect(calls[2]?.query).toContainEqual(['continuationToken', 'a=b']);
		expect(calls[2]?.query).toContainEqual(['property', 'name=="S3 one"']);
	});

	it('is looked for once more after the last try', async () => {
		const { sender, calls } = fakeSender(
			...Array.from({ length: 9 }, () => [broken, list()]).flat(),
			broken,
			list(listed('at last', 100)),
		);
		expect((await createConnection(sender, draft, new ItemScope())).id).toBe('at last');
		expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(10);
	});

	it('is not sent again where the search gets no list', async () => {
		const { sender, calls } = fakeSender(broken, answer(200, { status: 'ok' }));
		await expect(createConnection(sender, draft, new ItemScope())).rejects.toMatchObject({
			description: expect.stringContaining('Whether the connection was created is not known'),
		});
		expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	it('ends with the word that there is none, where there is none', async () => {
		const { sender } = fakeSender(...Array.from({ length: 12 }, () => [broken, list()]).flat());
		await expect(createConnection(sender, draft, new ItemScope())).rejects.toMatchObject({
			description: expect.stringContaining(
				'No connection was found that this item could have created.',
			),
		});
	});
});

describe('Creates of two executions in one process', () => {
	/** A service that both see; each first create is carried out without an answer. */
	function twoExecutions() {
		const made: object[] = [];
		return ['a', 'b'].map((letter) => {
			const fake = fakeSender(broken);
			fake.http.send = async ({ method }) => {
				await Promise.resolve();
				if (method === 'GET') return list(...made);
				made.push(listed(`${letter} of two`, 100));
				return broken;
			};
			return fake;
		});
	}

	it('do not take each other’s connection', async () => {
		const created = await Promise.all(
			twoExecutions().map(
				async ({ sender }) => await createConnection(sender, draft, new ItemScope()),
			),
		);
		expect(created.map(({ id }) => id)).toEqual(['a of two', 'b of two']);
	});

	it.each([
		['name', { ...draft, name: 'S3 two' }, 'dev'],
		['sandbox', draft, 'prod'],
	])('do not wait for one another where the %s differs', async (_what, other, sandbox) => {
		let answerFirst: (outcome: Outcome) => void = () => {};
		const first = fakeSender(broken);
		first.http.send = async () => await new Promise((resolve) => (answerFirst = resolve));
		const waiting = createConnection(first.sender, draft, new ItemScope());
		const second = fakeSender(answer(201, { id: `other ${sandbox}` }));
		Object.assign(second.http, { sandbox });
		const { id } = await createConnection(second.sender, other, new ItemScope());
		expect(id).toBe(`other ${sandbox}`);
		answerFirst(answer(201, { id: 'first' }));
		expect((await waiting).id).toBe('first');
	});
});
