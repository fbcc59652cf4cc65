import type { PatchOperation } from '../../transport/entity/update';
import type { Dataflow } from './entities';
import type { Schedule } from './schedule';

/** The path of a start time in a patch. */
export const START_TIME = '/scheduleParams/startTime';

/** What a schedule of once must not have (contract.md (g): 1361, 1364-400). */
const NOT_FOR_ONCE = ['interval', 'backfill'];

/**
 * What brings a dataflow's schedule up to the one asked for. A start time is touched only where the
 * user gave one, and backfill only where once has none: neither can be changed once the first run has
 * started (contract.md (g)). Values come back as texts or numbers.
 */
export function schedulePatch(
	{ scheduleParams = {} }: Dataflow,
	{ frequency, interval, startTime }: Schedule,
): PatchOperation[] {
	const wanted = { frequency, interval, startTime };
	const removed = frequency === 'once' ? NOT_FOR_ONCE : [];
	const changed = Object.entries(wanted)
		.filter(
			([name, value]) =>
				value !== undefined && String(scheduleParams[name] ?? '') !== String(value),
		)
		.map(
			([name, value]): PatchOperation => ({
				op: 'add',
				path: `/scheduleParams/${name}`,
				value,
			}),
		);
	return [
		...changed,
		...removed
			.filter((name) => scheduleParams[name] !== undefined)
			.map((name): PatchOperation => ({ op: 'remove', path: `/scheduleParams/${name}` })),
	];
}
