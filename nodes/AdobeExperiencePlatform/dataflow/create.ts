import type { IDataObject } from 'n8n-workflow';
import { ApiClient } from '../adobe/apiClient';
import { createLocked, createOnce, withNameLock, type Creation } from '../adobe/entity/create';
import type { Entity, Written } from '../adobe/entity/kind';
import { asFailure, Cancelled, Failure } from '../adobe/errors/failure';
import { ItemScope } from '../adobe/item';
import { Execution } from '../adobe/execution';
import {
	CLOUD_STORAGE_FLOW_SPEC,
	DATAFLOW,
	SOURCE_CONNECTION,
	TARGET_CONNECTION,
	type Dataflow,
} from './dataflow';
import {
	OrphanedParts,
	CreatedParts,
	findOrCreatePart,
	sourceCreation,
	targetCreation,
	type PartCreation,
} from './parts';
import { createMappingSet } from './mapping/mappingSet';
import type { DataflowPlan } from './plan';
import { refuseStartInThePast, scheduleParams } from './schedule';
import type { Request } from '../adobe/httpClient';
import { asRecord } from '../adobe/json';
import { isSuccess, type Outcome, judge } from '../adobe/outcome';

/** The parts that a dataflow consists of, by ID. */
export interface DataflowParts {
	sourceConnectionId: string;
	targetConnectionId: string;
	mappingSetId: string;
	mappingVersion: number;
}

export type CreatedDataflow = Written & DataflowParts;

/**
 * Creates a dataflow with its source connection, target connection and mapping set, in Adobe's order
 * (contract.md (g)). Where a step fails, what the steps before have made is taken back.
 */
export async function createDataflow(
	client: ApiClient,
	plan: DataflowPlan,
): Promise<CreatedDataflow> {
	return await createWithParts(client, plan, createOnce, createOnce);
}

/** {@link createDataflow} for a caller that holds the lock of the name; uses what an earlier try left behind. */
export async function createDataflowLocked(
	client: ApiClient,
	plan: DataflowPlan,
): Promise<CreatedDataflow> {
	const leftovers = new OrphanedParts();
	const makePart: MakePart = async (kept, creation) =>
		await findOrCreatePart(kept, creation, plan.name, (kind, part) => leftovers.add(kind, part));
	const created = await createWithParts(client, plan, makePart, createLocked);
	await leftovers.remove(client);
	return created;
}

type MakePart = <T extends Entity>(
	client: ApiClient,
	creation: PartCreation<T>,
) => Promise<Written>;

async function createWithParts(
	caller: ApiClient,
	plan: DataflowPlan,
	makePart: MakePart,
	makeDataflow: typeof createOnce,
): Promise<CreatedDataflow> {
	refuseStartInThePast(plan.schedule, caller.execution.serviceTime);
	const made = new CreatedParts();
	const pending = new PendingCreate(caller);
	const { client } = pending;
	const work = async (): Promise<CreatedDataflow> => {
		const { id: sourceConnectionId } = await makePart(client, sourceCreation(plan));
		made.add(SOURCE_CONNECTION, sourceConnectionId);
		const { id: targetConnectionId } = await makePart(client, targetCreation(plan));
		made.add(TARGET_CONNECTION, targetConnectionId);
		const mapping = await mappingSetFor(client, plan, made);
		const parts = { sourceConnectionId, targetConnectionId, ...mapping };
		const written = await makeDataflow(client, dataflowCreation(client, plan, parts));
		return { ...written, ...parts };
	};
	const result = await work()
		.catch(asFailure)
		.catch(async (error: unknown) => {
			// Nobody waits for what is taken back then: the execution ends at once.
			if (error instanceof Cancelled) void takeBackLater(caller, plan, made, pending);
			return await Promise.reject(error as Error);
		});
	if (!(result instanceof Failure)) return result;
	// A dataflow that may still come needs its parts.
	if (client.item.isUnclear('created', DATAFLOW.noun)) throw made.keep(result);
	throw await made.takeBack(client, result);
}

/**
 * After the user has ended the execution: what was created, and what a create that was on its way still creates, is
 * deleted again unless a dataflow uses it. Under the lock of the name, so that no later execution takes it up meanwhile.
 */
async function takeBackLater(
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
	const takeBack = async () => {
		const { path, id, mayBeThere } = await pending.end();
		// A dataflow that was on its way may be there, and then it needs its parts.
		if (path === DATAFLOW.path && mayBeThere) return;
		for (const kind of [SOURCE_CONNECTION, TARGET_CONNECTION]) {
			if (path === kind.path && id !== undefined) made.add(kind, id);
		}
		await made.takeBack(client, new Failure('The execution was cancelled', ''));
	};
	await withNameLock(client, DATAFLOW, name, takeBack).catch(() => undefined);
}

async function mappingSetFor(
	client: ApiClient,
	{ name, dataset, mapping }: DataflowPlan,
	made: CreatedParts,
): Promise<Pick<DataflowParts, 'mappingSetId' | 'mappingVersion'>> {
	if ('existing' in mapping) {
		return { mappingSetId: mapping.existing.id, mappingVersion: mapping.existing.version };
	}
	const { id, version } = await createMappingSet(
		client,
		mappingSetName(name),
		dataset,
		mapping.pairs,
	);
	made.mappingSetId = id;
	return { mappingSetId: id, mappingVersion: version };
}

export function mappingSetName(dataflow: string): string {
	return `${dataflow} (mapping)`;
}

/** A dataflow is recognised by its source connection, which it alone has. */
function dataflowCreation(
	{ execution }: ApiClient,
	plan: DataflowPlan,
	parts: DataflowParts,
): Creation<Dataflow> {
	const { name, description, schedule, options } = plan;
	const body = (): IDataObject => ({
		name,
		...(description && { description }),
		flowSpec: { ...CLOUD_STORAGE_FLOW_SPEC },
		sourceConnectionIds: [parts.sourceConnectionId],
		targetConnectionIds: [parts.targetConnectionId],
		transformations: [mappingTransformation(parts.mappingSetId, parts.mappingVersion)],
		// Made when it leaves: a start time that has passed by then would be refused.
		scheduleParams: { ...scheduleParams(schedule, execution.serviceTime) },
		options: { ...options },
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

/** How a dataflow names its mapping (contract.md (g)): the version as a number, as Adobe's samples send it. */
export function mappingTransformation(mappingId: string, mappingVersion: number): IDataObject {
	return { name: 'Mapping', params: { mappingId, mappingVersion } };
}

/** How the last create ended that a cancelled item had on its way. */
interface EndedCreate {
	/** Of the collection; undefined where nothing was on its way. */
	path?: string;
	/** Of what was created. */
	id?: string;
	/** Whether it was created, or may have been. */
	mayBeThere: boolean;
}

/** Keeps the answer to the create that is on its way, which a cancelled item does not wait for. */
class PendingCreate {
	/** What it sends is kept. */
	readonly client: ApiClient;

	private last: { path: string; outcome: Promise<Outcome> } | undefined;

	constructor({ http, execution, item }: ApiClient) {
		const kept = outliving(http, (request, outcome) => {
			if (request.method === 'POST') this.last = { path: request.path, outcome };
		});
		this.client = new ApiClient(kept, execution, item);
	}

	/** Waits for the answer, no longer than the Timeout option lets it take. */
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
 * The same way to the service, whose requests go on when the execution is cancelled.
 * @param note is told of each request
 */
function outliving(
	http: ApiClient['http'],
	note?: (request: Request, outcome: Promise<Outcome>) => void,
): ApiClient['http'] {
	return {
		get secrets() {
			return http.secrets;
		},
		platformUrl: http.platformUrl,
		sandbox: http.sandbox,
		send: async (request) => {
			const outcome = http.send({ ...request, outlivesCancel: true });
			note?.(request, outcome);
			return await outcome;
		},
	};
}
