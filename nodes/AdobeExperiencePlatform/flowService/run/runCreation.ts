import type { ApiClient } from '../../transport/apiClient';
import type { Creation } from '../../transport/entity/create';
import { RUN, type RawRun } from './entities';
import { createdAt } from './flatRun';
import { runsOfDataflow } from './read';
import { windowOf, type RunWindow } from './window';

/** So many of a dataflow's newest runs are looked at for one of one's own. */
const RECENT = 20;

/** The newest runs of a dataflow. */
export async function recentRuns(client: ApiClient, dataflowId: string): Promise<RawRun[]> {
	const found: RawRun[] = [];
	for await (const run of runsOfDataflow(client, dataflowId, RECENT)) {
		found.push(run);
		if (found.length >= RECENT) break;
	}
	return found;
}

/** What runs of a dataflow are locked by. */
export function runName(dataflowId: string): string {
	return `of the dataflow ${dataflowId}`;
}

/** A run has no name: where the answer is lost, it is a new one of the dataflow with the window asked for. */
export function runCreation(
	client: ApiClient,
	dataflowId: string,
	isWindow: (window: RunWindow) => boolean,
): Creation<RawRun> {
	return {
		kind: RUN,
		name: runName(dataflowId),
		find: async () =>
			(await recentRuns(client, dataflowId)).map((run) => ({
				...run,
				createdAt: createdAt(run),
			})),
		looksLike: (run) => isWindow(windowOf(run)),
		claim: async ({ id, etag }) => ({ id, etag }),
	};
}
