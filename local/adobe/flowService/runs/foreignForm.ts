import type { Json } from '../../types';
import type { Report } from './report';

/** The metrics of a run of a flow that brings nothing in: a destination, or one from the data lake to another store. */
export function foreignMetrics({ foreign, status, startedAt, endedAt, activityIds }: Report): Json {
	const isInternal = foreign === 'internal';
	return {
		durationSummary: { startedAtUTC: startedAt, completedAtUTC: endedAt },
		sizeSummary: { inputBytes: 6400, outputBytes: 6400 },
		recordSummary: {
			inputRecordCount: 100,
			outputRecordCount: status === 'failed' ? 0 : 100,
			...(isInternal && {
				targetSummaries: [{ name: 'identity', recordSummary: { createdRecordCount: 40 } }],
			}),
		},
		statusSummary: {
			status,
			errors:
				status === 'failed'
					? [{ code: 'DEST-3001-500', message: 'The quota of the destination is used up.' }]
					: [],
			activityRefs: [activityIds.copy],
		},
	};
}

export function foreignActivities(report: Report): Json[] {
	const { foreign, status, activityIds } = report;
	return [
		{
			id: activityIds.copy,
			name: foreign === 'internal' ? 'UIS Batch Activity' : 'Destination Batch Activity',
			updatedAtUTC: 0,
			...foreignMetrics(report),
			statusSummary: { status },
		},
	];
}
