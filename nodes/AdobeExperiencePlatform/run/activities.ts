import { epochMilliseconds, asRecord, isRecord } from '../adobe/json';
import type { RawRun } from './run';

/** A summary of a run or of one of its activities, such as `recordSummary`. */
export type Summary = Record<string, unknown>;

/** Latest time that a date can show. Epoch milliseconds. */
const LATEST = 8.64e15;

/** The activities of a run, under either of Adobe's spellings (contract.md (j) 24). */
export function activitiesOf(run: Pick<RawRun, 'activities' | 'activites'>): Summary[] {
	const spelled = [run.activities, run.activites].map(listOf).find((list) => list.length > 0);
	return (spelled ?? []).map(asRecord);
}

/** Summaries of one name: the run's, then those of its activities. */
export function summariesOf(run: RawRun, name: string): Summary[] {
	return [asRecord(run.metrics), ...activitiesOf(run)].map((part) => asRecord(part[name]));
}

/** Names of activities vary with the source ("SFTP Copy Activity"); IDs may say nothing at all. */
function isCalled(activity: Summary, word: RegExp): boolean {
	return word.test(String(activity.name ?? '')) || word.test(String(activity.id ?? ''));
}

/** Whether an activity copies files from the source. */
export function isCopy(activity: Summary): boolean {
	if (isPromotion(activity)) return false;
	return isCalled(activity, /copy/i) || listOf(activity.sourceInfo).length > 0;
}

/** Whether an activity writes copied data into the dataset. */
export function isPromotion(activity: Summary): boolean {
	return isCalled(activity, /promotion/i) || listOf(activity.targetInfo).length > 0;
}

/** A count, as number or text; null for none, and for -1, which means unknown. */
export function countOf(value: unknown): number | null {
	const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof count === 'number' && count >= 0 ? count : null;
}

/** The first known count of that name. */
export function firstCount(summaries: readonly Summary[], name: string): number | null {
	for (const summary of summaries) {
		const count = countOf(summary[name]);
		if (count !== null) return count;
	}
	return null;
}

/** Epoch milliseconds of a time in milliseconds, seconds or ISO form, as number or text; 0 stands for none. */
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
