import { missingParam, sourcesRefusal } from '../../server/errors';
import type { Json } from '../../types';

const MINIMUM: Record<string, number> = { minute: 15, hour: 1, day: 1, week: 1 };
/** A start time that was "now" when the request was written is not the past. Seconds. */
const GRACE = 60;

/** Samples send numbers as text too; both are read (contract.md (g)). */
export function numberOf(value: unknown): number {
	if (typeof value === 'string' && value.trim() === '') return NaN;
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}

/** The schedule of a flow before a change, and whether its start time has passed. */
interface Before {
	schedule: Json;
	started: boolean;
}

/** What is fixed once the start time has passed, whether the flow is enabled or not (contract.md (g)). */
function requireUnchanged(schedule: Json, before: Json): void {
	if (numberOf(schedule.startTime) !== numberOf(before.startTime)) {
		throw sourcesRefusal(
			'1366-400',
			'The start time has passed and the update operation is no longer allowed.',
		);
	}
	if (schedule.frequency === 'once' && before.frequency !== 'once') {
		throw sourcesRefusal(
			'1403-400',
			'The start time has passed and you can no longer change the frequency to once.',
		);
	}
	// Without a word it is on (contract.md (g)); samples write it as text.
	if (String(schedule.backfill ?? true) !== String(before.backfill ?? true)) {
		throw sourcesRefusal(
			'1404-400',
			'The start time has passed and you can no longer update backfill.',
		);
	}
}

/**
 * Judges the schedule of a flow (contract.md (g), schedule errors).
 * @param schedule `startTime` in epoch seconds
 * @param now epoch milliseconds
 * @param before what is not changed is not judged again
 * @throws Refusal 1329, 1360, 1361, 1362, 1363, 1364, 1366, 1397, and after the start 1403 or 1404-400
 */
export function requireSchedule(schedule: Json, now: number, before?: Before): void {
	const { startTime, frequency, interval, backfill } = schedule;
	if (typeof frequency !== 'string' || !['once', ...Object.keys(MINIMUM)].includes(frequency)) {
		throw sourcesRefusal(
			'1397-400',
			`The provided frequency : ${String(frequency)} is invalid. Please provide a valid frequency and try again.`,
		);
	}
	const start = numberOf(startTime);
	if (Number.isNaN(start)) throw missingParam('startTime');
	if (before?.started) requireUnchanged(schedule, before.schedule);
	const nowSeconds = Math.floor(now / 1000);
	if (numberOf(before?.schedule.startTime) !== start && start < nowSeconds - GRACE) {
		throw sourcesRefusal(
			'1360-400',
			'The start time cannot be set in the past. Please provide a valid start time and try again.',
		);
	}
	if (frequency === 'once') {
		if (interval !== undefined) {
			throw sourcesRefusal(
				'1361-400',
				'Interval is not allowed with one time ingestion. Please remove interval or change frequency and then try again.',
			);
		}
		if (backfill !== undefined) {
			throw sourcesRefusal(
				'1364-400',
				'The backfill flag is not allowed when frequency is set to one. Please remove the backfill flag when frequency is set to once and try again.',
			);
		}
		return;
	}
	const steps = numberOf(interval);
	if (interval === undefined) throw missingParam('interval');
	if (!Number.isInteger(steps)) {
		throw sourcesRefusal(
			'1363-400',
			`Interval ${String(interval)} is not allowed with frequency: ${frequency}. Please provide a valid interval value and try again.`,
		);
	}
	const minimum = MINIMUM[frequency] ?? 1;
	if (steps < minimum) {
		throw sourcesRefusal(
			'1362-400',
			`Interval cannot be less than ${minimum}. Please provide a valid interval value and try again.`,
		);
	}
}
