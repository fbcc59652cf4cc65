import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, lines, platformCalls, writes } from './cases';

const local = useLocalAdobe();
useBounds({ itemBudget: 2_000, lateCreate: 200, firstWait: 50 });

const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const stores = (
	id: string,
	more: INodeParameters = {},
	operation: 'create' | 'upsert' = 'upsert',
) => draft(operation, id, 'stores/stores.csv.gz', 'stores', more);
const path = (value: string) => ({ path: { __rl: true, mode: 'path', value } });

/** A try that leaves source and target connection, as a process that was killed does. */
async function leaveParts(parameters: INodeParameters): Promise<string[]> {
	const { adobe } = local;
	adobe.set({
		faults: [
			{ kind: 'status', status: 403, method: 'POST', path: '/flows$' },
			{ kind: 'status', status: 403, method: 'DELETE' },
		],
	});
	const known = parts();
	expect((await run(parameters)).error?.httpCode).toBe('403');
	adobe.set({ faults: [] });
	return parts().filter((id) => !known.includes(id));
}

function parts(): string[] {
	const { adobe } = local;
	return [...adobe.sourceConnections(), ...adobe.targetConnections()].map(({ id }) => id);
}

function used(): string[] {
	return local.adobe
		.flows()
		.flatMap(({ sourceConnectionIds, targetConnectionIds }) => [
			...sourceConnectionIds,
			...targetConnectionIds,
		]);
}

/** The service's clock advances, so everything is old. */
const muchLater = () => local.adobe.set({ clockOffsetMs: 600_000 });

describe('An orphaned part of an earlier try', () => {
	const other = path('/acme-landing/stores/more.csv');
	beforeEach(async () => {
		await local.adobe.putFile('stores/more.csv', 'Store ID,City\nS-09,Riga\n');
	});

	it('is removed if it is old and differs from what is needed', async () => {
		const id = connect();
		const [oldSource] = await leaveParts(stores(id, other));
		muchLater();
		const { error, json, hints } = await run(stores(id));
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({ created: true });
		expect(parts().sort()).toEqual(used().sort());
		expect(parts()).not.toContain(oldSource);
		expect(
			writes(local.adobe)
				.filter((line) => line.startsWith('DELETE'))
				.slice(2),
		).toEqual(['DELETE sourceConnections/…']);
		expect(JSON.stringify(hints)).not.toContain(oldSource);
	});

	it('is used once, and what is too much of it is removed', async () => {
		const id = connect();
		await leaveParts(stores(id, {}, 'create'));
		await leaveParts(stores(id, {}, 'create'));
		expect(parts()).toHaveLength(4);
		muchLater();
		const made = writes(local.adobe).filter((line) => /^POST .*Connections/.test(line)).length;
		const { error } = await run(stores(id));
		expect(error?.message).toBeUndefined();
		expect(writes(local.adobe).filter((line) => /^POST .*Connections/.test(line))).toHaveLength(
			made,
		);
		expect(parts().sort()).toEqual(used().sort());
	});

	it('stays while it may be another execution’s, and is named', async () => {
		const id = connect();
		const [young = ''] = await leaveParts(stores(id, other));
		const { error, hints } = await run(stores(id));
		expect(error?.message).toBeUndefined();
		expect(parts()).toContain(young);
		expect(JSON.stringify(hints)).toContain(`source connection ${young}`);
	});

	it('stays if a dataflow with another name uses it, or somebody else created it', async () => {
		const id = connect();
		await run(stores(id, other));
		const [flow] = local.adobe.flows();
		if (flow) flow.name = 'Renamed';
		const foreign = await leaveParts(stores(id, other));
		for (const part of [...local.adobe.sourceConnections(), ...local.adobe.targetConnections()]) {
			if (foreign.includes(part.id)) part.description = 'Mine';
		}
		muchLater();
		const before = parts();
		const { error } = await run(stores(id));
		expect(error?.message).toBeUndefined();
		expect(parts()).toEqual(expect.arrayContaining(before));
	});

	it('is named if it cannot be removed, and the dataflow is created all the same', async () => {
		const id = connect();
		const [old = ''] = await leaveParts(stores(id, other));
		muchLater();
		local.adobe.set({ faults: [{ kind: 'status', status: 403, method: 'DELETE' }] });
		const { error, json, hints } = await run(stores(id));
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({ created: true });
		expect(JSON.stringify(hints)).toContain(`source connection ${old}`);
	});

	it('is nothing that Create looks for or touches', async () => {
		const id = connect();
		const left = await leaveParts(stores(id, other));
		muchLater();
		const before = platformCalls(local.adobe).length;
		expect((await run(stores(id, {}, 'create'))).error?.message).toBeUndefined();
		expect(parts()).toEqual(expect.arrayContaining(left));
		expect(
			lines(local.adobe)
				.slice(before)
				.filter((line) => /^(GET|DELETE) .*Connections$/.test(line)),
		).toEqual([]);
	});
});

describe('What is removed', () => {
	it.each(['sourceConnections', 'targetConnections', 'mappingSets', 'flows'])(
		'after the last of many failures at %s leaves nothing that no dataflow uses',
		async (step) => {
			const fault = { kind: 'status', status: 500, method: 'POST', path: `/${step}$` } as const;
			local.adobe.set({ faults: [fault] });
			for (const operation of ['create', 'upsert'] as const) {
				const before = parts();
				const { error } = await run(stores(connect(), { name: operation }, operation));
				expect(error?.httpCode).toBe('500');
				expect(local.adobe.flows()).toEqual([]);
				// If a dataflow may still appear, its parts stay and are named.
				const left = parts().filter((id) => !before.includes(id));
				for (const id of left) expect(error?.description).toContain(id);
				expect(left).toHaveLength(step === 'flows' ? 2 : 0);
			}
		},
		30_000,
	);
});
