import type { ApiClient } from '../adobe/apiClient';
import { byIds, byProperty, type Filter, type Query } from '../adobe/entity/kind';
import { firstPassing, LARGEST_PAGE, listEntities, getEntity } from '../adobe/entity/read';
import type { ReadOnce } from '../adobe/session';
import { sourceOf } from '../baseConnection/sources';
import { baseConnectionOf, connectionSpecOf, type Dataflow } from '../dataflow/dataflow';
import { dataflowsById, isIngestion } from '../dataflow/list';
import {
	RUN,
	type RawRun,
	flatRun,
	statusOf,
	type FlatRun,
	type RunContext,
	type RunStatus,
} from './run';
import { asRecord } from '../adobe/json';
import { BOUNDS } from '../adobe/bounds';
import { asFailure, Failure } from '../adobe/errors/failure';
import { reasonOf } from './reason';
import { mayShowUp, recallRun } from './startedRuns';
import { firstTime, summariesOf, activitiesOf, listOf } from './activities';

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

/**
 * A run by its ID. One that this process started a short time ago may not be found yet: it is waited for.
 * @throws Failure if there is none
 */
export async function readRun(client: ApiClient, id: string): Promise<RawRun> {
	const { execution, item } = client;
	const until = execution.timer.now() + BOUNDS.newRun;
	for (;;) {
		item.renewBudget();
		const run = await findRun(client, id);
		if (run) return run;
		if (execution.timer.now() >= until) return notShownYet(client, id);
		await execution.wait(BOUNDS.settlePause);
	}
}

/**
 * One look for a run.
 * @returns undefined if it does not show up yet
 * @throws Failure if there is none
 */
export async function findRun(client: ApiClient, id: string): Promise<RawRun | undefined> {
	const run = await getEntity<RawRun>(client, RUN, id).catch(asFailure);
	if (!(run instanceof Failure)) return run;
	if (run.httpCode === '404' && mayShowUp(client, id)) return undefined;
	throw run;
}

function notShownYet(client: ApiClient, id: string): RawRun {
	client.execution.hints.add(
		`The dataflow run ${id} was started, and Adobe does not show it yet. Read it later with Dataflow Run > Get.`,
	);
	return { id, flowId: recallRun(client, id)?.flowId };
}
