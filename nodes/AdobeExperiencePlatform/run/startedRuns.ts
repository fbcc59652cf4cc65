import type { ApiClient } from '../adobe/apiClient';
import type { Interval } from './windows';
import { startOf, type Dataflow } from '../dataflow/dataflow';
import { getEntity } from '../adobe/entity/read';
import { RUN, type RawRun } from './run';
import { BOUNDS } from '../adobe/waits';
import { asFailure, Failure } from '../adobe/errors/failure';

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

function scopeOf({ http }: ApiClient): string {
	return JSON.stringify([http.platformUrl, http.sandbox]);
}

/**
 * Remembers a run until the process ends. Adobe does not always show the window of a run, and shows new runs late.
 */
export function rememberRun(client: ApiClient, run: StartedRun): void {
	const scope = scopeOf(client);
	started.set(`${scope} ${run.id}`, { ...run, scope });
	if (started.size > MOST_REMEMBERED) started.delete(started.keys().next().value as string);
}

export function recallRun(client: ApiClient, id: string): StartedRun | undefined {
	return started.get(`${scopeOf(client)} ${id}`);
}

/** Runs of a dataflow that were started a short time ago, newest first. */
export function recentlyStarted(client: ApiClient, flowId: string): StartedRun[] {
	const scope = scopeOf(client);
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

/** Adobe shows a run two to three minutes after its start time (contract.md (g)). Milliseconds. */
const FIRST_SHOWS_UP_WITHIN = 10 * 60_000;

/**
 * Whether the first run of a dataflow is about to start, or may have started without being listed yet.
 * @param newest when the newest listed run was created; undefined for none. Epoch milliseconds, like `now`
 */
export function isFirstRunDue(flow: Dataflow, newest: number | undefined, now: number): boolean {
	const start = startOf(flow);
	return (
		Math.abs(start - now) <= FIRST_SHOWS_UP_WITHIN && !(newest !== undefined && newest >= start)
	);
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
