import type { ApiClient } from '../adobe/apiClient';
import { byIds, byProperty, type Filter, type Query } from '../adobe/entity/kind';
import {
	firstPassing,
	LARGEST_PAGE,
	listEntities,
	firstPage,
	listPages,
} from '../adobe/entity/read';
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
	type RunStatus,
	isFinished,
} from './run';
import { asRecord } from '../adobe/json';
import { Failure } from '../adobe/errors/failure';
import { reasonOf } from './cause';
import { firstTime, summariesOf, activitiesOf, listOf } from './metrics';

/** A run with what its dataflow says of it: the output of all operations. */
export type RunOutput = FlatRun & {
	dataflowName: string | null;
	/** How it stands, and why, in one sentence. */
	reason: string;
	baseConnectionId: string | null;
};

/** Newest first; never by the service's default order, which is another (contract.md, lists). */
export const NEWEST_FIRST: Query = [['orderby', '-createdAt']];

/** Which runs a list is about; '' where any. */
interface RunFilters {
	dataflowId: string;
	status: RunStatus | '';
	/** Epoch milliseconds; undefined for any. */
	startedAfter?: number;
	startedBefore?: number;
}

/**
 * Runs, newest first; without a dataflow those of all that ingest data. Status words are compared here:
 * the service's own differ (contract.md (g)).
 */
export async function listRuns(
	client: ApiClient,
	readOnce: ReadOnce,
	{ dataflowId, status, startedAfter, startedBefore }: RunFilters,
	limit: number,
): Promise<RunOutput[]> {
	const query = [
		dataflowId && byProperty('flowId', dataflowId),
		startedFilter('>=', startedAfter),
		startedFilter('<', startedBefore),
		...NEWEST_FIRST,
	];
	const found = await firstPassing<RawRun>(client, RUN, query, {
		limit,
		isExact: !status && dataflowId !== '',
		passes: (run) =>
			(!status || statusOf(run) === status) &&
			isStartedWithin(run, startedAfter, startedBefore) &&
			(!dataflowId || (run.flowId ?? dataflowId) === dataflowId),
		...(!dataflowId && {
			keep: async (some: RawRun[]) => await ingestionRuns(client, readOnce, some),
		}),
	});
	return await withDataflows(client, readOnce, found);
}

/** Whether a run started in that time; one that has not started, or does not show when, did in none. */
function isStartedWithin(run: RawRun, after = -Infinity, before = Infinity): boolean {
	if (after === -Infinity && before === Infinity) return true;
	const started = firstTime(summariesOf(run, 'durationSummary'), 'startedAtUTC');
	return started !== null && started >= after && started < before;
}

/** Runs as the service has them, newest first, page by page. */
export function runsOf(
	client: ApiClient,
	filters: readonly Filter[],
	pageSize = LARGEST_PAGE,
): AsyncGenerator<RawRun> {
	return listEntities<RawRun>(client, RUN, [...filters, ...NEWEST_FIRST], pageSize);
}

/** The runs of one dataflow, newest first, page by page; none for '', where a run does not show whose it is. */
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

/** The newest run of a dataflow, in one request; undefined where none shows up yet. */
export async function newestRun(
	client: ApiClient,
	dataflowId: string,
): Promise<RawRun | undefined> {
	for await (const run of runsOfDataflow(client, dataflowId, 1)) return run;
	return undefined;
}

/** Runs by their IDs, up to 100 in one request. */
export async function runsById(client: ApiClient, ids: readonly string[]): Promise<RawRun[]> {
	const found: RawRun[] = [];
	for (let start = 0; start < ids.length; start += LARGEST_PAGE) {
		const filter = byIds(ids.slice(start, start + LARGEST_PAGE));
		for await (const run of runsOf(client, [filter])) found.push(run);
	}
	return found;
}

/** Adds name and base connection of their dataflows to runs, as lists show them: nothing else is asked. */
export async function withDataflows(
	client: ApiClient,
	readOnce: ReadOnce,
	runs: readonly RawRun[],
): Promise<RunOutput[]> {
	const flows = await dataflowsById(client, readOnce, flowIds(runs));
	return runs.map((run) => runOutput(run, flows.get(run.flowId ?? '')));
}

/** A run as operations return it. */
export function runOutput(
	run: RawRun,
	flow: Dataflow | undefined,
	context: RunContext = {},
): RunOutput {
	const source = flow && sourceOf(connectionSpecOf(flow));
	const { id, dataflowId, status, ...rest } = flatRun(run, { source, ...context });
	return {
		// A table shows the first columns only: what people look for comes before the IDs.
		status,
		dataflowName: flow?.name ?? null,
		reason: reasonOf({ status, ...rest }),
		...rest,
		id,
		dataflowId,
		baseConnectionId: (flow && baseConnectionOf(flow)) ?? null,
	};
}

/** Those runs that belong to dataflows that ingest data; runs of a dataflow that was deleted stay. */
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

function startedFilter(sign: '>=' | '<', time: number | undefined): Filter | undefined {
	return time === undefined
		? undefined
		: ['property', `metrics.durationSummary.startedAtUTC${sign}${time}`];
}

/**
 * Whether a run says by itself that it belongs to a destination or to an internal flow: it has runs
 * before it, counts for each of its targets, or writes to Profile and Identity.
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
