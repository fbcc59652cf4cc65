import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { byName, byProperty } from '../../transport/entity/filters';
import { firstPassing, getEntity, listEntities } from '../../transport/entity/read';
import {
	baseConnectionOf,
	DATAFLOW,
	shown,
	TARGET_CONNECTION,
	type Dataflow,
	type TargetConnection,
} from './entities';
import { isIngestion } from './ingestion';

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

export async function getDataflow(client: ApiClient, id: string): Promise<IDataObject> {
	return shown(await getEntity<Dataflow>(client, DATAFLOW, id));
}

/**
 * Dataflows that ingest data, newest first. By base connection this answers which dataflows stop
 * when its keys expire.
 */
export async function listDataflows(
	client: ApiClient,
	filters: DataflowFilters,
	limit: number,
): Promise<IDataObject[]> {
	const targets = filters.datasetId ? await targetsOf(client, filters.datasetId) : undefined;
	if (targets?.size === 0) return [];
	const { name, state, connectionId } = filters;
	const query = [
		name && byName(name),
		state && byProperty('state', state),
		connectionId && byProperty(BASE_CONNECTION_ID, connectionId),
	];
	const found = await firstPassing<Dataflow>(client, DATAFLOW, query, {
		limit,
		// Only dataflows that ingest have a base connection to read with.
		isExact: connectionId !== '' && !targets && (!name || byName(name) !== undefined),
		passes: (flow) => isIngestion(flow) && passes(flow, filters, targets),
	});
	return found.map(shown);
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
