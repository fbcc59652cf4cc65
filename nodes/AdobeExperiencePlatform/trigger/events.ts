import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import { Failure, Cancelled, Refusal } from '../adobe/errors/failure';
import { groupsOf, HOUR } from '../adobe/json';
import { anyDataflowField } from '../dataflow/fields';
import { byLabel, sandboxNameOption } from '../node/commonFields';
import { asList, asChoice, asText, isId, asHours } from '../node/values';
import { connectionWorks, explainRuns } from '../run/explain';
import { type RunOutput, ingestionRuns, withDataflows } from '../run/read';
import { type FlatRun, type RawRun, flatRun, isCauseOpen } from '../run/run';

/** Events about runs. */
type RunEvent = 'failed' | 'keysRefused' | 'partialSuccess' | 'success';

/** All events of the trigger: about runs, and about dataflows. */
export type WatchEvent = RunEvent | 'noData' | 'recovered' | 'disabled';

/** What is watched, and for which events. */
export interface Watch {
	/** '' for all dataflows of the sandbox. */
	dataflowId: string;
	events: readonly WatchEvent[];
	/** At most this many items per poll. */
	limit: number;
	/** How long a dataflow may be without new records, in milliseconds; undefined without No Data. */
	patience?: number;
}

const WATCH_EVENTS: readonly WatchEvent[] = [
	'failed',
	'keysRefused',
	'partialSuccess',
	'success',
	'noData',
	'recovered',
	'disabled',
];

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{
				name: 'Disabled',
				value: 'disabled',
				action: 'On a dataflow that was disabled',
				description: 'A dataflow was disabled, by a person or by Adobe after 30 days of failures',
			},
			{
				name: 'Failed',
				value: 'failed',
				action: 'On a dataflow run that failed',
				description: 'A run failed for any reason',
			},
			{
				name: 'Keys Refused',
				value: 'keysRefused',
				action: 'On a dataflow run whose keys were refused',
				description: 'A run failed because the source refused the keys, usually expired ones',
			},
			{
				name: 'No Data',
				value: 'noData',
				action: 'On a dataflow without new data',
				description: 'No record has been written for longer than Expect Data Every',
			},
			{
				name: 'Partial Success',
				value: 'partialSuccess',
				action: 'On a dataflow run with partial success',
				description: 'A run has finished, and some records could not be ingested',
			},
			{
				name: 'Recovered',
				value: 'recovered',
				action: 'On a dataflow that has recovered',
				description:
					'The first successful run, or the first records, after a Failed, Keys Refused or No Data event',
			},
			{
				name: 'Success',
				value: 'success',
				action: 'On a dataflow run that succeeded',
				description: 'A run has ingested all records',
			},
		],
		default: ['failed'],
		required: true,
		description: 'Events that start the workflow',
	},
	{
		displayName: 'Expect Data Every',
		name: 'expectEvery',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 24,
		required: true,
		displayOptions: { show: { events: ['noData'] } },
		description: 'How many hours a dataflow may be without new records',
	},
	{
		...anyDataflowField('The dataflow to watch. If empty, all dataflows of the sandbox.'),
		// A trigger has no node before it whose output could be dragged.
		hint: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: byLabel([
			sandboxNameOption,
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
			},
		]),
	},
];

const DEFAULT_LIMIT = 50;

const DEFAULT_HOURS = 24;

/** Reads what to watch from the parameters. */
export function readWatch(context: IPollFunctions, options: IDataObject): Watch {
	const asked = asList(context.getNodeParameter('events', ['failed']), 'events');
	const events = asked.map((event) => asChoice<WatchEvent>(event, 'events', WATCH_EVENTS));
	if (events.length === 0) {
		throw new Refusal('Events is required', 'Choose the events that start the workflow.');
	}
	const given = context.getNodeParameter('dataflowId', '', { extractValue: true });
	const dataflowId = asText(given, 'dataflow');
	if (dataflowId !== '' && !isId(dataflowId)) {
		throw new Refusal(
			'Invalid Dataflow: enter only the ID',
			'Choose a dataflow from the list, or leave the field empty for all dataflows.',
		);
	}
	const limit = Number(options.limit ?? DEFAULT_LIMIT);
	if (!(limit >= 1)) {
		throw new Refusal('Limit must be 1 or more', 'Enter 1 or more, or remove the option.');
	}
	const watch = { events, dataflowId, limit: Math.floor(limit) };
	if (!events.includes('noData')) return watch;
	const hours = context.getNodeParameter('expectEvery', DEFAULT_HOURS);
	return { ...watch, patience: asHours(hours, 'expectDataEvery') * HOUR };
}

/** Whether an event is about dataflows rather than runs. */
export function watchesFlows({ events }: Watch): boolean {
	return (['noData', 'recovered', 'disabled'] as const).some((event) => events.includes(event));
}

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
	runs: readonly RawRun[],
	{ events, dataflowId }: Pick<Watch, 'events' | 'dataflowId'>,
	triesOf: (run: RawRun) => number,
): Promise<Described[]> {
	const shown = dataflowId ? runs : await ingestionRuns(client, runs).catch(unlessCancelled);
	if (!shown) return [];
	const isShown = new Set(shown);
	const isUntested = async ({ baseConnectionId: id }: RunOutput) =>
		id !== null && (await connectionWorks(client, id)) instanceof Failure;
	const describeOne = async (run: RawRun): Promise<Described> => {
		if (!isShown.has(run)) {
			noteForeign(run);
			return 'none';
		}
		const isTried = triesOf(run) >= MOST_TRIES;
		const [output] = await (isTried ? withDataflows : explainRuns)(client, [run]);
		const isAsked = !isTried && events.includes('keysRefused') && isCauseOpen(run);
		if (isAsked && output && (await isUntested(output))) return 'untested';
		const event = output && eventOf(output, events);
		return output && event ? { run, event, output } : 'none';
	};
	const orLater = async (run: RawRun) => (await describeOne(run).catch(unlessCancelled)) ?? 'later';
	const described: Described[] = [];
	for (const some of groupsOf(runs, AT_ONCE)) {
		described.push(...(await Promise.all(some.map(orLater))));
		if (described.includes('later')) break;
	}
	return described;
}

/** A poll that has to end keeps what it has read. */
export function unlessCancelled(error: unknown): undefined | Promise<never> {
	return error instanceof Cancelled ? undefined : Promise.reject(error as Error);
}

function noteForeign({ flowId }: RawRun): void {
	if (flowId === undefined) return;
	if (foreign.size >= MOST_FOREIGN) foreign.clear();
	foreign.add(flowId);
}

export function itemOf({ event, output }: { event: RunEvent; output: RunOutput }): IDataObject {
	return { event, ...output };
}

/** The item of an event about a dataflow: the columns of a run, and since when. */
export function itemOfFlow(
	event: WatchEvent,
	since: number,
	until: number,
	columns: IDataObject,
): IDataObject {
	const hours = Number((Math.max(0, until - since) / HOUR).toFixed(2));
	return { event, since: new Date(since).toISOString(), hours, ...columns };
}
