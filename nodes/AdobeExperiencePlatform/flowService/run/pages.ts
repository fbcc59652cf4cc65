import type { ApiClient } from '../../transport/apiClient';
import { byProperty } from '../../transport/entity/filters';
import type { Query } from '../../transport/entity/kind';
import { firstPage, listPages } from '../../transport/entity/read';
import { RUN, type RawRun } from './entities';
import { NEWEST_FIRST } from './read';

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
