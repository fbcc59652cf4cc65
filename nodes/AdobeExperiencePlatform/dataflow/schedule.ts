import {
	Failure,
	numberText,
	type Problem,
	Refusal,
	refuseProblems,
} from '../adobe/errors/failure';
import { DAY, HOUR } from '../adobe/json';
import type { Dataflow } from './dataflow';
import type { Dataset } from '../dataset/dataset';

export const FREQUENCIES = ['once', 'minute', 'hour', 'day', 'week'] as const;
type Frequency = (typeof FREQUENCIES)[number];

/** When a dataflow runs. Times in epoch seconds. */
export interface Schedule {
	frequency: Frequency;
	/** Not for `once`. */
	interval?: number;
	/** Undefined for now. */
	startTime?: number;
	/** Not for `once`. */
	backfill?: boolean;
}

/** The service refuses a start time in the past (1360-400), so "now" is this many seconds ahead. */
const LEAD_SECONDS = 10;
const LEAST_MINUTES = 15;

/**
 * Checks a schedule by Adobe's rules (contract.md (g)): at least 15 minutes, and neither interval nor backfill for
 * `once`. {@link refuseStartInThePast} checks the start time when it is written, since an existing dataflow may keep
 * one in the past.
 * @param input its `startTime` in epoch milliseconds
 * @throws Refusal
 */
export function readSchedule(input: Schedule): Schedule {
	const { frequency, interval, startTime, backfill } = input;
	if (frequency !== 'once') refuseProblems(intervalProblems(frequency, interval));
	else if (backfill !== undefined) {
		throw new Refusal(
			'Backfill is not possible with the schedule Once',
			'A dataflow that runs once ingests all existing files. Remove Backfill, or choose another Schedule.',
		);
	}
	return {
		frequency,
		...(startTime !== undefined && { startTime: Math.floor(startTime / 1000) }),
		...(interval !== undefined && { interval }),
		...(backfill !== undefined && { backfill }),
	};
}

/**
 * Reads the changes of a schedule. What is not given stays as it is.
 * @param input its `startTime` in epoch milliseconds
 * @param now epoch milliseconds
 * @throws Refusal
 */
export function readScheduleChange(
	input: { schedule?: string; interval?: string; startTime?: number },
	now: number,
): Partial<Schedule> {
	const { schedule, interval: text } = input;
	const startTime = input.startTime && Math.floor(input.startTime / 1000);
	const problems = passedProblems(startTime, now);
	if (schedule && !FREQUENCIES.some((known) => known === schedule)) {
		problems.push({
			message: 'Invalid value for Schedule',
			description: `Allowed values: ${FREQUENCIES.join(', ')}.`,
		});
	}
	const interval = text ? Number(text) : undefined;
	if (interval !== undefined) {
		problems.push(
			...(schedule === 'once'
				? [
						{
							message: 'Interval is not possible with the schedule Once',
							description: 'Remove Interval, or choose another Schedule.',
						},
					]
				: intervalProblems((schedule || 'hour') as Frequency, interval)),
		);
	}
	refuseProblems(problems);
	return {
		...(schedule && { frequency: schedule as Frequency }),
		...(interval !== undefined && { interval }),
		...(startTime !== undefined && { startTime }),
	};
}

/**
 * The schedule as it is sent.
 * @param now epoch milliseconds of the service's clock
 */
export function scheduleParams(schedule: Schedule, now: number): Schedule {
	const soon = Math.ceil(now / 1000) + LEAD_SECONDS;
	return { ...schedule, startTime: schedule.startTime ?? soon };
}

/**
 * Call it before a start time is written. The service refuses one in the past (1360-400).
 * @param now epoch milliseconds of the service's clock
 * @throws Failure
 */
export function refuseStartInThePast({ startTime }: Schedule, now: number): void {
	const [problem] = passedProblems(startTime, now);
	if (problem)
		throw new Failure(problem.message, `${problem.description} Nothing was created or changed.`);
}

/**
 * @param startTime epoch seconds
 * @param now epoch milliseconds
 */
export function passedProblems(startTime: number | undefined, now: number): Problem[] {
	if (startTime === undefined || startTime * 1000 > now) return [];
	return [
		{
			message: 'Start Time has passed',
			description:
				'Adobe accepts only a future time. Enter a later one, or leave it empty to start now.',
		},
	];
}

function intervalProblems(frequency: Frequency, interval: number | undefined): Problem[] {
	if (interval === undefined || !Number.isInteger(interval) || interval < 1) {
		return [
			{
				message: 'Interval must be a whole number, 1 or more',
				description: 'Enter a number such as 1.',
			},
		];
	}
	if (frequency === 'minute' && interval < LEAST_MINUTES) {
		return [
			{
				message: `Interval is below ${LEAST_MINUTES} minutes`,
				description: `Adobe runs a dataflow at most every ${LEAST_MINUTES} minutes. Enter ${LEAST_MINUTES} or more.`,
			},
		];
	}
	return [];
}

/** Milliseconds of one unit. */
const PERIODS = new Map([
	['minute', 60_000],
	['hour', HOUR],
	['day', DAY],
	['week', 7 * DAY],
]);

/** A schedule from Adobe or from the parameters. Numbers may be text. */
interface Scheduled {
	frequency?: unknown;
	interval?: unknown;
}

/** Time between two runs in milliseconds; undefined if the schedule does not repeat. */
export function periodOf({ frequency, interval }: Scheduled): number | undefined {
	const unit = PERIODS.get(String(frequency).toLowerCase());
	const count = Number(interval ?? 1);
	return unit !== undefined && count > 0 ? unit * count : undefined;
}

/** Planned runs per day, such as 96, 1 or 0.14; 0 if the schedule does not repeat. */
export function runsPerDay(schedule: Scheduled): number {
	const period = periodOf(schedule);
	return period === undefined ? 0 : Number((DAY / period).toFixed(2));
}

/** A schedule in words: `once`, `every hour`, `every 15 minutes`; null if Adobe does not show it. */
export function scheduleText({ scheduleParams }: Dataflow): string | null {
	const { frequency, interval } = scheduleParams ?? {};
	if (typeof frequency !== 'string') return null;
	const unit = frequency.toLowerCase();
	if (!PERIODS.has(unit)) return unit;
	const count = Number(interval ?? 1);
	return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

/** Adobe's limit for Real-Time Customer Profile (contract.md, limits of ingestion). */
export const MOST_RUNS_A_DAY = 90;

/** @param planned runs per day of all enabled dataflows that were checked, or of one */
export function sandboxHint(planned: number): string {
	return `${rounded(planned)} runs a day are planned. Adobe advises at most ${MOST_RUNS_A_DAY} batches a day in a sandbox for datasets of Real-Time Customer Profile. Choose longer intervals, or ingest several files in one run.`;
}

/** @param planned runs per day into one dataset that is enabled for Profile */
export function profileHint(dataset: string, planned: number): string {
	return `${rounded(planned)} runs a day are planned into the dataset "${dataset}", which is enabled for Real-Time Customer Profile. Adobe advises one batch a day for such a dataset. Choose a longer interval if the data can arrive later.`;
}

/** Hints about a schedule, before anything is written. */
export function scheduleHints(
	schedule: Schedule,
	{ name, isProfileEnabled }: Pick<Dataset, 'name' | 'isProfileEnabled'>,
): string[] {
	const planned = runsPerDay(schedule);
	return [
		...(planned > MOST_RUNS_A_DAY ? [sandboxHint(planned)] : []),
		...(isProfileEnabled && planned > 1 ? [profileHint(name, planned)] : []),
	];
}

function rounded(count: number): string {
	return numberText(Number(count.toFixed(1)));
}
