import { asRecord } from '../../transport/json';
import type { RawRun } from './entities';
import { firstCount, firstTime, summariesOf } from './runParts';

/** A run takes the files that were changed in it (contract.md (g)). Epoch milliseconds; null if Adobe does not say. */
export interface RunWindow {
	start: number | null;
	end: number | null;
}

/** The time window of a run, from its metrics or from one of its activities (contract.md (g), durationSummary). */
export function windowOf(run: RawRun): RunWindow {
	const extensions = summariesOf(run, 'durationSummary').map((part) => asRecord(part.extensions));
	const end = firstTime(extensions, 'windowEnd');
	// A first run takes everything: its window begins at zero.
	const isFromZero = end !== null && firstCount(extensions, 'windowStart') === 0;
	return { start: isFromZero ? 0 : firstTime(extensions, 'windowStart'), end };
}

/** Whether two windows may be the same, by the second: what is not shown differs from nothing. */
export function mayBeSame(one: RunWindow, other: RunWindow): boolean {
	const fits = (a: number | null, b: number | null) =>
		a === null || b === null || Math.floor(a / 1000) === Math.floor(b / 1000);
	return fits(one.start, other.start) && fits(one.end, other.end);
}
