import type { ApiClient } from '../adobe/apiClient';
import { byProperty, type Query, type Filter } from '../adobe/entity/kind';
import { firstPage, listPages } from '../adobe/entity/read';
import { RUN, type RawRun, statusOf, isFinished } from './run';
import { NEWEST_FIRST, runsOf } from './read';
import { Failure } from '../adobe/errors/failure';

/** The query of the first page of runs; '' for those of all dataflows. */
function firstRunsQuery(dataflowId: string): Query {
	const filter = dataflowId ? byProperty('flowId', dataflowId) : undefined;
	return firstPage(RUN, filter ? [filter, ...NEWEST_FIRST] : NEWEST_FIRST);
}

/**
 * Runs as the service has them, newest first, with the query of the page that follows: whoever stops
 * can go on there later.
 * @param start the query of the first page to read
 */
export async function* runPages(
	client: ApiClient,
	dataflowId: string,
	start = firstRunsQuery(dataflowId),
): AsyncGenerator<{ runs: RawRun[]; next?: Query }> {
	const filters = firstRunsQuery(dataflowId);
	for await (const { entities, next } of listPages<RawRun>(client, RUN, start, filters)) {
		const runs = dataflowId
			? entities.filter(({ flowId }) => (flowId ?? dataflowId) === dataflowId)
			: entities;
		yield { runs, next };
	}
}

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
