import { epochMilliseconds, asRecord, isRecord, LATEST } from '../adobe/json';
import type { RawRun } from './run';

/** A summary of a run or activity, such as `recordSummary`. */
export type Summary = Record<string, unknown>;

/** The activities of a run, in either of Adobe's spellings (contract.md (j) 24). */
export function activitiesOf(run: RawRun): Summary[] {
	const spelled = [run.activities, run.activites].map(listOf).find((list) => list.length > 0);
	return (spelled ?? []).map(asRecord);
}

/** The summaries with this name: that of the run, then those of its activities. */
export function summariesOf(run: RawRun, name: string): Summary[] {
	return [asRecord(run.metrics), ...activitiesOf(run)].map((part) => asRecord(part[name]));
}

/** Names of activities vary with the source ("SFTP Copy Activity"), and IDs may mean nothing. */
function isCalled(activity: Summary, word: RegExp): boolean {
	return word.test(String(activity.name ?? '')) || word.test(String(activity.id ?? ''));
}

export function isCopy(activity: Summary): boolean {
	if (isPromotion(activity)) return false;
	return isCalled(activity, /copy/i) || listOf(activity.sourceInfo).length > 0;
}

/** Whether an activity writes copied data into the dataset. */
export function isPromotion(activity: Summary): boolean {
	return isCalled(activity, /promotion/i) || listOf(activity.targetInfo).length > 0;
}

/** A count, as number or text; null if it is missing, or -1, which means unknown. */
function countOf(value: unknown): number | null {
	const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof count === 'number' && count >= 0 ? count : null;
}

export function firstCount(summaries: readonly Summary[], name: string): number | null {
	for (const summary of summaries) {
		const count = countOf(summary[name]);
		if (count !== null) return count;
	}
	return null;
}

/** Epoch milliseconds of a time in milliseconds, seconds or ISO form, as number or text; null for 0. */
export function time(value: unknown): number | null {
	if (typeof value !== 'number' && typeof value !== 'string') return null;
	const number = Number(value);
	const found = Number.isNaN(number) ? Date.parse(String(value)) : epochMilliseconds(number);
	return found > 0 && found <= LATEST ? found : null;
}

export function firstTime(summaries: readonly Summary[], name: string): number | null {
	return summaries.map((summary) => time(summary[name])).find((found) => found !== null) ?? null;
}

export function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : isRecord(value) ? [value] : [];
}

interface RecordCounts {
	recordsRead: number | null;
	recordsWritten: number | null;
	recordsFailed: number | null;
}

/** Codes whose count is the sum of other errors (contract.md, run error codes). */
const SUMMING_UP = /^INGEST-121[12]-/;

/**
 * How many records a run read, wrote and refused: its own counts, or those of the promotion. Counts of the copy do
 * not show what was written. A missing count is the difference of the others.
 * @param ending how the run ended; undefined while it is in progress
 */
export function recordCounts(run: RawRun, ending: 'failed' | 'other' | undefined): RecordCounts {
	const promotion = promotionOf(activitiesOf(run));
	const records = [asRecord(run.metrics), promotion].map((part) => asRecord(part.recordSummary));
	const count = (name: string) => firstCount(records, name);
	const skipped = count('skippedRecordCount') ?? 0;
	const rest = (all: number | null, some: number | null) =>
		ending === undefined || all === null || some === null
			? null
			: Math.max(0, all - some - skipped);
	const recordsRead = count('inputRecordCount');
	const written = count('outputRecordCount');
	const recordsFailed =
		count('failedRecordCount') ?? largest(rest(recordsRead, written), failedInErrors(run));
	return {
		recordsRead,
		recordsWritten: written ?? (ending === 'failed' ? 0 : rest(recordsRead, recordsFailed)),
		recordsFailed,
	};
}

/** The activity that writes into the dataset. If none says so, it is the last one, unless that is a copy. */
function promotionOf(activities: readonly Summary[]): Summary {
	const last = activities.at(-1) ?? {};
	return activities.find(isPromotion) ?? (isCopy(last) ? {} : last);
}

function largest(one: number | null, other: number | null): number | null {
	return one === null ? other : Math.max(one, other ?? 0);
}

/** Counts in errors, for runs without a summary: `extensions.errors[].recordCount`. */
function failedInErrors(run: RawRun): number | null {
	const counts = new Map<string, number>();
	const sums = new Map<string, number>();
	for (const { errors, extensions } of summariesOf(run, 'statusSummary')) {
		const printed = [...listOf(errors), ...listOf(asRecord(extensions).errors)].map(asRecord);
		for (const [index, error] of printed.entries()) {
			const found = countOf(error.recordCount) ?? 0;
			if (found === 0) continue;
			// A run and its activity print the same error. Errors without code and message are all different.
			const key = error.code || error.message ? errorKey(error) : String(index);
			const kind = SUMMING_UP.test(String(error.code)) ? sums : counts;
			kind.set(key, Math.max(found, kind.get(key) ?? 0));
		}
	}
	const known = [...(counts.size > 0 ? counts : sums).values()];
	return known.length > 0 ? known.reduce((sum, found) => sum + found, 0) : null;
}

/** Equal errors have equal keys. Adobe prints some errors both with and without a full stop. */
export function errorKey(error: { code?: unknown; message?: unknown }): string {
	const [code, message] = [error.code, error.message].map((value) =>
		String(value ?? '')
			.trim()
			.toLowerCase(),
	);
	return JSON.stringify([code, message?.replace(/\.+$/, '')]);
}
