import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, one, platformCalls, writes } from './cases';

const local = useLocalAdobe();
useBounds({ settle: 4_000, settlePause: 100, firstWait: 100, initializing: 4_000 });

const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const make = async (more: INodeParameters = {}) => {
	const { id } = local.adobe.seedConnection({ name: 'Landing' });
	const { json } = await run(draft('create', id, 'stores/stores.csv.gz', 'stores', more));
	return String(json[0]?.id);
};
const later = () => new Date(Date.now() + 3_600_000).toISOString();
const states = () => local.adobe.flows().map(({ state }) => state);
/** Writes that were sent since. */
const since = async (work: () => Promise<unknown>) => {
	const before = writes(local.adobe).length;
	await work();
	return writes(local.adobe).slice(before);
};
const describing = (text: string) => ({ updateFields: { description: text } });

describe.each([
	['enable', 'disabled', 'enabled'],
	['disable', 'enabled', 'disabled'],
] as const)('%s', (operation, from, to) => {
	const makeIn = async () => {
		const id = await make();
		if (from === 'disabled') await run(one('disable', id));
		expect(states()).toEqual([from]);
		return id;
	};

	it('asks once, and waits until it is carried out', async () => {
		const id = await makeIn();
		local.adobe.set({ settleMs: 400 });
		const sent = await since(async () => {
			const { error, json } = await run(one(operation, id));
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ id, state: to });
			expect(states()).toEqual([to]);
		});
		expect(sent).toEqual(['POST flows/…/action']);
	});

	it('sends nothing if it has that state already', async () => {
		const id = await makeIn();
		await run(one(operation, id));
		const sent = await since(async () => {
			const { error, json } = await run(one(operation, id));
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ id, state: to });
		});
		expect(sent).toEqual([]);
	});

	it.each([true, false])(
		'without an answer is so in the end (carried out: %s)',
		async (applied) => {
			const id = await makeIn();
			local.adobe.set({ faults: [{ kind: 'reset', applied, path: '/action', times: 1 }] });
			const { error, json } = await run(one(operation, id));
			expect(error?.message).toBeUndefined();
			expect(json[0]).toMatchObject({ id, state: to });
			expect(states()).toEqual([to]);
		},
	);

	it('reports what Adobe says if it is not carried out', async () => {
		const id = await makeIn();
		local.adobe.set({ operationResult: 'failed' });
		const sent = await since(async () => {
			const { error } = await run(one(operation, id));
			expect(error?.message).toBe('Adobe could not carry out the change of the dataflow "Stores"');
			expect(error?.description).toContain('FLOW-1102-500: An internal error has occurred.');
		});
		expect(sent).toEqual(['POST flows/…/action']);
	});

	it('works after an earlier change that failed', async () => {
		const id = await makeIn();
		local.adobe.set({ operationResult: 'failed' });
		expect((await run(one('update', id, describing('x')))).error?.message).toMatch(
			/could not carry out/,
		);
		local.adobe.set({ operationResult: 'completed' });
		const { error, json } = await run(one(operation, id));
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({ id, state: to });
	});

	it('gives up in the end if it stays busy, and names the state', async () => {
		const id = await makeIn();
		local.adobe.set({ settleMs: 30_000 });
		const { error } = await run(one(operation, id));
		expect(error?.message).toBe('The change of the dataflow "Stores" is not finished yet');
		expect(error?.description).toContain(operation === 'enable' ? 'enabling' : 'disabling');
	}, 120_000);

	it('says that there is no such dataflow', async () => {
		const { error } = await run(one(operation, 'nobody'));
		expect(error?.httpCode).toBe('404');
		expect(writes(local.adobe)).toEqual([]);
	});
});

describe('While another change is carried out', () => {
	/** Starts a slow change from outside. */
	const keepBusy = async (id: string) => {
		local.adobe.set({ settleMs: 700 });
		const [{ headers } = { headers: {} }] = platformCalls(local.adobe).slice(-1);
		const { authorization = '' } = headers as Record<string, string>;
		const answer = await fetch(
			`${local.adobe.url}/data/foundation/flowservice/flows/${id}/action?op=disable`,
			{
				method: 'POST',
				headers: {
					authorization,
					'x-api-key': local.adobe.demo.clientId,
					'x-gw-ims-org-id': local.adobe.demo.organizationId,
					'x-sandbox-name': local.adobe.demo.sandboxName,
				},
			},
		);
		expect(answer.status).toBe(200);
		expect(states()).toEqual(['disabling']);
	};

	it.each<[operation: string, more: INodeParameters, after: string[]]>([
		['update', describing('new'), ['disabled']],
		['enable', {}, ['enabled']],
		['disable', {}, ['disabled']],
		['delete', {}, []],
	])('%s waits and is no error', async (operation, more, after) => {
		const id = await make();
		await keepBusy(id);
		const { error } = await run(one(operation, id, more));
		expect(error?.message).toBeUndefined();
		expect(states()).toEqual(after);
	});

	it('an update with the user’s etag is refused once the etag is another one', async () => {
		const id = await make();
		const etag = String(local.adobe.flows()[0]?.etag);
		await keepBusy(id);
		const { error } = await run(one('update', id, { ...describing('new'), options: { etag } }));
		expect(error?.message).toMatch(/\S/);
		expect(local.adobe.flows()[0]).not.toHaveProperty('description');
	});
});

describe('A change of the schedule', () => {
	it.each<[INodeParameters, object]>([
		[{ schedule: 'once' }, { frequency: 'once' }],
		[
			{ schedule: 'week', interval: 3 },
			{ frequency: 'week', interval: 3 },
		],
		[{ interval: 5 }, { frequency: 'hour', interval: 5 }],
	])('to %j leaves a schedule that Adobe takes', async (updateFields, schedule) => {
		const id = await make({
			schedule: 'hour',
			interval: 2,
			startTime: later(),
			additionalFields: { backfill: true },
		});
		const { error } = await run(one('update', id, { updateFields }));
		expect(error?.description).toBeUndefined();
		const [flow] = local.adobe.flows();
		expect(flow?.scheduleParams).toMatchObject(schedule);
		expect(Object.keys(flow?.scheduleParams ?? {}).includes('interval')).toBe(
			'interval' in schedule,
		);
	});

	it('of one that runs once asks for an interval', async () => {
		const id = await make({ startTime: later() });
		const hourly = await run(
			one('update', id, { updateFields: { schedule: 'hour', interval: 1 } }),
		);
		expect(hourly.error?.message).toBeUndefined();
		expect(local.adobe.flows()[0]?.scheduleParams).toMatchObject({
			frequency: 'hour',
			interval: 1,
		});
	});
});

describe('Delete', () => {
	it('leaves a part that another dataflow uses', async () => {
		const id = await make();
		const other = await make({ name: 'Other' });
		const [first, second] = local.adobe.flows();
		if (first && second) second.targetConnectionIds = [...(first.targetConnectionIds ?? [])];
		const { error } = await run(one('delete', id));
		expect(error).toBeUndefined();
		expect(local.adobe.flows().map((flow) => flow.id)).toEqual([other]);
		expect(local.adobe.sourceConnections().map((part) => part.id)).toEqual(
			second?.sourceConnectionIds,
		);
		expect(local.adobe.targetConnections().map((part) => part.id)).toEqual(
			expect.arrayContaining(first?.targetConnectionIds ?? ['none']),
		);
	});

	it('of one that is gone says so, and deletes nothing else', async () => {
		await make();
		const { error } = await run(one('delete', 'nobody'));
		expect(error?.httpCode).toBe('404');
		expect(writes(local.adobe).filter((line) => line.startsWith('DELETE'))).toEqual([]);
		expect(local.adobe.flows()).toHaveLength(1);
	});
});
