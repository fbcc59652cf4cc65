import type { ApiClient } from '../adobe/apiClient';
import { byIds, byProperty, type Filter, type Query } from '../adobe/entity/kind';
import { LARGEST_PAGE, listEntities, firstPage, listPages } from '../adobe/entity/read';
import type { ReadOnce } from '../adobe/session';
import { sourceOf } from '../baseConnection/sources';
import {
	baseConnectionOf,
	connectionSpecOf,
	type Dataflow,
	dataflowsById,
	isIngestion,
} from '../dataflow/dataflow';
import {
	RUN,
	type RawRun,
	flatRun,
	statusOf,
	type FlatRun,
	type RunContext,
	isFinished,
} from './run';
import { asRecord } from '../adobe/json';
import { Failure } from '../adobe/errors/failure';
import { reasonOf } from './cause';
import { activitiesOf, listOf } from './metrics';

/** A run with data of its dataflow, as all operations return it. */
export type RunOutput = FlatRun & {
	dataflowName: string | null;
	/** The status and its reason, in one sentence. */
	reason: string;
	baseConnectionId: string | null;
};

/** Newest first. The service's default order differs (contract.md, lists). */
export const NEWEST_FIRST: Query = [['orderby', '-createdAt']];

/** Runs as the service returns them, newest first, page by page. */
export function runsOf(
	client: ApiClient,
	filters: readonly Filter[],
	pageSize = LARGEST_PAGE,
): AsyncGenerator<RawRun> {
	return listEntities<RawRun>(client, RUN, [...filters, ...NEWEST_FIRST], pageSize);
}

/** The runs of one dataflow, newest first, page by page; none for '', which a run without a dataflow has. */
export async function* runsOfDataflow(
	client: ApiClient,
	dataflowId: string,
	pageSize?: number,
): AsyncGenerator<RawRun> {
	if (dataflowId === '') return;
	const filter = byProperty('flowId', dataflowId);
	for await (const run of runsOf(client, filter ? [filter] : [], pageSize)) {
		if ((run.flowId ?? dataflowId) === dataflowId) yield run;
	}
}

/** Runs by ID, up to 100 in one request. */
export async function runsById(client: ApiClient, ids: readonly string[]): Promise<RawRun[]> {
	const found: RawRun[] = [];
	for (let start = 0; start < ids.length; start += LARGEST_PAGE) {
		const filter = byIds(ids.slice(start, start + LARGEST_PAGE));
		for await (const run of runsOf(client, [filter])) found.push(run);
	}
	return found;
}

/** Adds name and base connection of the dataflows to runs. Sends no other request. */
export async function withDataflows(
	client: ApiClient,
	readOnce: ReadOnce,
	runs: readonly RawRun[],
): Promise<RunOutput[]> {
	const flows = await dataflowsById(client, readOnce, flowIds(runs));
	return runs.map((run) => runOutput(run, flows.get(run.flowId ?? '')));
}

/** A run for the output. */
export function runOutput(
	run: RawRun,
	flow: Dataflow | undefined,
	context: RunContext = {},
): RunOutput {
	const source = flow && sourceOf(connectionSpecOf(flow));
	const { id, dataflowId, status, ...rest } = flatRun(run, { source, ...context });
	return {
		// A table shows only the first columns, so what people look for comes before the IDs.
		status,
		dataflowName: flow?.name ?? null,
		reason: reasonOf({ status, ...rest }),
		...rest,
		id,
		dataflowId,
		baseConnectionId: (flow && baseConnectionOf(flow)) ?? null,
	};
}

/** Keeps the runs of dataflows that ingest data, and those of deleted dataflows. */
export async function ingestionRuns(
	client: ApiClient,
	readOnce: ReadOnce,
	runs: readonly RawRun[],
): Promise<RawRun[]> {
	const possible = runs.filter((run) => isIngestionRun(run, undefined));
	const flows = await dataflowsById(client, readOnce, flowIds(possible));
	return possible.filter((run) => isIngestionRun(run, flows.get(run.flowId ?? '')));
}

export function flowIds(runs: readonly RawRun[]): string[] {
	return runs.flatMap(({ flowId }) => (flowId ? [flowId] : []));
}

/**
 * Whether a run shows that it belongs to a destination or an internal flow: it has predecessors, counts for each
 * target, or writes to Profile and Identity.
 */
function saysForeign(run: RawRun): boolean {
	if (listOf(run.predecessors).length > 0) return true;
	return [asRecord(run.metrics), ...activitiesOf(run)].some((part) => {
		const { targetSummaries } = asRecord(part.recordSummary);
		return listOf(targetSummaries).length > 0 || /\bUIS\b/.test(String(part.name ?? ''));
	});
}

/**
 * Whether a run belongs to a dataflow that ingests data; see {@link isIngestion}.
 * @param flow undefined if it was deleted
 */
export function isIngestionRun(run: RawRun, flow: Dataflow | undefined): boolean {
	return !saysForeign(run) && (flow === undefined || isIngestion(flow));
}

/** The query of the first page of runs; '' for all dataflows. */
function firstRunsQuery(dataflowId: string): Query {
	const filter = dataflowId ? byProperty('flowId', dataflowId) : undefined;
	return firstPage(RUN, filter ? [filter, ...NEWEST_FIRST] : NEWEST_FIRST);
}

/**
 * Pages of runs, newest first, each with the query of the next page, so that a caller can stop and continue later.
 * @param start the query of the first page
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

/** Adobe uses both spellings (contract.md (g), status words). */
const UNFINISHED: Filter = [
	'property',
	'metrics.statusSummary.status==inProgress,IN_PROGRESS,scheduled,SCHEDULED,queued,QUEUED,waiting,WAITING',
];

/** A filter that lags may list a finished run. Reading stops after this many in a row. */
const FINISHED_IN_A_ROW = 20;

/**
 * Passes all unfinished runs to `take`, however old they are. A service that does not know the filter refuses it, or
 * lists all runs.
 * @param dataflowId '' for all dataflows
 * @param take returns whether to stop
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
