import { flatRun, isCauseOpen, type FlatRun, type RawRun } from '../run/run';
import type { IDataObject } from 'n8n-workflow';
import { connectionWorks, explainRuns } from '../run/explain';
import { ingestionRuns, withDataflows, type RunOutput } from '../run/read';
import type { ApiClient } from '../adobe/apiClient';
import { Cancelled, Failure } from '../adobe/errors/failure';
import type { ReadOnce } from '../adobe/session';

/** What a run can be. */
export type RunEvent = 'failed' | 'keysRefused' | 'partialSuccess' | 'success';
/** What the trigger can start for: runs, and what becomes of dataflows. */
export type WatchEvent = RunEvent | 'noData' | 'recovered' | 'disabled';

export const WATCH_EVENTS: readonly WatchEvent[] = [
	'failed',
	'keysRefused',
	'partialSuccess',
	'success',
	'noData',
	'recovered',
	'disabled',
];

/** The event that a finished run is to somebody who asked for these; the more exact one first. */
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

/** Whether a finished run may be one of these events, before the source is asked why it failed. */
export function mayBe(run: RawRun, asked: readonly WatchEvent[]): boolean {
	const { status, cause } = flatRun(run);
	const mayBeRefused = cause === 'credentials' || (status === 'failed' && isCauseOpen(run));
	return asked.some((event) => (event === 'keysRefused' ? mayBeRefused : event === status));
}

/** So many runs are looked into side by side. */
const AT_ONCE = 10;
/** A run that so many polls could not look into is reported with what it says by itself. */
const MOST_TRIES = 3;
/** A dataflow stays what it is, so it is asked once in the life of the process. */
const MOST_FOREIGN = 5_000;
const foreign = new Set<string>();

/** What is known of a run that may have to be reported. */
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
 * Finds out which events some runs are, and why those that failed did.
 * @param triesOf how many polls could not look into a run
 * @returns for each run its event, `none` if nobody asked for it, `untested` if the connection could not be tested
 * just now, `later` if the poll had to end; nothing for those after that
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

/** The item of an event. */
export function itemOf({ event, output }: { event: RunEvent; output: RunOutput }): IDataObject {
	return { event, ...output } as unknown as IDataObject;
}
