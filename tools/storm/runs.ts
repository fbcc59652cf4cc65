import { credentialData } from '../../test/support/adobe';
import { executionOf } from './dataflows';
import type { ItemEnding } from './endings';
import { execute } from './execution';
import { faultPlan } from './faultPlan';
import { resultOf, withStormyAdobe, type StormOptions, type StormResult } from './storm';
import { traffic, type Tally } from './tally';

/** Starts one run of each of `items` dataflows on a service that fails. */
export async function stormOfRuns(options: StormOptions): Promise<StormResult> {
	const { items, seed, faults, pauses = true, concurrency } = options;
	return await withStormyAdobe({ ...options, faults: 0 }, async (adobe) => {
		const made = await execute(executionOf(adobe, options, 'create'));
		const asked = made.items.map(({ json }) => ({ dataflowId: String(json.id) }));
		if (asked.length !== items) throw new Error(`Only ${asked.length} dataflows were made`);
		adobe.set({ faults: faultPlan({ share: faults, seed, long: pauses }) });
		adobe.journal.length = 0;
		const started = performance.now();
		const executed = await execute({
			credential: credentialData(adobe),
			asked,
			parameters: {
				resource: 'run',
				operation: 'start',
				dataflowId: { __rl: true, mode: 'id', value: '={{ $json.dataflowId }}' },
			},
			concurrency,
		});
		const seconds = (performance.now() - started) / 1000;
		const { endings, ...result } = resultOf(adobe, [], executed, items);
		return {
			...traffic(adobe.journal),
			...result,
			seconds,
			...tallyRuns(asked, endings, adobe.runs()),
		};
	});
}

/** What the node said, held against the service's books: each dataflow has one run, and its item names it. */
export function tallyRuns(
	asked: ReadonlyArray<{ dataflowId: string }>,
	endings: readonly ItemEnding[],
	runs: ReadonlyArray<{ id: string; flowId: string }>,
): Tally {
	const flowOf = new Map(runs.map(({ id, flowId }) => [id, flowId]));
	const ids = endings.flatMap((ending) => ('error' in ending ? [] : [ending.id]));
	const isWrong = (ending: ItemEnding, index: number) =>
		!('error' in ending) && flowOf.get(ending.id) !== asked[index]?.dataflowId;
	return {
		asked: endings.length,
		succeeded: ids.length,
		failed: endings.length - ids.length,
		exist: runs.length,
		doubled: runs.length - new Set(flowOf.values()).size,
		orphaned: runs.filter(({ id }) => !ids.includes(id)).length,
		lost: endings.filter(isWrong).length,
	};
}
