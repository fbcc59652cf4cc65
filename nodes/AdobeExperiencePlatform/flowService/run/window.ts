import { asRecord } from '../../transport/json';
import type { RawRun } from './entities';
import { listOf, time } from './flatRun';

/** A run takes the files that were changed in it (contract.md (g)). Epoch milliseconds; null where Adobe does not say. */
export interface RunWindow {
	start: number | null;
	end: number | null;
}

/** The time window of a run, from its metrics or from one of its activities (contract.md (g), durationSummary). */
export function windowOf({ metrics, activities, activites }: RawRun): RunWindow {
	const parts = [metrics, ...listOf(activities ?? activites)];
	const all = parts.map((part) => asRecord(asRecord(asRecord(part).durationSummary).extensions));
	const first = (name: string) =>
		all.map((extensions) => time(extensions[name])).find((found) => found !== null) ?? null;
	return { start: first('windowStart'), end: first('windowEnd') };
}

/** Whether two windows may be the same, by the second: what is not shown differs from nothing. */
export function mayBeSame(one: RunWindow, other: RunWindow): boolean {
	const fits = (a: number | null, b: number | null) =>
		a === null || b === null || Math.floor(a / 1000) === Math.floor(b / 1000);
	return fits(one.start, other.start) && fits(one.end, other.end);
}
