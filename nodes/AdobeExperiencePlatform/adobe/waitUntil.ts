import type { ApiClient } from './apiClient';

interface Wait<T> {
	/**
	 * Looks once.
	 * @param count looks before this one
	 * @returns undefined if it is not there yet
	 */
	look(count: number): Promise<T | undefined>;
	/** Time before the next look, in milliseconds. */
	pause: number | ((count: number) => number);
	/** Longest wait, in milliseconds. */
	limit: number;
	/** Gives each look a new budget, for waits that may take longer than the budget of the item. */
	renewsBudget?: boolean;
	/** Says what it is waiting for, before each pause. */
	report?(): void;
	/**
	 * Decides what happens at the limit.
	 * @throws Failure, unless it returns a value to go on with
	 */
	tooLong(): T;
}

/** The longest of the growing pauses, in milliseconds. */
const LONGEST_PAUSE = 30_000;

/** Pauses that grow by half each time. @param first in milliseconds */
export function growingPause(first: number): (count: number) => number {
	return (count) => Math.min(LONGEST_PAUSE, first * 1.5 ** count);
}

/** Looks until something is there: once in any case, and for the last time at the limit. */
export async function waitUntil<T extends object>(
	{ execution, item }: ApiClient,
	{ look, pause, limit, renewsBudget, report, tooLong }: Wait<T>,
): Promise<T> {
	const until = execution.timer.now() + limit;
	for (let count = 0; ; count++) {
		if (renewsBudget) item.renewBudget();
		const found = await look(count);
		if (found) return found;
		const left = until - execution.timer.now();
		if (left <= 0) return tooLong();
		report?.();
		await execution.wait(Math.min(left, typeof pause === 'number' ? pause : pause(count)));
	}
}
