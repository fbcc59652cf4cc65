import type { ApiClient } from '../adobe/apiClient';
import { growingPause, waitUntil } from '../adobe/waits';
import { getEntity } from '../adobe/entity/read';
import { asFailure, Failure, Refusal } from '../adobe/errors/failure';
import { DATAFLOW, type Dataflow } from '../dataflow/dataflow';
import {
	type RawRun,
	createdAt,
	endOf,
	flatRun,
	statusOf,
	isFinished,
	minutesOf,
	sentenceOf,
} from './run';
import { newestRuns, recentlyStarted, findRun, type RunOutput } from './read';
import { isFirstRunDue } from './start';
import { explainRuns } from './explain';
import { isEmpty } from './cause';
import { knownWindow } from './windows';
import type { INodeProperties } from 'n8n-workflow';
import { concurrencyOption, maxWaitOption, optionsField } from '../node/commonFields';
import { dataflowIdField } from '../dataflow/fields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { runIdField } from './get.operation';
import { asFlag, asMaxWait } from '../node/values';

export const failOnErrorOption: INodeProperties = {
	displayName: 'Fail on Error',
	name: 'failOnError',
	type: 'boolean',
	default: true,
	description:
		'Whether the item fails if the run fails. Otherwise, the run is returned with its errors.',
};

type WaitOptions = Pick<Waiting, 'maxWait' | 'failOnError'>;

export function readWaitOptions(parameters: ItemParameters): WaitOptions {
	const failOnError = parameters.option('failOnError');
	return {
		maxWait: asMaxWait(parameters.option('maxWait')),
		failOnError: failOnError === undefined || asFlag(failOnError, 'failOnError'),
	};
}

const properties: INodeProperties[] = [
	{
		...dataflowIdField,
		required: false,
		description:
			'The dataflow whose newest run to wait for, even if Adobe does not list it yet. Not needed if Run is filled in.',
	},
	{
		...runIdField,
		required: false,
		description: 'The run to wait for. Not needed if Dataflow is filled in. Overrides it.',
	},
	optionsField(concurrencyOption, failOnErrorOption, maxWaitOption),
];

function prepareWait(parameters: ItemParameters): Task {
	const which = readWhich(parameters);
	const settings = parameters.settings();
	const options = readWaitOptions(parameters);
	return {
		settings,
		hints: otherDataflowHints(parameters, which),
		run: async (client) => [await waitForRun(client, { ...which, ...options })],
	};
}

function readWhich(parameters: ItemParameters): { runId: string; dataflowId: string } {
	if (parameters.located('runId', 'run')) {
		return { runId: parameters.id('runId', 'run'), dataflowId: '' };
	}
	if (parameters.located('dataflowId', 'dataflow')) {
		return { runId: '', dataflowId: parameters.id('dataflowId', 'dataflow') };
	}
	throw new Refusal(
		'Dataflow and Run are empty',
		'Choose a dataflow to wait for its newest run ({{ $json.id }} after a Dataflow node), or a run ({{ $json.id }} after Run Now or Retry). One of them is enough.',
	);
}

/** A hint if the node before created or updated another dataflow, which is usually a mistake. */
function otherDataflowHints(
	parameters: ItemParameters,
	{ dataflowId }: { dataflowId: string },
): string[] {
	const { id, sourceConnectionId: part } = parameters.fields;
	if (!dataflowId || typeof part !== 'string' || id === dataflowId) return [];
	return [
		'The previous node created or updated another dataflow. To wait for that one, set Dataflow to {{ $json.id }}.',
	];
}

export const wait: Operation = {
	label: 'Wait Until Finished',
	action: 'Wait until a dataflow run has finished',
	description: 'Wait for a run. If it fails, the node fails with its reason.',
	properties,
	prepare: prepareWait,
};

/** The first pause, in milliseconds. */
const FIRST_PAUSE = 5_000;

interface Waiting {
	/** The run; if '', the newest run of the dataflow, even if Adobe does not list it yet. */
	runId: string;
	dataflowId: string;
	/** Milliseconds. */
	maxWait: number;
	/** Whether a failed run fails the item. */
	failOnError: boolean;
}

/** While no run is listed, the dataflow is read every this many looks. */
const DATAFLOW_EVERY = 5;

/**
 * Waits until a run has finished, with one request per look and growing pauses. A run appears two to three minutes
 * after its start time (contract.md (g)).
 * @throws Failure after the maximum wait, for a dataflow that cannot run, and for a failed run if asked for
 */
export async function waitForRun(client: ApiClient, waiting: Waiting): Promise<RunOutput> {
	const { execution } = client;
	const began = execution.timer.now();
	const { dataflowId } = waiting;
	let { runId } = waiting;
	let run: RawRun | undefined;
	let isSeen = false;
	let flow: Dataflow | undefined;
	return await waitUntil(client, {
		limit: waiting.maxWait,
		pause: growingPause(FIRST_PAUSE),
		renewsBudget: true,
		async look(count) {
			run = undefined;
			if (!runId) {
				[run] = await newestRuns(client, dataflowId, 1);
				runId = startedBeside(client, dataflowId, run);
			}
			if (runId) run = await lookFor(client, runId, isSeen);
			isSeen ||= run !== undefined;
			const isOld = !runId && run !== undefined && endedBefore(client, run, began);
			if (!runId && (!run || isOld)) {
				if (count % DATAFLOW_EVERY === 0) flow = await readEnabled(client, dataflowId);
				// If another run is about to appear, the old one is not the one to wait for.
				if (run && flow && isFirstRunDue(flow, createdAt(run), execution.serviceTime))
					run = undefined;
				else if (run) warnOfOldRun(client, run);
			}
			// Wait for this run, even if the dataflow starts another one.
			runId = run?.id ?? runId;
			if (!run || !isFinished(statusOf(run))) return undefined;
			return await finished(client, run, waiting.failOnError);
		},
		report: () => whatFor(waiting, run, runId),
		tooLong() {
			throw tooLong(waiting, run, runId);
		},
	});
}

/** A run that was seen before, or was just started, exists even if it is not found once. */
async function lookFor(
	client: ApiClient,
	id: string,
	isSeen: boolean,
): Promise<RawRun | undefined> {
	const run = await findRun(client, id).catch(asFailure);
	if (!(run instanceof Failure)) return run;
	if (isSeen && run.httpCode === '404') return undefined;
	throw run;
}

/** The ID of a run that this process has just started and that lists do not show yet; '' for none. */
function startedBeside(client: ApiClient, dataflowId: string, newest: RawRun | undefined): string {
	const [started] = recentlyStarted(client, dataflowId);
	if (!started || started.id === newest?.id) return '';
	return newest && createdAt(newest) > started.at ? '' : started.id;
}

/** A deleted or disabled dataflow starts no runs, so there is nothing to wait for. */
async function readEnabled(client: ApiClient, id: string): Promise<Dataflow> {
	const flow = await getEntity<Dataflow>(client, DATAFLOW, id);
	if (flow.state !== 'disabled') return flow;
	throw new Failure(
		`The dataflow "${flow.name ?? id}" is disabled`,
		'It starts no runs, and none is in progress. Enable it with Dataflow > Enable, then run this item again.',
	);
}

async function finished(client: ApiClient, run: RawRun, failOnError: boolean): Promise<RunOutput> {
	const [output] = await explainRuns(client, [run]);
	if (output?.status === 'failed' && failOnError) throw client.clear(runFailed(output));
	if (output?.status === 'success' && isEmpty(output)) {
		const start = knownWindow(client, run)?.start;
		const since = start ? new Date(start).toISOString() : 'the last successful run';
		client.execution.hints.add(
			`The run found no files that are new or were changed since ${since}, and ingested nothing. An earlier run may have ingested them, such as the first one, which a new dataflow starts by itself. To ingest older files, use Run Now with an earlier Window Start.`,
		);
	}
	return output as RunOutput;
}

/** A run that ended longer than this before the wait, in milliseconds, is an old one. */
const LONG_BEFORE = 60_000;

/** @param began by the local clock, since the service's clock is known only after the first response */
function endedBefore({ execution: { clock } }: ApiClient, run: RawRun, began: number): boolean {
	const ended = endOf(run);
	return isFinished(statusOf(run)) && ended > 0 && ended < clock.now(began) - LONG_BEFORE;
}

/** Updating a dataflow with Create or Update starts no run, so the newest run may be an old one. */
function warnOfOldRun({ execution: { hints } }: ApiClient, run: RawRun): void {
	const { completedAt } = flatRun(run);
	hints.add(
		`This run had already finished${completedAt ? ` at ${completedAt}` : ''}. Wait Until Finished only reports it. To ingest files that are new or changed since the last successful run, use Dataflow Run > Run Now (for the schedule Once; other dataflows run by their schedule).`,
	);
}

function whatFor({ dataflowId }: Waiting, run: RawRun | undefined, runId: string): string {
	if (!run && runId) return `Waiting for the dataflow run ${runId}, which Adobe does not list yet`;
	return run
		? `Waiting for the dataflow run ${run.id}, which is ${statusOf(run)}`
		: `Waiting for the first run of the dataflow ${dataflowId}, which Adobe does not list yet`;
}

function runFailed({ id, dataflowName, errors, startedAt }: RunOutput): Failure {
	const [first] = errors;
	const causes = errors.map(sentenceOf);
	return new Failure(
		`The dataflow run ${dataflowName ? `of "${dataflowName}" ` : ''}failed${first?.message ? `: ${first.message}` : ''}`,
		`${causes.length > 0 ? causes.join(' ') : 'Adobe gives no reason.'} Run ID: ${id}${startedAt ? `, started at ${startedAt}` : ''}.`,
	);
}

function tooLong(
	{ maxWait, dataflowId }: Waiting,
	run: RawRun | undefined,
	runId: string,
): Failure {
	const minutes = minutesOf(maxWait);
	if (!run && !runId) {
		return new Failure(
			`The dataflow ${dataflowId} has not run within ${minutes} minutes`,
			'Check with Dataflow > Get that it is enabled and when it starts, or increase Max Wait.',
		);
	}
	return new Failure(
		`The dataflow run ${runId} has not finished within ${minutes} minutes`,
		`It ${run ? `is still ${statusOf(run)}` : 'is not listed yet'}, and continues at Adobe. Increase Max Wait, or check the run later with Dataflow Run > Get.`,
	);
}
