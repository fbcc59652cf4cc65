import type { ApiClient } from '../adobe/apiClient';
import { byName, byProperty } from '../adobe/entity/kind';
import { entitiesById, firstPassing, listEntities, LARGEST_PAGE } from '../adobe/entity/read';
import {
	baseConnectionOf,
	DATAFLOW,
	TARGET_CONNECTION,
	type Dataflow,
	type TargetConnection,
	CLOUD_STORAGE_FLOW_SPEC,
} from './dataflow';
import type { ReadOnce } from '../adobe/session';
import { asRecord } from '../adobe/json';

/** '' where there is none; the name is compared whole. */
export interface DataflowFilters {
	name: string;
	state: string;
	/** ID of the base connection that it reads with. */
	connectionId: string;
	/** ID of the dataset that it writes to. */
	datasetId: string;
}

const BASE_CONNECTION_ID = 'inheritedAttributes.sourceConnections[].baseConnection.id';

/**
 * Dataflows that ingest data, newest first. By base connection this answers which dataflows stop
 * when its keys expire.
 */
export async function listDataflows(
	client: ApiClient,
	filters: DataflowFilters,
	limit: number,
): Promise<Dataflow[]> {
	const targets = filters.datasetId ? await targetsOf(client, filters.datasetId) : undefined;
	if (targets?.size === 0) return [];
	const { name, state, connectionId } = filters;
	const query = [
		name && byName(name),
		state && byProperty('state', state),
		connectionId && byProperty(BASE_CONNECTION_ID, connectionId),
	];
	return await firstPassing<Dataflow>(client, DATAFLOW, query, {
		limit,
		// Only dataflows that ingest have a base connection to read with.
		isExact: connectionId !== '' && !targets && (!name || byName(name) !== undefined),
		passes: (flow) => isIngestion(flow) && passes(flow, filters, targets),
	});
}

function passes(
	flow: Dataflow,
	{ name, state, connectionId }: DataflowFilters,
	targets: ReadonlySet<string> | undefined,
): boolean {
	const base = baseConnectionOf(flow);
	return (
		(!name || flow.name === name) &&
		(!state || flow.state === state) &&
		(!connectionId || base === undefined || base === connectionId) &&
		(!targets || (flow.targetConnectionIds ?? []).some((id) => targets.has(id)))
	);
}

async function targetsOf(client: ApiClient, datasetId: string): Promise<Set<string>> {
	const filter = byProperty('params.dataSetId', datasetId);
	const ids = new Set<string>();
	const listed = listEntities<TargetConnection>(client, TARGET_CONNECTION, filter ? [filter] : []);
	for await (const { id, params } of listed) if (params?.dataSetId === datasetId) ids.add(id);
	return ids;
}

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
		const reading = entitiesById<Dataflow>(client, DATAFLOW, some);
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

/** Adobe makes one of these for each profile dataset; they copy what was ingested into Profile and Identity. */
const INTERNAL_NAME = 'datalake to uis flow';

/**
 * Whether a dataflow ingests data: neither a destination nor one of Adobe's internal flows. This is the
 * only rule for that. The service has no filter for it, since older dataflows lack `isSourceFlow`.
 */
export function isIngestion(flow: Dataflow): boolean {
	const { isSourceFlow, isDestinationFlow } = asRecord(
		asRecord(flow.inheritedAttributes).properties,
	);
	if (isTrue(isDestinationFlow)) return false;
	if (isTrue(isSourceFlow)) return true;
	if (isSourceFlow !== undefined || flow.name?.toLowerCase() === INTERNAL_NAME) return false;
	return (
		baseConnectionOf(flow) !== undefined ||
		flow.flowSpec?.id === CLOUD_STORAGE_FLOW_SPEC.id ||
		// Without these attributes nothing speaks against it, and hiding a dataflow is worse.
		flow.inheritedAttributes === undefined
	);
}

function isTrue(value: unknown): boolean {
	return String(value) === 'true';
}
