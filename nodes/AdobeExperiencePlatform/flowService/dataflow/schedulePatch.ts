import type { PatchOperation } from '../../transport/entity/update';
import type { Dataflow } from './entities';
import type { Schedule } from './schedule';

/** The paths in a patch of what is fixed once the first run has started. */
export const START_TIME = '/scheduleParams/startTime';
export const BACKFILL = '/scheduleParams/backfill';

/** What a schedule of once must not have (contract.md (g): 1361, 1364-400). */
const NOT_FOR_ONCE = ['interval', 'backfill'];

/**
 * What brings a dataflow's schedule up to the one asked for. A start time is touched only where the
 * user gave one, and backfill where it differs or once has none: neither can be changed once the first run
 * has started (contract.md (g)). Values come back as texts or numbers; backfill is true where it is not shown.
 */
export function schedulePatch(
	{ scheduleParams = {} }: Dataflow,
	{ frequency, interval, startTime, backfill }: Schedule,
): PatchOperation[] {
	const isBackfill = String(scheduleParams.backfill ?? true) === String(backfill);
	const wanted = { frequency, interval, startTime, ...(!isBackfill && { backfill }) };
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
