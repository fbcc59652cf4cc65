import type { Dataflow } from '../dataflow';

/** Adobe shows a run two to three minutes after its start time (contract.md (g)). Milliseconds. */
const SHOWS_UP_WITHIN = 10 * 60_000;

/** The start time of a dataflow, at which it runs for the first time by itself. Epoch milliseconds; NaN where it is not shown. */
export function startOf({ scheduleParams }: Dataflow): number {
	return Number(scheduleParams?.startTime ?? NaN) * 1000;
}

/**
 * Whether the first run after the start time is about to start, or may have started without showing up yet.
 * @param newest when the newest run that shows up was created; undefined for none. Epoch milliseconds, as `now`
 */
export function isFirstRunDue(flow: Dataflow, newest: number | undefined, now: number): boolean {
	const start = startOf(flow);
	return Math.abs(start - now) <= SHOWS_UP_WITHIN && !(newest !== undefined && newest >= start);
}
