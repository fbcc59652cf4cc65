import type { ApiClient } from '../../transport/apiClient';
import { byIds } from '../../transport/entity/filters';
import { LARGEST_PAGE, listEntities } from '../../transport/entity/read';
import type { ReadOnce } from '../../transport/session';
import { DATAFLOW, type Dataflow } from './entities';

/**
 * Dataflows by their IDs, up to 100 in one request, each read once for all items of an execution. One that was
 * deleted is missing.
 */
export async function dataflowsById(
	client: ApiClient,
	readOnce: ReadOnce,
	ids: Iterable<string>,
): Promise<ReadonlyMap<string, Dataflow>> {
	const known = await readOnce(
		['dataflows by ID'],
		async () => await Promise.resolve(new Map<string, Promise<Dataflow | undefined>>()),
	);
	const missing = [...new Set(ids)].filter((id) => !known.has(id));
	for (let start = 0; start < missing.length; start += LARGEST_PAGE) {
		const some = missing.slice(start, start + LARGEST_PAGE);
		const reading = readSome(client, some);
		for (const id of some) {
			const flow = reading.then((flows) => flows.get(id));
			known.set(id, flow);
			// A failure is not kept: the next item asks again.
			flow.catch(() => known.delete(id));
		}
	}
	const found = new Map<string, Dataflow>();
	for (const id of new Set(ids)) {
		const flow = await known.get(id);
		if (flow) found.set(id, flow);
	}
	return found;
}

async function readSome(client: ApiClient, ids: string[]): Promise<Map<string, Dataflow>> {
	const found = new Map<string, Dataflow>();
	for await (const flow of listEntities<Dataflow>(client, DATAFLOW, [byIds(ids)])) {
		found.set(flow.id, flow);
	}
	return found;
}
