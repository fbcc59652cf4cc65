import type { Fact, Probe } from '../fact';
import { connectionFacts } from './connections';
import { dataFacts } from './data';
import { dataflowFacts } from './dataflows';
import { gatewayFacts } from './gateway';
import { imsFacts } from './ims';
import { batchWrites } from './batchWrites';
import { connectionWrites } from './connectionWrites';

/** Facts that only reads show, in the order in which an item meets them. */
export const allFacts: readonly Fact[] = [
	...imsFacts,
	...gatewayFacts,
	...connectionFacts,
	...dataflowFacts,
	...dataFacts,
];

/** Facts that only writes show. What they make has one name, and is deleted whatever happens. */
export async function writingFacts(
	probe: Probe,
	check: (facts: readonly Fact[]) => Promise<void>,
): Promise<void> {
	await connectionWrites(probe, check);
	await batchWrites(probe, check);
}
