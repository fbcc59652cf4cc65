import type { Entity } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { Failure } from '../../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { BOUNDS } from '../../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { answer, broken } from '../../fakeExecution';
import { FakeCollection, type Post } from './fakeCollection';
import { meanwhile, upsert } from './upsertOne';

describe('Create or Update of a name', () => {
	it('creates the one that is not there', async () => {
		const service = new FakeCollection({ id: 'new' });
		const { result, updated } = await upsert(service);
		expect(result).toEqual({ id: 'new', etag: '"1"', name: 'one', created: true });
		expect(updated).toEqual([]);
		expect(service.sent).toEqual(['GET', 'POST', 'GET']);
	});

	it('updates the one that is there', async () => {
		const service = new FakeCollection();
		service.entities.push({ id: 'old', name: 'one', createdAt: 0 }, { id: 'x', name: 'One' });
		const { result, updated } = await upsert(service);
		expect(result).toEqual({ id: 'old', etag: '"updated"', name: 'one', created: false });
		expect(updated).toEqual(['old']);
		expect(service.sent).toEqual(['GET']);
	});

	it('changes nothing if several have it, and names them', async () => {
		const service = new FakeCollection();
		service.entities.push({ id: 'a', name: 'one' }, { id: 'b', name: 'one' });
		const { result, updated } = await upsert(service);
		expect(result).toMatchObject({
			message: 'There are 2 dataflows called "one"',
			description: expect.stringContaining('Their IDs: a, b.') as string,
		});
		expect(updated).toEqual([]);
		expect(service.sent).toEqual(['GET']);
	});

	it('is one create for two items of one process at once', async () => {
		const service = new FakeCollection({ id: 'only' }, { id: 'one too many' });
		const results = await Promise.all([upsert(service), upsert(service)]);
		expect(results.map(({ result }) => result)).toMatchObject([
			{ id: 'only', created: true },
			{ id: 'only', created: false },
		]);
		expect(service.count('POST')).toBe(1);
	});
});

describe('Create or Update beside another process', () => {
	it.each<[what: string, own: Post, other: Partial<Entity> & { id: string }]>([
		['is older', { id: 'm1' }, { id: 'theirs 1', createdAt: 5 }],
		['is as old and has the smaller ID', { id: 'm2' }, { id: 'a theirs 2' }],
	])('uses the other one if that %s, and deletes its own', async (_what, { id }, other) => {
		const service = meanwhile(new FakeCollection({ id }), other);
		const { result, updated } = await upsert(service);
		expect(result).toEqual({ id: other.id, etag: '"updated"', name: 'one', created: false });
		expect(updated).toEqual([other.id]);
		expect(service.sent).toEqual(['GET', 'POST', 'GET', `DELETE ${id}`, `GET ${id}`]);
		expect(service.ids).toEqual([other.id]);
		expect(service.run.stats.duplicates).toBe(1);
		expect(service.item.changes).not.toContainEqual({ id, how: 'created' });
	});

	it.each<[what: string, other: Partial<Entity> & { id: string }]>([
		['is as old and has the larger ID', { id: 'z theirs' }],
		['has another name', { id: 'a theirs', name: 'One', createdAt: 5 }],
	])('keeps its own if the other one %s', async (what, other) => {
		const service = meanwhile(new FakeCollection({ id: `m ${what}` }), other);
		const { result, updated } = await upsert(service);
		expect(result).toMatchObject({ id: `m ${what}`, created: true });
		expect(updated).toEqual([]);
		expect(service.count('DELETE')).toBe(0);
	});

	it('comes to the same one in every process, whichever order the list has', async () => {
		const others = ['c', 'a', 'b'].map((id) => ({ id: `${id} of four` }));
		const used: unknown[] = [];
		for (const own of ['b', 'd']) {
			const service = meanwhile(new FakeCollection({ id: `${own} own` }), ...others);
			used.push((await upsert(service)).result);
		}
		expect(used).toMatchObject([{ id: 'a of four' }, { id: 'a of four' }]);
	});

	it('deletes nothing if the age of one is not shown, and names all', async () => {
		const other = { id: 'ageless', createdAt: undefined };
		const service = meanwhile(new FakeCollection({ id: 'aged' }), other);
		const { result, updated } = await upsert(service);
		expect(result).toMatchObject({
			message: 'There are 2 dataflows called "one"',
			description: expect.stringMatching(/Their IDs: (ageless, aged|aged, ageless)\./) as string,
		});
		expect((result as Failure).description).toContain('none was updated');
		expect(service.item.changes).toEqual([{ id: 'aged', how: 'created' }]);
		expect(updated).toEqual([]);
		expect(service.count('DELETE')).toBe(0);
	});

	it('reads its own if the list does not hold it yet', async () => {
		const service = meanwhile(new FakeCollection({ id: 'unlisted' }), { id: 'z theirs' });
		const before = service.intercept;
		service.intercept = (request) => {
			const reply = before(request);
			const isSecondList = request.path === '/flows' && service.count('POST') === 1;
			if (!isSecondList || request.method !== 'GET') return reply;
			return answer(200, { items: service.entities.filter(({ id }) => id !== 'unlisted') });
		};
		expect((await upsert(service)).result).toMatchObject({ id: 'unlisted', created: true });
		expect(service.sent).toEqual(['GET', 'POST', 'GET', 'GET unlisted']);
	});

	it('keeps its own, with a warning if it cannot look again', async () => {
		const service = new FakeCollection({ id: 'blind' });
		service.intercept = ({ method }) =>
			method === 'GET' && service.count('POST') > 0 ? answer(403) : undefined;
		expect((await upsert(service)).result).toMatchObject({ id: 'blind', created: true });
		expect([...service.run.hints].join()).toMatch(/check for a duplicate .* Used: blind\.$/);
	});

	it('names both if its own cannot be deleted', async () => {
		const service = meanwhile(new FakeCollection({ id: 'mine' }), { id: 'a theirs' });
		const before = service.intercept;
		service.intercept = (request) => (request.method === 'DELETE' ? answer(403) : before(request));
		const { result, updated } = await upsert(service);
		expect((result as Failure).description).toContain(
			'There are two dataflows now, a theirs and mine',
		);
		expect(updated).toEqual([]);
	});

	it('deletes its own once if the answer to that was lost', async () => {
		const service = meanwhile(new FakeCollection({ id: 'm lost' }), { id: 'a theirs' });
		const before = service.intercept;
		service.intercept = (request) => {
			if (request.method !== 'DELETE' || service.count('DELETE') > 1) return before(request);
			service.entities.splice(
				service.entities.findIndex(({ id }) => id === 'm lost'),
				1,
			);
			return broken;
		};
		expect((await upsert(service)).result).toMatchObject({ id: 'a theirs', created: false });
		expect(service.run.stats.duplicates).toBe(1);
		expect(service.item.unclearNote).toBe('');
	});

	/** Its own is a duplicate, and something else answers a success in place of the service to so many deletes. */
	function withFalseSuccesses(service: FakeCollection, count: number): FakeCollection {
		meanwhile(service, { id: 'a theirs' });
		const before = service.intercept;
		service.intercept = (request) =>
			request.method === 'DELETE' && service.count('DELETE') <= count
				? answer(204, '')
				: before(request);
		return service;
	}

	it('deletes its own again if it is still there after a success', async () => {
		const service = withFalseSuccesses(new FakeCollection({ id: 'm kept' }), 2);
		const { result, updated } = await upsert(service);
		expect(result).toMatchObject({ id: 'a theirs', created: false });
		expect(updated).toEqual(['a theirs']);
		expect(service.ids).toEqual(['a theirs']);
		expect(service.count('DELETE')).toBe(3);
		expect(service.run.stats.duplicates).toBe(1);
		expect(service.item.changes).toEqual([]);
	});

	it('names both if its own is still there after every success, and does not wait for ever', async () => {
		const service = withFalseSuccesses(new FakeCollection({ id: 'm stays' }), Infinity);
		const begun = service.now;
		const { result, updated } = await upsert(service);
		expect(result).toMatchObject({
			message: 'The deletion got a successful response, but the dataflow is still there',
			description: expect.stringContaining(
				'There are two dataflows now, a theirs and m stays',
			) as string,
		});
		expect(updated).toEqual([]);
		expect(service.now - begun).toBe(BOUNDS.settle);
		expect(service.run.stats.duplicates).toBe(0);
		expect(service.item.changes).toEqual([]);
	});

	it('believes the success if its own cannot be read', async () => {
		const service = meanwhile(new FakeCollection({ id: 'm unread' }), { id: 'a theirs' });
		const before = service.intercept;
		service.intercept = (request) =>
			service.sent.at(-1) === 'GET m unread' ? answer(403) : before(request);
		expect((await upsert(service)).result).toMatchObject({ id: 'a theirs', created: false });
		expect(service.count('DELETE')).toBe(1);
		expect(service.run.stats.duplicates).toBe(1);
	});
});
