import { Failure } from '../adobe/errors/failure';
import type { Problem } from '../adobe/errors/problem';

type Frequency = 'once' | 'minute' | 'hour' | 'day' | 'week';

const FREQUENCIES: readonly string[] = ['once', 'minute', 'hour', 'day', 'week'];

/** When a dataflow runs; times in epoch seconds. */
export interface Schedule {
	frequency: Frequency;
	/** Not for `once`. */
	interval?: number;
	/** Undefined for "now", whenever it is sent. */
	startTime?: number;
	/** Not for `once`. */
	backfill?: boolean;
}

/** `scheduleParams` of a dataflow (contract.md (g)). */
interface ScheduleParams {
	startTime: number;
	frequency: Frequency;
	interval?: number;
	backfill?: boolean;
}

/** What the user gave, not checked yet. */
export interface ScheduleInput {
	schedule: Frequency;
	interval?: number;
	/** Epoch milliseconds; undefined for now. */
	startTime?: number;
	backfill?: boolean;
}

/** The service refuses a start time that has passed when the request arrives (1360-400). */
const LEAD_SECONDS = 10;
const LEAST_MINUTES = 15;

/**
 * Checks a schedule by Adobe's rules (contract.md (g): minutes at least 15, no interval and no
 * backfill for `once`). Whether the start has passed matters only where it is written, see
 * {@link refuseStartInThePast}: a dataflow that has it already keeps it.
 */
export function readSchedule({ schedule, interval, startTime, backfill }: ScheduleInput): {
	schedule: Schedule;
	problems: Problem[];
} {
	const problems: Problem[] = [];
	const read: Schedule = {
		frequency: schedule,
		...(startTime !== undefined && { startTime: Math.floor(startTime / 1000) }),
	};
	if (schedule === 'once') {
		if (backfill !== undefined) {
			problems.push({
				message: 'Backfill is given for a schedule of once',
				description:
					'A dataflow that runs once takes what is there: remove Backfill, or choose another Schedule.',
			});
		}
		return { schedule: read, problems };
	}
	problems.push(...intervalProblems(schedule, interval));
	return {
		schedule: { ...read, interval, ...(backfill !== undefined && { backfill }) },
		problems,
	};
}

/**
 * What an update changes of a schedule, by the names of its parameters; what is left out stays.
 * @param input its `startTime` in epoch milliseconds
 * @param now epoch milliseconds
 */
export function readScheduleChange(
	input: { schedule?: string; interval?: string; startTime?: number },
	now: number,
): {
	fields: { schedule?: string; interval?: number; startTime?: number };
	problems: Problem[];
} {
	const { schedule, interval: text } = input;
	const startTime = input.startTime && Math.floor(input.startTime / 1000);
	const problems = passedProblems(startTime, now);
	if (schedule && !FREQUENCIES.includes(schedule)) {
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
							message: 'Interval is given for a schedule of once',
							description: 'Remove Interval, or choose another Schedule.',
						},
					]
				: intervalProblems((schedule || 'hour') as Frequency, interval)),
		);
	}
	return {
		fields: {
			...(schedule && { schedule }),
			...(interval !== undefined && { interval }),
			...(startTime !== undefined && { startTime }),
		},
		problems,
	};
}

/**
 * The parameters as they are sent.
 * @param now epoch milliseconds of the service's clock when it leaves
 */
export function scheduleParams(schedule: Schedule, now: number): ScheduleParams {
	const soon = Math.ceil(now / 1000) + LEAD_SECONDS;
	return { ...schedule, startTime: schedule.startTime ?? soon };
}

/**
 * To be asked before a start time is written: the service refuses one that has passed (1360-400).
 * @param now epoch milliseconds by the service's clock
 * @throws Failure
 */
export function refuseStartInThePast({ startTime }: Schedule, now: number): void {
	const [problem] = passedProblems(startTime, now);
	if (problem)
		throw new Failure(problem.message, `${problem.description} Nothing was created or changed.`);
}

/** @param startTime epoch seconds
 * @param now epoch milliseconds */
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
