import type { ApiClient } from '../adobe/apiClient';
import { byIds, byProperty, type Query } from '../adobe/entity/kind';
import { LARGEST_PAGE, listEntities, firstPage, listPages, getEntity } from '../adobe/entity/read';
import { sourceOf } from '../baseConnection/sources/source';
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
import { asRecord, forgetOldest, groupsOf } from '../adobe/json';
import { Failure, asFailure } from '../adobe/errors/failure';
import { reasonOf } from './cause';
import { activitiesOf, listOf } from './metrics';
import type { Interval } from './windows';
import { BOUNDS } from '../adobe/waits';

/** A run with data of its dataflow, as all operations return it. */
export type RunOutput = FlatRun & {
	dataflowName: string | null;
	/** The status and its reason, in one sentence. */
	reason: string;
	baseConnectionId: string | null;
};

/** Newest first. The service's default order differs (contract.md, lists). */
export const NEWEST_FIRST: Query = [['orderby', '-createdAt']];

/** The filter for the runs of one dataflow; none for ''. */
export function ofDataflow(dataflowId: string): Query {
	const filter = byProperty('flowId', dataflowId);
	return dataflowId && filter ? [filter] : [];
}

/** Whether a run belongs to this dataflow, or to any for ''. Runs may not show theirs. */
export function isOfDataflow({ flowId }: RawRun, dataflowId: string): boolean {
	return dataflowId === '' || (flowId ?? dataflowId) === dataflowId;
}

/** Runs as the service returns them, newest first. */
function runsOf(
	client: ApiClient,
	filters: Query,
	pageSize = LARGEST_PAGE,
): AsyncGenerator<RawRun> {
	return listEntities<RawRun>(client, RUN, [...filters, ...NEWEST_FIRST], pageSize);
}

/** The newest runs of one dataflow, at most this many; none for '', which a run without a dataflow has. */
export async function newestRuns(
	client: ApiClient,
	dataflowId: string,
	most: number,
): Promise<RawRun[]> {
	if (dataflowId === '') return [];
	const found: RawRun[] = [];
	const pageSize = Math.min(most, LARGEST_PAGE);
	for await (const run of runsOf(client, ofDataflow(dataflowId), pageSize)) {
		if (isOfDataflow(run, dataflowId)) found.push(run);
		if (found.length >= most) break;
	}
	return found;
}

/** Runs by ID, up to 100 in one request. */
export async function runsById(client: ApiClient, ids: readonly string[]): Promise<RawRun[]> {
	const found: RawRun[] = [];
	for (const some of groupsOf(ids, LARGEST_PAGE)) {
		for await (const run of runsOf(client, [byIds(some)])) found.push(run);
	}
	return found;
}

/** Adds name and base connection of the dataflows to runs. Sends no other request. */
export async function withDataflows(
	client: ApiClient,
	runs: readonly RawRun[],
): Promise<RunOutput[]> {
	const flows = await dataflowsById(client, flowIds(runs));
	return runs.map((run) => runOutput(run, flows.get(run.flowId ?? '')));
}

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
export async function ingestionRuns(client: ApiClient, runs: readonly RawRun[]): Promise<RawRun[]> {
	const possible = runs.filter((run) => isIngestionRun(run, undefined));
	const flows = await dataflowsById(client, flowIds(possible));
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
	return firstPage(RUN, [...ofDataflow(dataflowId), ...NEWEST_FIRST]);
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
		yield { runs: entities.filter((run) => isOfDataflow(run, dataflowId)), next };
	}
}

/** Adobe uses both spellings (contract.md (g), status words). */
const UNFINISHED = [
	'property',
	'metrics.statusSummary.status==inProgress,IN_PROGRESS,scheduled,SCHEDULED,queued,QUEUED,waiting,WAITING',
] as const;

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
	const read = async () => {
		let finished = 0;
		for await (const run of runsOf(client, [UNFINISHED, ...ofDataflow(dataflowId)])) {
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

/** A run that any execution of this process has started. */
interface StartedRun {
	id: string;
	flowId: string;
	/** The window that it was started with; undefined for a retry of a run whose window is unknown. */
	window?: Interval;
	/** The failed run that it repeats: the first one in a chain of retries. */
	repeats?: string;
	/** When it was started, by the service's clock. Epoch milliseconds. */
	at: number;
}

const MOST_REMEMBERED = 10_000;
/** Lists may not show a new run for this long, in milliseconds. */
const SHOWS_UP_WITHIN = 15 * 60_000;

/** By scope and run, oldest first. */
const started = new Map<string, StartedRun & { scope: string }>();

/**
 * Remembers a run until the process ends. Adobe does not always show the window of a run, and shows new runs late.
 */
export function rememberRun({ http: { scope } }: ApiClient, run: StartedRun): void {
	started.set(`${scope} ${run.id}`, { ...run, scope });
	forgetOldest(started, MOST_REMEMBERED);
}

export function recallRun({ http }: ApiClient, id: string): StartedRun | undefined {
	return started.get(`${http.scope} ${id}`);
}

/** Runs of a dataflow that were started a short time ago, newest first. */
export function recentlyStarted(client: ApiClient, flowId: string): StartedRun[] {
	const { scope } = client.http;
	const earliest = client.execution.serviceTime - SHOWS_UP_WITHIN;
	return [...started.values()]
		.filter((run) => run.scope === scope && run.flowId === flowId && run.at >= earliest)
		.reverse();
}

/** Whether a run that was not found may still appear. */
function mayShowUp(client: ApiClient, id: string): boolean {
	const run = recallRun(client, id);
	return run !== undefined && run.at >= client.execution.serviceTime - SHOWS_UP_WITHIN;
}

/**
 * A run by its ID. Waits for a run that this process has just started and that Adobe does not show yet.
 * @throws Failure if it does not exist
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
 * Looks for a run once.
 * @returns undefined if it may still appear
 * @throws Failure if it does not exist
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
