import type { IDataObject } from 'n8n-workflow';
import { ApiClient } from '../adobe/apiClient';
import { createLocked, createOnce, type Creation } from '../adobe/entity/create';
import { withNameLock } from '../adobe/concurrency';
import type { Written } from '../adobe/entity/kind';
import { asFailure, Cancelled, Failure } from '../adobe/errors/failure';
import { ItemScope, Execution } from '../adobe/execution';
import {
	CLOUD_STORAGE_FLOW_SPEC,
	DATAFLOW,
	SOURCE_CONNECTION,
	TARGET_CONNECTION,
	type Dataflow,
} from './dataflow';
import { CreatedParts, type OrphanedParts, sourceCreation, targetCreation } from './parts';
import { createMappingSet } from './mapping/mappingSet';
import type { DataflowPlan } from './plan';
import { refuseStartInThePast, scheduleParams } from './schedule';
import type { Request } from '../adobe/httpClient';
import { asRecord } from '../adobe/json';
import { isSuccess, type Outcome, judge } from '../adobe/outcome';

export interface DataflowParts {
	sourceConnectionId: string;
	targetConnectionId: string;
	mappingSetId: string;
	mappingVersion: number;
}

/** @property updated names of the parameters that were written */
export type CreatedDataflow = Written & DataflowParts & { updated: string[] };

/**
 * Creates a dataflow with its source connection, target connection and mapping set, in Adobe's order (contract.md
 * (g)). If a step fails, the parts that were created before are removed.
 * @param orphans parts of earlier tries that are reused, by a caller that holds the lock of the name
 */
export async function createDataflow(
	caller: ApiClient,
	plan: DataflowPlan,
	orphans?: OrphanedParts,
): Promise<CreatedDataflow> {
	refuseStartInThePast(plan.schedule, caller.execution.serviceTime);
	const made = new CreatedParts();
	const pending = new PendingCreate(caller);
	const { client } = pending;
	try {
		const sourceConnectionId = await made.create(client, sourceCreation(plan), orphans);
		const targetConnectionId = await made.create(client, targetCreation(plan), orphans);
		const mapping = await mappingSetFor(client, plan, made);
		const parts = { sourceConnectionId, targetConnectionId, ...mapping };
		const creation = dataflowCreation(client, plan, parts);
		const written = await (orphans ? createLocked : createOnce)(client, creation);
		return { ...written, ...parts, updated: plannedFields(plan) };
	} catch (error) {
		// The execution ends at once, so the parts are removed in the background.
		if (error instanceof Cancelled) void removeLater(caller, plan, made, pending);
		const failure = await asFailure(error);
		// If the dataflow may still appear, it needs its parts.
		if (client.item.isUnclear('created', DATAFLOW.noun)) throw made.keep(failure);
		throw await made.removeAll(client, failure);
	}
}

/**
 * Removes, after the user has canceled the execution, what was created and what a pending create still creates,
 * unless a dataflow uses it. Holds the lock of the name, so that no later execution reuses a part that is about to be
 * removed.
 */
async function removeLater(
	{ http, execution }: ApiClient,
	{ name }: DataflowPlan,
	made: CreatedParts,
	pending: PendingCreate,
): Promise<void> {
	const client = new ApiClient(
		outliving(http),
		new Execution(undefined, execution.timer),
		new ItemScope(),
	);
	const removeAll = async () => {
		const { path, id, mayBeThere } = await pending.end();
		// The dataflow may exist, and then it needs its parts.
		if (path === DATAFLOW.path && mayBeThere) return;
		for (const kind of [SOURCE_CONNECTION, TARGET_CONNECTION]) {
			if (path === kind.path && id !== undefined) made.add(kind, id);
		}
		await made.removeAll(client, new Failure('The execution was cancelled', ''));
	};
	await withNameLock(client, DATAFLOW, name, removeAll).catch(() => undefined);
}

async function mappingSetFor(
	client: ApiClient,
	{ name, dataset, pairs, existing }: DataflowPlan,
	made: CreatedParts,
): Promise<Pick<DataflowParts, 'mappingSetId' | 'mappingVersion'>> {
	const { id, version } =
		existing ?? (await createMappingSet(client, { name: mappingSetName(name), dataset, pairs }));
	if (!existing) made.mappingSetId = id;
	return { mappingSetId: id, mappingVersion: version };
}

/** Names of the parameters that a create writes. */
function plannedFields({ description, existing }: DataflowPlan): string[] {
	return [
		'name',
		...(description ? ['description'] : []),
		'path',
		'datasetId',
		existing ? 'mappingSetId' : 'mapping',
		'schedule',
		'options',
	];
}

export function mappingSetName(dataflow: string): string {
	return `${dataflow} (mapping)`;
}

/** A dataflow is recognized by its source connection, which no other dataflow has. */
function dataflowCreation(
	{ execution }: ApiClient,
	plan: DataflowPlan,
	parts: DataflowParts,
): Creation<Dataflow> {
	const { name, description, schedule, options } = plan;
	const body = (): IDataObject => ({
		name,
		...(description && { description }),
		flowSpec: CLOUD_STORAGE_FLOW_SPEC,
		sourceConnectionIds: [parts.sourceConnectionId],
		targetConnectionIds: [parts.targetConnectionId],
		transformations: [mappingTransformation(parts.mappingSetId, parts.mappingVersion)],
		// Built when the request is sent, since the service refuses a start time that has passed.
		scheduleParams: { ...scheduleParams(schedule, execution.serviceTime) },
		options,
	});
	return {
		kind: DATAFLOW,
		name,
		body,
		looksLike: ({ sourceConnectionIds = [] }) =>
			sourceConnectionIds.includes(parts.sourceConnectionId),
		useFound: async ({ id, etag }) => ({ id, etag, name }),
	};
}

/** How a dataflow refers to its mapping (contract.md (g)). The version is a number, as in Adobe's samples. */
export function mappingTransformation(mappingId: string, mappingVersion: number): IDataObject {
	return { name: 'Mapping', params: { mappingId, mappingVersion } };
}

/** The result of the create that was pending when the item was canceled. */
interface EndedCreate {
	/** Path of the collection; undefined if nothing was pending. */
	path?: string;
	/** ID of what was created. */
	id?: string;
	/** Whether it was created, or may have been. */
	mayBeThere: boolean;
}

/** Keeps the response to a pending create, which a canceled item does not wait for. */
class PendingCreate {
	readonly client: ApiClient;

	private last: { path: string; outcome: Promise<Outcome> } | undefined;

	constructor({ http, execution, item }: ApiClient) {
		const kept = outliving(http, (request, outcome) => {
			if (request.method === 'POST') this.last = { path: request.path, outcome };
		});
		this.client = new ApiClient(kept, execution, item);
	}

	/** Waits for the response, at most as long as the Timeout option allows. */
	async end(): Promise<EndedCreate> {
		if (!this.last) return { mayBeThere: false };
		const { path } = this.last;
		const outcome = await this.last.outcome;
		const { id } = asRecord(isSuccess(outcome) ? outcome.body : undefined);
		const mayBeThere = judge(outcome) === 'unclear';
		return { path, mayBeThere, ...(typeof id === 'string' && { id }) };
	}
}

/**
 * The same HTTP client, whose requests continue if the execution is canceled.
 * @param note called for each request
 */
function outliving(
	http: ApiClient['http'],
	note?: (request: Request, outcome: Promise<Outcome>) => void,
): ApiClient['http'] {
	return {
		get forms() {
			return http.forms;
		},
		scope: http.scope,
		send: async (request) => {
			const outcome = http.send({ ...request, outlivesCancel: true });
			note?.(request, outcome);
			return await outcome;
		},
	};
}
