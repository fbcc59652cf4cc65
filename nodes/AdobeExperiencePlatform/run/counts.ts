import { asRecord } from '../adobe/json';
import type { RawRun } from './run';
import { errorKey } from './cause';
import {
	Summary,
	activitiesOf,
	summariesOf,
	isCopy,
	isPromotion,
	countOf,
	firstCount,
	listOf,
} from './activities';

interface RecordCounts {
	recordsRead: number | null;
	recordsWritten: number | null;
	recordsFailed: number | null;
}

/** Codes that sum up what other errors count one by one (contract.md, run error codes). */
const SUMMING_UP = /^INGEST-121[12]-/;

/**
 * How many records a run read, wrote and refused: its own counts, otherwise those of the promotion. Those of
 * the copy say nothing about what was written. What is not counted is the rest of what is.
 * @param ending how it ended; undefined while it is under way
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

/** The activity that writes; one that says nothing of itself is it if it is the last. */
function promotionOf(activities: readonly Summary[]): Summary {
	const last = activities.at(-1) ?? {};
	return activities.find(isPromotion) ?? (isCopy(last) ? {} : last);
}

function largest(one: number | null, other: number | null): number | null {
	return one === null ? other : Math.max(one, other ?? 0);
}

/** Where no summary counts them, the errors may: `extensions.errors[].recordCount`. */
function failedInErrors(run: RawRun): number | null {
	const counts = new Map<string, number>();
	const sums = new Map<string, number>();
	for (const { errors, extensions } of summariesOf(run, 'statusSummary')) {
		const printed = [...listOf(errors), ...listOf(asRecord(extensions).errors)].map(asRecord);
		for (const [index, error] of printed.entries()) {
			const found = countOf(error.recordCount) ?? 0;
			if (found === 0) continue;
			// The run and its activity print the same error; errors without words are different ones.
			const key = error.code || error.message ? errorKey(error) : String(index);
			const kind = SUMMING_UP.test(String(error.code)) ? sums : counts;
			kind.set(key, Math.max(found, kind.get(key) ?? 0));
		}
	}
	const known = [...(counts.size > 0 ? counts : sums).values()];
	return known.length > 0 ? known.reduce((sum, found) => sum + found, 0) : null;
}
