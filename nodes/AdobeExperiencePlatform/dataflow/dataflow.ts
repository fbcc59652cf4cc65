import type { IDataObject } from 'n8n-workflow';
import {
	etagOf,
	type Entity,
	type EntityKind,
	byName,
	byProperty,
	FLOW_SERVICE,
} from '../adobe/entity/kind';
import { asRecord, groupsOf, pick } from '../adobe/json';
import type { ApiClient } from '../adobe/apiClient';
import { entitiesById, firstPassing, listEntities, LARGEST_PAGE } from '../adobe/entity/read';

/** Codes of a refused change, while an earlier change is still in progress (contract.md, dataflows). */
const BUSY_CODES = [1420, 1421, 1444, 1456, 1457, 1458].map((code) => `FLOW-${code}-400`);

export const DATAFLOW: EntityKind = {
	noun: 'dataflow',
	path: `${FLOW_SERVICE}/flows`,
	busyStates: ['updating', 'enabling', 'disabling', 'initializing', 'inProgress'],
	busyCodes: BUSY_CODES,
};
export const SOURCE_CONNECTION: EntityKind = {
	noun: 'source connection',
	path: `${FLOW_SERVICE}/sourceConnections`,
};
export const TARGET_CONNECTION: EntityKind = {
	noun: 'target connection',
	path: `${FLOW_SERVICE}/targetConnections`,
};

/** The flow spec for files of cloud storages, "CloudStorageToAEP" (contract.md (g)). */
export const CLOUD_STORAGE_FLOW_SPEC = {
	id: '9753525b-82c7-4dce-8a9b-5ccfce2b9876',
	version: '1.0',
} as const;

/** A dataflow as the service returns it (contract.md (g)). Any member may be missing. */
export interface Dataflow extends Entity {
	flowSpec?: { id?: string };
	sourceConnectionIds?: string[];
	targetConnectionIds?: string[];
	scheduleParams?: Record<string, unknown>;
	transformations?: Array<{ name?: string; params?: Record<string, unknown> }>;
	options?: Record<string, unknown>;
}

export interface SourceConnection extends Entity {
	baseConnectionId?: string;
	connectionSpec?: { id?: string };
	data?: { format?: string; properties?: Record<string, unknown>; columnDelimiter?: unknown };
	params?: { path?: string; type?: string; recursive?: boolean };
}

export interface TargetConnection extends Entity {
	params?: { dataSetId?: string };
	data?: { schema?: { id?: string; version?: string } };
}

/** The mapping set of a dataflow, and the version that it uses. */
export function mappingOf({ transformations = [] }: Dataflow): { id: string; version: number } {
	const params = asRecord(transformations.find(({ name }) => name === 'Mapping')?.params);
	return { id: String(params.mappingId ?? ''), version: Number(params.mappingVersion ?? 0) };
}

/** When a dataflow starts its first run, in epoch milliseconds; NaN if the service does not show it. */
export function startOf({ scheduleParams }: Dataflow): number {
	return Number(scheduleParams?.startTime ?? NaN) * 1000;
}

/** The ID of a dataflow's source connection; '' if the service does not show it. */
export function sourceIdOf({ sourceConnectionIds }: Dataflow): string {
	return firstId(sourceConnectionIds);
}

/** The same for its target connection. */
export function targetIdOf({ targetConnectionIds }: Dataflow): string {
	return firstId(targetConnectionIds);
}

function firstId(ids: unknown): string {
	const first: unknown = Array.isArray(ids) ? ids[0] : undefined;
	return typeof first === 'string' ? first : '';
}

/** The ID of a dataflow's base connection; undefined if the service does not show it. */
export function baseConnectionOf(flow: Dataflow): string | undefined {
	const { id } = asRecord(inheritedSource(flow).baseConnection);
	return typeof id === 'string' ? id : undefined;
}

/** The connection spec of a dataflow's source; undefined if the service does not show it. */
export function connectionSpecOf(flow: Dataflow): string | undefined {
	const { connectionSpec, baseConnection } = inheritedSource(flow);
	const shown = [connectionSpec, asRecord(baseConnection).connectionSpec].map(
		(spec) => asRecord(spec).id,
	);
	return shown.find((id): id is string => typeof id === 'string');
}

function inheritedSource(flow: Dataflow): Record<string, unknown> {
	const sources = asRecord(flow.inheritedAttributes).sourceConnections;
	const [first] = Array.isArray(sources) ? (sources as unknown[]) : [];
	return asRecord(first);
}

const SHOWN_FIELDS = [
	'name',
	'id',
	'description',
	'state',
	'createdAt',
	'updatedAt',
	'createdBy',
	'updatedBy',
	'sandboxName',
	'flowSpec',
	'sourceConnectionIds',
	'targetConnectionIds',
	'scheduleParams',
	'options',
	'lastRunDetails',
	'lastOperation',
] as const;

/**
 * A dataflow in Adobe's own shape, for the output: known fields only, and the IDs of base connection and mapping set.
 */
export function shown(flow: Dataflow): IDataObject {
	const baseConnectionId = baseConnectionOf(flow);
	const { id: mappingSetId } = mappingOf(flow);
	const etag = etagOf(flow);
	return {
		...pick(flow, SHOWN_FIELDS),
		...(baseConnectionId !== undefined && { baseConnectionId }),
		...(mappingSetId && { mappingSetId }),
		...(etag !== undefined && { etag }),
	};
}

/** An empty text matches any dataflow. Names must match exactly. */
export interface DataflowFilters {
	name: string;
	state: string;
	connectionId: string;
	datasetId: string;
}

const BASE_CONNECTION_ID = 'inheritedAttributes.sourceConnections[].baseConnection.id';

/**
 * Dataflows that ingest data, newest first. Filtered by base connection, they are the dataflows that stop when its
 * keys expire.
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
		// Only dataflows that ingest data have a base connection.
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
	const ids = new Set<string>();
	const listed = listEntities<TargetConnection>(client, TARGET_CONNECTION, [
		byProperty('params.dataSetId', datasetId),
	]);
	for await (const { id, params } of listed) if (params?.dataSetId === datasetId) ids.add(id);
	return ids;
}

/**
 * Dataflows by ID, up to 100 in one request. Each is read once for all items of an execution. Deleted ones are
 * missing.
 */
export async function dataflowsById(
	client: ApiClient,
	ids: Iterable<string>,
): Promise<ReadonlyMap<string, Dataflow>> {
	const known = await client.readOnce(
		['dataflows by ID'],
		async () => await Promise.resolve(new Map<string, Promise<Dataflow | undefined>>()),
	);
	const missing = [...new Set(ids)].filter((id) => !known.has(id));
	for (const some of groupsOf(missing, LARGEST_PAGE)) {
		const reading = entitiesById<Dataflow>(client, DATAFLOW, some);
		for (const id of some) {
			const flow = reading.then((flows) => flows.get(id));
			known.set(id, flow);
			// A failure is not kept, so the next item tries again.
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

/** Adobe creates such a dataflow for each profile dataset. It copies ingested data into Profile and Identity. */
const INTERNAL_NAME = 'datalake to uis flow';

/**
 * Whether a dataflow ingests data, so that it is neither a destination nor one of Adobe's internal flows. This is the
 * only place with that rule. The service has no filter for it, since older dataflows lack `isSourceFlow`.
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
		// Without these attributes it is unknown. Hiding a dataflow would be worse than showing one too many.
		flow.inheritedAttributes === undefined
	);
}

/** The service may return booleans as text. */
export function isTrue(value: unknown): boolean {
	return String(value) === 'true';
}
