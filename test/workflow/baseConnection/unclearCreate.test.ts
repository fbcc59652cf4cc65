import type { FaultRule } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { callLines, create, flowCalls, keySet, times } from '../cases';

const local = useLocalAdobe();
useBounds({ lateCreate: 1_500, lateCreateAfterTimeout: 1_500 });
const post = (rule: Omit<FaultRule, 'method' | 'path'>): FaultRule => ({
	...rule,
	method: 'POST',
	path: 'connections$',
	times: 1,
});

const run = async (faults: FaultRule[], parameters = create(), items = [{}]) => {
	local.adobe.set({ faults });
	return await runNode(local.credential(), { parameters, items });
};
const posts = () => flowCalls(local.adobe).filter(({ method }) => method === 'POST');

describe('A create without a clear answer', () => {
	it.each<[what: string, fault: Omit<FaultRule, 'method' | 'path'>]>([
		['a reset', { kind: 'reset' }],
		['a 500', { kind: 'status', status: 500 }],
		['a 503 without a body', { kind: 'status', status: 503 }],
		['a page of a proxy', { kind: 'html', status: 502 }],
		['half an answer', { kind: 'halfBody' }],
		['an empty answer', { kind: 'empty', status: 201 }],
	])('that was carried out is found and taken over after %s', async (_what, fault) => {
		const { adobe } = local;
		const { error, json, hints } = await run([post({ ...fault, applied: true })]);
		expect(error).toBeUndefined();
		const [created] = adobe.connections();
		expect(adobe.connections()).toHaveLength(1);
		expect(json).toMatchObject([{ id: created?.id, etag: created?.etag, name: 'S3 one' }]);
		expect(posts()).toHaveLength(1);
		expect(hints[0]?.message).toMatch(
			/1 creation got no clear response, and the result was found and used/,
		);
	});

	it.each<[what: string, fault: Omit<FaultRule, 'method' | 'path'>]>([
		['a reset', { kind: 'reset' }],
		['a 504', { kind: 'status', status: 504 }],
	])('that was not carried out is sent again after %s', async (_what, fault) => {
		const { adobe } = local;
		const { error, json } = await run([post(fault)]);
		expect(error).toBeUndefined();
		expect(adobe.connections()).toHaveLength(1);
		expect(json[0]?.id).toBe(adobe.connections()[0]?.id);
		// It looks until nothing can come any more, and once more after the second answer.
		expect(callLines(adobe)).toEqual(['POST ', 'GET ', 'GET ', 'POST ', 'GET ']);
	});

	it('after a timeout is found too', async () => {
		const { adobe } = local;
		const { error } = await run(
			[post({ kind: 'hang', applied: true, ms: 5_000 })],
			create({ options: { timeout: 1 } }),
		);
		expect(error).toBeUndefined();
		expect(adobe.connections()).toHaveLength(1);
		expect(posts()).toHaveLength(1);
	});

	it('is sent again without looking if it surely did not happen', async () => {
		const { adobe } = local;
		const { error } = await run([post({ kind: 'status', status: 429 })]);
		expect(error).toBeUndefined();
		expect(callLines(adobe)).toEqual(['POST ', 'POST ']);
	});

	it.each(['a, b', 'say "S3"', "it's", 'back\\slash', 'a==b', 'Ünïcode & more'])(
		'is found by a name like %s',
		async (name) => {
			const { adobe } = local;
			const { error } = await run([post({ kind: 'reset', applied: true })], create({ name }));
			expect(error).toBeUndefined();
			expect(adobe.connections().map((connection) => connection.name)).toEqual([name]);
		},
	);

	it('does not take over an older connection of the same name', async () => {
		const { adobe } = local;
		const old = adobe.seedConnection({ name: 'S3 one', createdAt: Date.now() - 60_000 });
		const { error, json } = await run([post({ kind: 'reset' })]);
		expect(error).toBeUndefined();
		expect(json[0]?.id).not.toBe(old.id);
		expect(adobe.connections()).toHaveLength(2);
	});

	it.each([
		['description', { description: 'theirs' }, {}],
		['bucket', {}, { bucketName: 'theirs' }],
		['folder', {}, { folderPath: 'theirs' }],
	])('does not take over a new connection with another %s', async (_what, words, place) => {
		const { adobe } = local;
		const other = adobe.seedConnection({
			name: 'S3 one',
			...words,
			params: { ...keySet(2), ...place },
			createdAt: Date.now() + 2_000,
		});
		const { error, json } = await run([post({ kind: 'reset' })]);
		expect(error).toBeUndefined();
		expect(json[0]?.id).not.toBe(other.id);
		expect(adobe.connections()).toHaveLength(2);
	});

	it('stops and lists the IDs if several could be its own', async () => {
		const { adobe } = local;
		const other = adobe.seedConnection({ name: 'S3 one', createdAt: Date.now() + 2_000 });
		const { error } = await run([post({ kind: 'reset', applied: true })]);
		expect(error?.description).toContain('Several new connections match the request');
		for (const { id } of adobe.connections()) expect(error?.description).toContain(id);
		expect(adobe.connections().map(({ id }) => id)).toContain(other.id);
		expect(posts()).toHaveLength(1);
	});

	it('says that it is not known if even the search fails', async () => {
		const { error } = await run([
			post({ kind: 'reset', applied: true }),
			{ kind: 'status', status: 403, method: 'GET' },
		]);
		expect(error?.description).toContain('the connection "S3 one" may have been created');
		expect(error?.description).toContain('Check before you run this item again.');
	});

	it('gives each of several items of one name a connection of its own', async () => {
		const { adobe } = local;
		const { error, json } = await run(
			[{ kind: 'reset', method: 'POST', path: 'connections$', applied: true, skip: 1, times: 1 }],
			create(),
			times(4, () => ({})),
		);
		expect(error).toBeUndefined();
		expect(new Set(json.map(({ id }) => id)).size).toBe(4);
		expect(adobe.connections()).toHaveLength(4);
	});
});
