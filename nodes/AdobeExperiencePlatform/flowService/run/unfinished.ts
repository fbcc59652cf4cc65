import type { ApiClient } from '../../transport/apiClient';
import { byProperty, type Filter } from '../../transport/entity/filters';
import { Failure } from '../../transport/errors/failure';
import type { RawRun } from './entities';
import { statusOf } from './flatRun';
import { runsOf } from './read';
import { isFinished } from './status';

/** Adobe prints its words in either spelling (contract.md (g), status words). */
const UNFINISHED: Filter = [
	'property',
	'metrics.statusSummary.status==inProgress,IN_PROGRESS,scheduled,SCHEDULED,queued,QUEUED,waiting,WAITING',
];

/** One finished run, as a filter that lags lists it, does not end a reading: so many in a row do. */
const FINISHED_IN_A_ROW = 20;

/**
 * Takes the runs that are under way, however long ago they started. A service that does not know the filter
 * refuses it, or lists all runs.
 * @param dataflowId '' for all dataflows
 * @param take returns whether it has enough
 */
export async function takeUnfinishedRuns(
	client: ApiClient,
	dataflowId: string,
	take: (run: RawRun) => boolean,
): Promise<void> {
	const byFlow = dataflowId ? byProperty('flowId', dataflowId) : undefined;
	const read = async () => {
		let finished = 0;
		for await (const run of runsOf(client, byFlow ? [UNFINISHED, byFlow] : [UNFINISHED])) {
			finished = isFinished(statusOf(run)) ? finished + 1 : 0;
			if (finished >= FINISHED_IN_A_ROW || (finished === 0 && take(run))) return;
		}
	};
	await read().catch(unlessRefused);
}

function unlessRefused(error: unknown): undefined | Promise<never> {
	const isRefused = error instanceof Failure && error.httpCode === '400';
	return isRefused ? undefined : Promise.reject(error as Error);
}
