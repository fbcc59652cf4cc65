import { sleep } from 'n8n-workflow';
import type { Entity } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { modify } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/modify';
import {
	getEntity,
	entitiesNamed,
	firstPassing,
	listEntities,
	EtagReader,
} from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/read';
import type { Request } from '../../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
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

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);

/** The IDs that a list is filtered by; undefined for any other request. */
function wantedBy({ query }: Request): string[] | undefined {
	const [, filter] = query?.find(([name]) => name === 'property') ?? [];
	return filter?.replace('id==', '').split(',');
}

/** A service that knows every connection but those called `gone`, and may refuse lists. */
function service(refusal?: Outcome) {
	const { http, calls } = fakeService((all) => {
		const last = all[all.length - 1] as Request;
		const wanted = wantedBy(last);
		if (wanted && refusal) return refusal;
		if (last.method === 'PATCH') return answer(200, { etag: '"after"' });
		const shown = wanted ?? [last.path.split('/').pop() as string];
		const items = shown.filter((id) => id !== 'gone').map((id) => ({ id, etag: `"${id}"` }));
		return answer(200, { items });
	});
	return { ...clientOf(http), calls };
}

/** A reader of etags that items have announced themselves to. */
function announced(...all: string[]): EtagReader {
	const reader = new EtagReader(KIND);
	for (const id of all) reader.announce(id);
	return reader;
}

describe('Etags of many items', () => {
	it('are read a hundred at a time, when the first of them is needed', async () => {
		const { client, calls } = service();
		const all = ids(250);
		const reader = announced(...all);
		expect(calls).toEqual([]);
		for (const id of all) {
			expect(await reader.take(client, id)).toMatchObject({ id, etag: `"${id}"` });
		}
		expect(calls.map((call) => wantedBy(call)?.length)).toEqual([100, 100, 50]);
		expect(calls.flatMap((call) => wantedBy(call))).toEqual(all);
	});

	it('are read once for items side by side', async () => {
		const { client, calls } = service();
		const all = ids(20);
		const reader = announced(...all);
		const taken = await Promise.all(all.map(async (id) => await reader.take(client, id)));
		expect(taken.map((entity) => entity?.etag)).toEqual(all.map((id) => `"${id}"`));
		expect(calls).toHaveLength(1);
	});

	it('begin with the one that is needed first, whatever was announced before it', async () => {
		const { client, calls } = service();
		await announced(...ids(150)).take(client, 'id-149');
		expect(wantedBy(calls[0] as Request)).toEqual(['id-149', ...ids(99)]);
	});

	it('serve once: the next item of the same connection reads by itself', async () => {
		const { client } = service();
		const reader = announced('a', 'b');
		expect(await reader.take(client, 'a')).toBeDefined();
		expect(await reader.take(client, 'a')).toBeUndefined();
		expect(await reader.take(client, 'b')).toBeDefined();
	});

	it.each([
		['was not announced', 'x', announced('a', 'b')],
		['is the only one', 'a', announced('a')],
		['has a comma, which would mean "or"', 'a,b', announced('a,b', 'c')],
		['has a sign with a meaning of its own', 'a==b', announced('a==b', 'c')],
	])('are not read for a connection that %s', async (_what, id, reader) => {
		const { client, calls } = service();
		expect(await reader.take(client, id)).toBeUndefined();
		expect(calls).toEqual([]);
	});

	it('never ask for an ID with a comma along with others', async () => {
		const { client, calls } = service();
		await announced('a,b', 'c', 'd', 'e f').take(client, 'c');
		expect(wantedBy(calls[0] as Request)).toEqual(['c', 'd']);
	});

	it('are unknown for one that is gone, and known for the others', async () => {
		const { client } = service();
		const reader = announced('a', 'gone');
		expect(await reader.take(client, 'gone')).toBeUndefined();
		expect(await reader.take(client, 'a')).toMatchObject({ etag: '"a"' });
	});

	it.each([
		['the filter', answer(400)],
		['one so long', answer(414)],
		['with a list that is none', answer(200, {})],
	])('are read one by one if the service refuses %s', async (_what, refusal) => {
		const { client, calls } = service(refusal);
		const all = ids(150);
		const reader = announced(...all);
		for (const id of all) expect(await reader.take(client, id)).toBeUndefined();
		const lists = new Set(calls.map((call) => JSON.stringify(call.query)));
		expect(lists.size).toBe(1);
	});

	it('of an own write serve the next item of that connection', async () => {
		const { client, calls } = service();
		const reader = announced('a', 'b');
		const options = { etags: reader };
		await modify(client, KIND, 'a', () => [], options);
		await modify(client, KIND, 'a', () => [], options);
		expect(calls.map(({ method, ifMatch }) => [method, ifMatch])).toEqual([
			['GET', undefined],
			['PATCH', '"a"'],
			['PATCH', '"after"'],
		]);
	});

	it('of an own write are not enough if the whole entity is needed', async () => {
		const { client } = service();
		const reader = announced('a', 'b');
		reader.store({ id: 'a', etag: '"own"' });
		expect(await reader.takeWhole(client, 'a')).toBeUndefined();
	});

	it('of an own write come with what no update changes, and with nothing else', async () => {
		const { client } = service();
		const fixedOf = ({ spec }: Entity) => ({ spec });
		const reader = new EtagReader({ ...KIND, fixedOf });
		reader.store({ id: 'a', etag: '"own"' }, { id: 'a', etag: '"a"', updatedAt: 7, spec: 's' });
		expect(await reader.take(client, 'a')).toEqual({ id: 'a', etag: '"own"', spec: 's' });
	});

	it('of an own write without a read are not enough if more is needed', async () => {
		const { client } = service();
		const reader = new EtagReader({ ...KIND, fixedOf: () => ({}) });
		reader.store({ id: 'a', etag: '"own"' });
		expect(await reader.take(client, 'a')).toBeUndefined();
	});

	it('of an own write are not known if its response had none', async () => {
		const { client } = service();
		const reader = announced();
		reader.store({ id: 'a' });
		expect(await reader.take(client, 'a')).toBeUndefined();
	});

	it('leave no rejection behind if the user cancels before the other items begin', async () => {
		const abort = new AbortController();
		const { http } = fakeService(() => answer(200));
		http.send = async () => await new Promise(() => {});
		const { client } = clientOf(http, abort.signal);
		const taken = announced('a', 'b', 'c').take(client, 'a');
		abort.abort();
		await expect(taken).rejects.toMatchObject({ name: 'Cancelled' });
		// Jest fails a test amid which a rejection stays without anybody to hear it.
		await sleep(5);
	});
});
