import {
	getEntity,
	entitiesNamed,
	firstPassing,
	listEntities,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/read';
import { BOUNDS } from '../../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { fakeClient, answer, fakeService, clientOf } from '../../fakeExecution';

const KIND = { noun: 'connection', path: '/connections' };

const NO_ANSWER = 'The response does not come from a Platform API';

const read = async (body: unknown) =>
	await getEntity(fakeClient(answer(200, body)).client, KIND, 'a');

describe('One entity', () => {
	it.each([
		['as the only item of a list', { items: [{ id: 'a' }] }],
		['bare', { id: 'a' }],
	])('is read if it comes %s', async (_what, body) => {
		expect(await read(body)).toEqual({ id: 'a' });
	});

	it('is not there if the answer is an empty list', async () => {
		await expect(read({ items: [] })).rejects.toThrow('There is no connection with this ID');
	});

	it.each([[{}], [{ items: [{ id: 5 }] }], [{ items: [null] }], [{ items: {} }], ['<html>']])(
		'is neither there nor missing if the answer is %j',
		async (body) => {
			await expect(read(body)).rejects.toThrow(NO_ANSWER);
		},
	);

	it('is read again if the answer was of another shape', async () => {
		const { client, calls } = fakeClient(answer(200, {}), answer(200, { items: [{ id: 'a' }] }));
		expect(await getEntity(client, KIND, 'a')).toEqual({ id: 'a' });
		expect(calls).toHaveLength(2);
	});
});

describe('Entities of a name', () => {
	it('are none if the list is empty', async () => {
		const { client } = fakeClient(answer(200, { items: [] }));
		expect(await entitiesNamed(client, KIND, 'a')).toEqual([]);
	});

	it.each([[{}], [[]], [{ status: 'ok' }], [{ items: null }], [{ items: ['a'] }], ['<html>']])(
		'are not known if the answer is %j',
		async (body) => {
			const { client, calls } = fakeClient(answer(200, body));
			const named = entitiesNamed(client, KIND, 'a');
			await expect(named).rejects.toMatchObject({
				message: NO_ANSWER,
				description: expect.stringContaining('It was tried 10 times.') as string,
			});
			expect(calls).toHaveLength(BOUNDS.tries);
		},
	);

	it('are asked for again if the answer was of another shape', async () => {
		const { client } = fakeClient(
			answer(200, {}),
			answer(200, { items: [{ id: '1', name: 'a' }] }),
		);
		expect(await entitiesNamed(client, KIND, 'a')).toHaveLength(1);
	});

	it('are given up if the service goes page of connections twice', async () => {
		const page = { items: [], _links: { next: { href: '/connections?continuationToken=a' } } };
		const { client, calls } = fakeClient(answer(200, page));
		await expect(entitiesNamed(client, KIND, 'a')).rejects.toThrow('page of connections twice');
		expect(calls.length).toBeLessThan(4);
	});

	it('come out before the service goes page of connections twice', async () => {
		const page = {
			items: [{ id: '1' }],
			_links: { next: { href: '/connections?limit=100' } },
		};
		const { client } = fakeClient(answer(200, page));
		const list = listEntities(client, KIND, []);
		expect(await list.next()).toEqual({ done: false, value: { id: '1' } });
		await expect(list.next()).rejects.toThrow('page of connections twice');
	});
});

describe('A list that grows while it is read', () => {
	/** Newest first. Each time a page was read, there is one more at the top. */
	const growing = () => {
		const all = ['d', 'c', 'b', 'a'];
		return fakeService((calls) => {
			const token = calls.at(-1)?.query?.find(([name]) => name === 'continuationToken')?.[1];
			const start = Number(token ?? 0);
			const items = all.slice(start, start + 2).map((id) => ({ id, name: 'one' }));
			all.unshift(`new-${all.length}`);
			const next = { href: `/connections?continuationToken=${start + 2}` };
			return answer(200, { items, ...(start + 2 < all.length && { _links: { next } }) });
		});
	};

	it('shows each entity once', async () => {
		const { client } = clientOf(growing().http);
		const found = await entitiesNamed(client, KIND, 'one');
		expect(found.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
	});

	it('shows each entity once to those who want a few', async () => {
		const { client } = clientOf(growing().http);
		const wanted = { limit: 4, isExact: false, passes: () => true };
		const found = await firstPassing(client, KIND, [], wanted);
		expect(found.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
	});
});
