import { startOf, type Dataflow } from '../dataflow';

/** Adobe shows a run two to three minutes after its start time (contract.md (g)). Milliseconds. */
const SHOWS_UP_WITHIN = 10 * 60_000;

/**
 * Whether the first run after the start time is about to start, or may have started without showing up yet.
 * @param newest when the newest run that shows up was created; undefined for none. Epoch milliseconds, as `now`
 */
export function isFirstRunDue(flow: Dataflow, newest: number | undefined, now: number): boolean {
	const start = startOf(flow);
	return Math.abs(start - now) <= SHOWS_UP_WITHIN && !(newest !== undefined && newest >= start);
}
