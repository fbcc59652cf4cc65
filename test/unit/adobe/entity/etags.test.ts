import { sleep } from 'n8n-workflow';
import { EtagReader } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/etags';
import type { Entity } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { modify } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/modify';
import type { Request } from '../../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, fakeService, clientOf } from '../../fakeExecution';

const KIND = { noun: 'connection', path: '/connections' };

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
