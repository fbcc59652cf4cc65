import type { Dataflow } from '../dataflow';

const HOUR = 60 * 60_000;

/** Milliseconds of one interval. */
const PERIODS = new Map([
	['minute', 60_000],
	['hour', HOUR],
	['day', 24 * HOUR],
	['week', 7 * 24 * HOUR],
]);

/** A schedule as Adobe shows it or as somebody plans it; numbers may be text. */
interface Scheduled {
	frequency?: unknown;
	interval?: unknown;
}

/** Time between two planned runs in milliseconds; undefined if the schedule does not repeat. */
export function periodOf({ frequency, interval }: Scheduled): number | undefined {
	const unit = PERIODS.get(String(frequency).toLowerCase());
	const count = Number(interval ?? 1);
	return unit !== undefined && count > 0 ? unit * count : undefined;
}

/** How many runs a day a schedule plans, such as 96, 1 or 0.14; 0 if it does not repeat. */
export function runsPerDay(schedule: Scheduled): number {
	const period = periodOf(schedule);
	return period === undefined ? 0 : Number(((24 * HOUR) / period).toFixed(2));
}

/** A schedule in words: `once`, `every hour`, `every 15 minutes`; null if none is shown. */
export function scheduleText({ scheduleParams }: Dataflow): string | null {
	const { frequency, interval } = scheduleParams ?? {};
	if (typeof frequency !== 'string') return null;
	const unit = frequency.toLowerCase();
	if (!PERIODS.has(unit)) return unit;
	const count = Number(interval ?? 1);
	return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}
