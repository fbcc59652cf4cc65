import type { Batch } from '../../batches';
import type { Settings } from '../../server/settings';
import { isObject, type Json, type Run } from '../../types';
import type { CopyFailure } from './causes';
import { foreignActivities, foreignMetrics } from './foreignForm';
import { newestActivities, newestMetrics } from './newestForm';
import { olderActivities, olderMetrics } from './olderForm';

/** What is to be said of a run that has ended, whatever its form. */
export interface Report {
	status: 'success' | 'partialSuccess' | 'failed';
	/** epoch milliseconds */
	startedAt: number;
	/** epoch milliseconds */
	endedAt: number;
	/** `undefined`: nothing could be copied */
	batch?: Batch;
	/** why nothing could be copied */
	failure?: CopyFailure;
	/** name of the source in the name of its activity */
	source: string;
	sourceConnectionId: string;
	targetConnectionId: string;
	/** where Data Access is, for links */
	origin: string;
	/** IDs of its activities where they look random */
	activityIds: { copy: string; promotion: string };
	/** a flow that brings nothing in */
	foreign?: 'destination' | 'internal';
}

type Shown = Pick<Run, 'metrics' | 'activities'>;

/** Applies a change to every `recordSummary` of a run. */
function withRecords({ metrics, activities }: Shown, change: (records: Json) => Json): Shown {
	const changed = (part: Json): Json => ({
		...part,
		recordSummary: change(isObject(part.recordSummary) ? part.recordSummary : {}),
	});
	return { metrics: changed(metrics), activities: activities.map(changed) };
}

/** Leaves the counts only where the settings want them. */
function countsIn(shown: Shown, place: Settings['countsIn']): Shown {
	switch (place) {
		case 'activities':
			return { ...shown, metrics: { ...shown.metrics, recordSummary: undefined } };
		case 'errors':
			return withRecords(shown, (records) => ({ ...records, failedRecordCount: undefined }));
		case 'nowhere':
			return withRecords(shown, (records) =>
				Object.fromEntries(
					Object.entries(records).map(([name, value]) => [
						name,
						typeof value === 'number' ? -1 : value,
					]),
				),
			);
		default:
			return shown;
	}
}

/** The same with every number as text. */
function asText(value: unknown): unknown {
	if (typeof value === 'number') return String(value);
	if (Array.isArray(value)) return value.map(asText);
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
}

/** The metrics and activities of a run that has ended, in the form that the settings ask for. */
export function shownAs(report: Report, run: Run, settings: Settings): Shown {
	const whole = wholeOf(report, run, settings);
	const shown = countsIn(whole, settings.countsIn);
	return settings.textNumbers ? (asText(shown) as Shown) : shown;
}

function wholeOf(report: Report, run: Run, { runForm }: Settings): Shown {
	if (report.foreign) {
		return { metrics: foreignMetrics(report), activities: foreignActivities(report) };
	}
	if (runForm === 'newest') {
		return { metrics: newestMetrics(report), activities: newestActivities(report) };
	}
	return { metrics: olderMetrics(report), activities: olderActivities(report, run) };
}
