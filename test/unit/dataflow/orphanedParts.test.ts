/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests let a turn of the event loop pass */
import { createDataflow } from '../../../nodes/AdobeExperiencePlatform/dataflow/create';
import { SOURCE_CONNECTION } from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { removeUnusedPart } from '../../../nodes/AdobeExperiencePlatform/dataflow/parts';
import { upsertDataflow } from '../../../nodes/AdobeExperiencePlatform/dataflow/create.operation';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, broken, clientOf, fakeService } from '../fakeExecution';
import { plan } from './fakePlan';

const last = (path: string) => path.split('/').at(-1) ?? '';

describe('An orphaned source connection of an earlier try', () => {
	const left = {
		id: 'old',
		name: 'one (source)',
		description: 'Part of the dataflow "one", created by n8n',
		baseConnectionId: 'c',
	};
	const { params, data } = plan.source;

	/** A service with this part and no dataflow. Every create succeeds. */
	function service(part: object) {
		const { http, calls } = fakeService((all) => {
			const { method, path } = all[all.length - 1] as (typeof all)[number];
			if (method === 'DELETE') return answer(204);
			if (method === 'POST') return answer(200, { id: `new ${last(path)}` });
			return answer(200, { items: path.endsWith('/sourceConnections') ? [part] : [] });
		});
		const of = (wanted: string) =>
			calls.filter(({ method }) => method === wanted).map(({ path }) => last(path));
		return { ...clientOf(http), of };
	}

	it('is used if it reads the same', async () => {
		const { client, of } = service({ ...left, params, data });
		expect(await upsertDataflow(client, plan)).toMatchObject({ sourceConnectionId: 'old' });
		expect(of('POST')).toEqual(['targetConnections', 'mappingSets', 'flows']);
		expect(of('DELETE')).toEqual([]);
	});

	it.each<[what: string, part: object]>([
		['shows nothing of what it reads', left],
		['reads another path', { ...left, params: { ...params, path: '/b/x.csv' }, data }],
		['reads another format', { ...left, params, data: { format: 'json' } }],
		['reads with another delimiter', { ...left, params, data: { ...data, columnDelimiter: ';' } }],
		['uses another connection', { ...left, params, data, baseConnectionId: 'x' }],
	])('is not used if it %s, and stays since nobody knows its age', async (_what, part) => {
		const { client, of, run } = service(part);
		expect(await upsertDataflow(client, plan)).toMatchObject({
			sourceConnectionId: 'new sourceConnections',
		});
		expect(of('DELETE')).toEqual([]);
		expect([...run.hints]).toEqual([
			expect.stringMatching(/^An earlier try left the source connection old, .*it is new/),
		]);
	});

	it('is removed if it is not used and old', async () => {
		const { client, of, run } = service({ ...left, createdAt: 1 });
		await upsertDataflow(client, plan);
		expect(of('DELETE')).toEqual(['old']);
		expect([...run.hints]).toEqual([]);
	});

	it('does not belong to this dataflow if somebody else created it', async () => {
		const { client, of, run } = service({ ...left, description: '', createdAt: 1, params, data });
		await upsertDataflow(client, plan);
		expect(of('POST')).toContain('sourceConnections');
		expect(of('DELETE')).toEqual([]);
		expect([...run.hints]).toEqual([]);
	});
});

describe('A part whose ID has signs of a filter', () => {
	it.each([
		[[{ id: 'any' }], false],
		[[], true],
	])('is removed only if there is no dataflow at all: %j', async (items, removed) => {
		const { http, calls } = fakeService((all) =>
			all.at(-1)?.method === 'DELETE' ? answer(204) : answer(200, { items }),
		);
		expect(await removeUnusedPart(clientOf(http).client, SOURCE_CONNECTION, 'a,b')).toBe(removed);
		expect(JSON.stringify(calls[0]?.query)).not.toContain('property');
		expect(calls.map(({ method }) => method)).toEqual(removed ? ['GET', 'DELETE'] : ['GET']);
	});
});

describe('A create of a dataflow that is cancelled', () => {
	/**
	 * A service on which the user cancels while a create is pending.
	 * @param at the collection of that create; '' for before the first request
	 * @param outcome how that create ends
	 */
	async function cancelled(at: string, outcome: Outcome = answer(201, { id: at })) {
		const controller = new AbortController();
		const { http, calls } = fakeService((all) => {
			const { method, path } = all[all.length - 1] as (typeof all)[number];
			if (method === 'DELETE') return answer(204);
			if (method === 'GET') return answer(200, { items: [] });
			if (last(path) !== at) return answer(201, { id: last(path) });
			controller.abort();
			return outcome;
		});
		const { client } = clientOf(http, controller.signal);
		if (at === '') controller.abort();
		const failure = await createDataflow(client, plan).catch((error: unknown) => error);
		// Nothing waits for the parts to be removed.
		for (let round = 0; round < 20; round++) await new Promise(setImmediate);
		const of = (wanted: string) =>
			calls.filter(({ method }) => method === wanted).map(({ path }) => last(path));
		return { failure, posted: of('POST'), deleted: of('DELETE') };
	}

	it('sends nothing if it had not begun', async () => {
		const { failure, posted, deleted } = await cancelled('');
		expect(failure).toMatchObject({ name: 'Cancelled' });
		expect([posted, deleted]).toEqual([[], []]);
	});

	it.each<[at: string, deleted: string[]]>([
		['sourceConnections', ['sourceConnections']],
		['targetConnections', ['targetConnections', 'sourceConnections']],
		['mappingSets', ['targetConnections', 'sourceConnections']],
	])('during the create in %s deletes what was made', async (at, deleted) => {
		const found = await cancelled(at);
		expect(found.posted.at(-1)).toBe(at);
		expect(found.deleted).toEqual(deleted);
	});

	it.each<[what: string, outcome: Outcome, isKept: boolean]>([
		['was created', answer(201, { id: 'flows' }), true],
		['may have been created', broken, true],
		['was created without saying its ID', answer(201, {}), true],
		['was refused', answer(400), false],
	])(
		'keeps the parts of a dataflow only if it may be there: it %s',
		async (_what, outcome, isKept) => {
			const { posted, deleted } = await cancelled('flows', outcome);
			expect(posted.at(-1)).toBe('flows');
			expect(deleted).toEqual(isKept ? [] : ['targetConnections', 'sourceConnections']);
		},
	);

	it('is another thing than a mistake of the node, which takes nothing back', async () => {
		const { http, calls } = fakeService((all) => {
			if (last(all.at(-1)?.path ?? '') === 'targetConnections') throw new TypeError('a mistake');
			return answer(201, { id: 'x' });
		});
		await expect(createDataflow(clientOf(http).client, plan)).rejects.toThrow('a mistake');
		for (let round = 0; round < 20; round++) await new Promise(setImmediate);
		expect(calls.map(({ method }) => method)).toEqual(['POST', 'POST']);
	});
});
