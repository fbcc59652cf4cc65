import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { FaultRule, LocalAdobe } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { CredentialStore } from '../../support/credentialStore';
import { runNode } from '../../support/engine';
import { freshCode } from '../../support/freshCode';
import { execute } from '../../../tools/storm/execution';
import { type AtOnce, inOneProcess, stormOfUpserts } from '../../../tools/storm/upserts';
import { callLines, keySet, storedParams, times } from '../cases';

const local = useLocalAdobe({ latencyMs: 50 });

const NAMES = times(40, (index) => `Landing ${index}`);
const KEYS = [keySet(1), keySet(2)] as const;
const itemsOf = (execution: 0 | 1) => NAMES.map((name) => ({ name, ...KEYS[execution] }));
const upsert = {
	operation: 'upsert',
	name: '={{ $json.name }}',
	s3KeySource: 'fields',
	s3AccessKey: '={{ $json.s3AccessKey }}',
	s3SecretKey: '={{ $json.s3SecretKey }}',
	s3SessionToken: '={{ $json.s3SessionToken }}',
	options: { maxConcurrency: 20 },
};

/** Each name has one connection, both executions name it, and it holds the whole set of one of them. */
function expectOneOfEach(outputs: IDataObject[][]): void {
	const { adobe } = local;
	expect(
		adobe
			.connections()
			.map(({ name }) => name)
			.sort(),
	).toEqual([...NAMES].sort());
	const idOf = new Map(adobe.connections().map(({ name, id }) => [name, id]));
	for (const json of outputs) {
		expect(json.map(({ error }) => error).filter(Boolean)).toEqual([]);
		expect(json.map(({ id }) => id)).toEqual(NAMES.map((name) => idOf.get(name)));
	}
	for (const { id } of adobe.connections()) expect(KEYS).toContainEqual(storedParams(adobe, id));
}

/** The node as two processes have it: neither knows what the other does or remembers. */
const twoNodes = () => [freshCode().node, freshCode().node] as const;

/** `npm run storm` does it in two real processes. */
const inTwoNodes: AtOnce = async (executions) => {
	const nodes = twoNodes();
	return await Promise.all(
		executions.map(
			async (execution, index) =>
				await execute(execution, new CredentialStore(execution.credential), nodes[index]),
		),
	);
};

describe('Two executions that create or update the same names at once', () => {
	it('make one of each, in one process', async () => {
		const credential = local.credential();
		const runs = await Promise.all(
			([0, 1] as const).map(
				async (execution) =>
					await runNode(credential, { parameters: upsert, items: itemsOf(execution) }),
			),
		);
		expectOneOfEach(runs.map(({ json }) => json));
		const created = runs.flatMap(({ json }) => json.filter((item) => item.created === true));
		expect(created).toHaveLength(NAMES.length);
	});

	it('make one of each, in two processes', async () => {
		const runs = await Promise.all(
			twoNodes().map(
				async (node, index) =>
					await runNode(local.credential(), {
						parameters: upsert,
						items: itemsOf(index as 0 | 1),
						node,
					}),
			),
		);
		expectOneOfEach(runs.map(({ json }) => json));
	});

	it.each([
		['one process', inOneProcess],
		['two processes', inTwoNodes],
	])(
		'on a service that fails leave none doubled and none that nobody knows of (%s)',
		async (_where, atOnce) => {
			const options = { items: 60, faults: 0.1, concurrency: 30, seed: 5, pauses: false };
			expect(await stormOfUpserts(options, atOnce)).toMatchObject({
				succeeded: 60,
				exist: 30,
				doubled: 0,
				orphaned: 0,
				lost: 0,
				secrets: 0,
				errors: [],
			});
		},
		120_000,
	);
});

describe('Another process that creates the same name', () => {
	const one = { operation: 'upsert', name: 'Landing', s3KeySource: 'fields', ...keySet(1) };
	const createdAt = () => Date.now() + 5;

	const deletes = (adobe: LocalAdobe) =>
		callLines(adobe).filter((line) => line.startsWith('DELETE')).length;

	it.each<[what: string, faults: FaultRule[], deletes: number]>([
		['', [], 1],
		[', although a proxy answers the deletion', [{ kind: 'html', status: 200 }], 2],
		[', although an empty success comes in place of the deletion', [{ kind: 'empty' }], 2],
		[
			', although both come',
			[
				{ kind: 'empty', times: 2 },
				{ kind: 'html', status: 200 },
			],
			4,
		],
	])(
		'right after the list was read: its older one is used, the own one is deleted and reported%s',
		async (_what, faults, count) => {
			const { adobe } = local;
			adobe.set({
				faults: faults.map((fault) => ({ times: 1, applied: false, ...fault, method: 'DELETE' })),
			});
			const theirs = async () => {
				while (adobe.journal.length < 2) await sleep(1);
				return adobe.seedConnection({ name: 'Landing', params: keySet(2) });
			};
			const [{ json, error, hints }, other] = await Promise.all([
				runNode(local.credential(), { parameters: one }),
				theirs(),
			]);
			expect(error).toBeUndefined();
			expect(adobe.connections().map(({ id }) => id)).toEqual([other.id]);
			expect(json).toMatchObject([{ id: other.id, created: false }]);
			expect(storedParams(adobe, other.id)).toEqual(keySet(1));
			expect(hints.map(({ message }) => message).join()).toContain('1 duplicate deleted');
			expect(deletes(adobe)).toBe(count);
		},
	);

	describe('while the answer to the own create is lost', () => {
		useBounds({ lateCreate: 2_500, lateCreateAfterTimeout: 2_500 });
		const lost = {
			kind: 'reset',
			method: 'POST',
			path: 'connections$',
			applied: true,
			times: 1,
		} as const;

		it.each([
			['before the own one lands', 300],
			['after the own one has landed', 1_700],
		])('%s: the older one stays, alone', async (_what, after) => {
			const { adobe } = local;
			adobe.set({ faults: [{ ...lost, appliedAfterMs: [1_000, 1_000] }] });
			const theirs = async () => {
				while (!callLines(adobe).includes('POST ')) await sleep(5);
				await sleep(after);
				return adobe.seedConnection({
					name: 'Landing',
					params: keySet(2),
					createdAt: createdAt(),
				});
			};
			const [{ json, error }] = await Promise.all([
				runNode(local.credential(), { parameters: one }),
				theirs(),
			]);
			expect(error).toBeUndefined();
			expect(adobe.connections().map(({ id }) => id)).toEqual([json[0]?.id]);
			expect(storedParams(adobe, String(json[0]?.id))).toEqual(keySet(1));
		});

		it('by somebody else: nothing of theirs is deleted, and both are named', async () => {
			const { adobe } = local;
			adobe.set({ faults: [{ ...lost, appliedAfterMs: [1_000, 1_000] }] });
			const theirs = async () => {
				while (!callLines(adobe).includes('POST ')) await sleep(5);
				await sleep(1_600);
				const { id } = adobe.seedConnection({ name: 'Landing', createdAt: createdAt() });
				Object.assign(adobe.connection(id) ?? {}, { createdBy: 'a-person@AdobeID' });
			};
			const [{ error }] = await Promise.all([
				runNode(local.credential(), { parameters: one }),
				theirs(),
			]);
			expect(adobe.connections()).toHaveLength(2);
			for (const { id } of adobe.connections()) expect(error?.description).toContain(id);
		});
	});
});
