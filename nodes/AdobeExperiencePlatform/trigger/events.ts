import { flatRun, isCauseOpen, type FlatRun, type RawRun } from '../run/run';
import type { IDataObject } from 'n8n-workflow';
import { connectionWorks, explainRuns } from '../run/explain';
import { ingestionRuns, withDataflows, type RunOutput } from '../run/read';
import type { ApiClient } from '../adobe/apiClient';
import { Cancelled, Failure } from '../adobe/errors/failure';
import type { ReadOnce } from '../adobe/session';

/** Events about runs. */
export type RunEvent = 'failed' | 'keysRefused' | 'partialSuccess' | 'success';
/** All events of the trigger: about runs, and about dataflows. */
export type WatchEvent = RunEvent | 'noData' | 'recovered' | 'disabled';

/** The event of a finished run, among the chosen ones. Keys Refused comes before Failed. */
function eventOf(
	{ status, keysRefused }: Pick<FlatRun, 'status' | 'keysRefused'>,
	asked: readonly WatchEvent[],
): RunEvent | undefined {
	const fits = (event: RunEvent) =>
		event === 'keysRefused' ? keysRefused : (event as string) === status;
	return (['keysRefused', 'failed', 'partialSuccess', 'success'] as const).find(
		(event) => asked.includes(event) && fits(event),
	);
}

/** Whether a finished run may be one of the chosen events, before a connection is tested. */
export function mayBe(run: RawRun, asked: readonly WatchEvent[]): boolean {
	const { status, cause } = flatRun(run);
	const mayBeRefused = cause === 'credentials' || (status === 'failed' && isCauseOpen(run));
	return asked.some((event) => (event === 'keysRefused' ? mayBeRefused : event === status));
}

/** How many runs are described at the same time. */
const AT_ONCE = 10;
/** A run that could not be described in this many polls is reported with what it contains itself. */
const MOST_TRIES = 3;
/** Whether a dataflow ingests data never changes, so the process remembers those that do not. */
const MOST_FOREIGN = 5_000;
const foreign = new Set<string>();

/** The result for a run that may have to be reported. */
type Described =
	| { run: RawRun; event: RunEvent; output: RunOutput }
	| 'none'
	| 'untested'
	| 'later';

/** Whether a run is known to belong to a dataflow that does not ingest data. */
export function isForeign({ flowId }: RawRun): boolean {
	return flowId !== undefined && foreign.has(flowId);
}

/**
 * Determines the events of some runs, and the causes of failed ones.
 * @param triesOf how many polls could not describe a run
 * @returns for each run its event, `none` if it was not chosen, `untested` if the connection could not be tested this
 * time, or `later` if the poll had to end. Runs after that have no result.
 */
export async function describe(
	client: ApiClient,
	readOnce: ReadOnce,
	runs: readonly RawRun[],
	{ events, dataflowId }: { events: readonly WatchEvent[]; dataflowId: string },
	triesOf: (run: RawRun) => number,
): Promise<Described[]> {
	const shown = await orLater(async () =>
		dataflowId ? runs : await ingestionRuns(client, readOnce, runs),
	);
	if (shown === 'later') return [];
	const isShown = new Set(shown);
	const isUntested = async ({ baseConnectionId: id }: RunOutput) =>
		id !== null && (await connectionWorks(client, readOnce, id)) instanceof Failure;
	const describeOne = async (run: RawRun): Promise<Described> => {
		if (!isShown.has(run)) {
			noteForeign(run);
			return 'none';
		}
		return await orLater(async () => {
			const isTried = triesOf(run) >= MOST_TRIES;
			const [output] = await (isTried ? withDataflows : explainRuns)(client, readOnce, [run]);
			const isAsked = !isTried && events.includes('keysRefused') && isCauseOpen(run);
			if (isAsked && output && (await isUntested(output))) return 'untested';
			const event = output && eventOf(output, events);
			return output && event ? { run, event, output } : 'none';
		});
	};
	const described: Described[] = [];
	for (let start = 0; start < runs.length && !described.includes('later'); start += AT_ONCE) {
		described.push(...(await Promise.all(runs.slice(start, start + AT_ONCE).map(describeOne))));
	}
	return described;
}

async function orLater<T>(work: () => Promise<T>): Promise<T | 'later'> {
	return await work().catch(async (error: unknown) =>
		error instanceof Cancelled ? 'later' : await Promise.reject(error as Error),
	);
}

function noteForeign({ flowId }: RawRun): void {
	if (flowId === undefined) return;
	if (foreign.size >= MOST_FOREIGN) foreign.clear();
	foreign.add(flowId);
}

export function itemOf({ event, output }: { event: RunEvent; output: RunOutput }): IDataObject {
	return { event, ...output } as unknown as IDataObject;
}
