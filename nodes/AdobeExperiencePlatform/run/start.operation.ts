import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { getRun } from './explain';
import { startRun, type WindowChoice } from './start';
import { concurrencyOption, maxWaitOption, optionsField } from '../node/commonFields';
import { dataflowIdField } from '../dataflow/fields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal, asFailure } from '../adobe/errors/failure';
import type { Operation, Task } from '../node/operation';
import { runIdField, oneRun, runTask } from './get.operation';
import { retryRun } from './retry';
import { waitForRun, type Waiting } from './wait';
import type { ApiClient } from '../adobe/apiClient';
import type { ReadOnce, Session } from '../adobe/session';
import { asFlag, asMaxWait } from '../node/values';

const failOnErrorOption: INodeProperties = {
	displayName: 'Fail on Error',
	name: 'failOnError',
	type: 'boolean',
	default: true,
	description:
		'Whether the item fails if the run fails. Otherwise, the run is returned with its errors.',
};

/** How long to wait for a run, and whether a failed run is an error. */
type WaitOptions = Pick<Waiting, 'maxWait' | 'failOnError'>;

function readWaitOptions(parameters: ItemParameters): WaitOptions {
	const failOnError = parameters.option('failOnError');
	return {
		maxWait: asMaxWait(parameters.option('maxWait')),
		failOnError: failOnError === undefined || asFlag(failOnError, 'failOnError'),
	};
}

/** Waits for a run, or for the newest run of a dataflow. */
async function waited(
	client: ApiClient,
	session: Session,
	readOnce: ReadOnce,
	which: Pick<Waiting, 'runId' | 'dataflowId'>,
	options: WaitOptions,
): Promise<IDataObject> {
	const report = (text: string) => session.report(text);
	return {
		...(await waitForRun(client, readOnce, { ...which, ...options, report })),
	} as IDataObject;
}

/** Adds the run to a failure after its start, since the run continues. */
export async function namingRun<T>(id: string, work: Promise<T>): Promise<T> {
	return await work.catch(async (error: unknown) => {
		const failure = await asFailure(error);
		throw failure.description.includes(id)
			? failure
			: failure.with(`The dataflow run ${id} was started.`);
	});
}

function prepareStart(parameters: ItemParameters): Task {
	const dataflowId = parameters.id('dataflowId', 'dataflow');
	const settings = parameters.settings();
	const isWaitedFor = parameters.flagOption('wait');
	const options = readWaitOptions(parameters);
	const window = readWindow(parameters);
	return {
		settings,
		key: JSON.stringify(['run of', settings.sandboxName, dataflowId]),
		async run(client, session) {
			const readOnce = session.readOnceIn(settings);
			// Items with the same dataflow and window share a run. A second run would ingest the same files twice.
			const runId = await readOnce(
				['run started', dataflowId, String(window.start), String(window.end)],
				async () => await startRun(client, dataflowId, window),
			);
			const read = isWaitedFor
				? waited(client, session, readOnce, { runId, dataflowId }, options)
				: getRun(client, readOnce, runId);
			return [{ ...(await namingRun<object>(runId, read)) } as IDataObject];
		},
	};
}

/** The time window to ingest. Without a start, it begins at the end of what is already ingested. */
function readWindow(parameters: ItemParameters): WindowChoice {
	const start = parameters.time(parameters.option('windowStart'), 'Window Start');
	const end = parameters.time(parameters.option('windowEnd'), 'Window End');
	if (start !== undefined && end !== undefined && seconds(start) >= seconds(end)) {
		throw new Refusal(
			'Window Start must be before Window End',
			'Enter a start that is at least a second earlier than the end.',
		);
	}
	return { start, end };
}

/** Adobe's windows have whole seconds. */
function seconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

export const start: Operation = {
	label: 'Run Now',
	action: 'Run a dataflow now',
	description:
		'Start a run of a dataflow with the schedule Once, for the files changed since its last successful run',
	properties: [
		dataflowIdField,
		optionsField(
			concurrencyOption,
			failOnErrorOption,
			maxWaitOption,
			{
				displayName: 'Wait Until Finished',
				name: 'wait',
				type: 'boolean',
				default: true,
				description: 'Whether to wait until the run has finished',
			},
			{
				displayName: 'Window End',
				name: 'windowEnd',
				type: 'dateTime',
				default: '',
				description: 'Ingest only files changed up to this time. If empty, now.',
			},
			{
				displayName: 'Window Start',
				name: 'windowStart',
				type: 'dateTime',
				default: '',
				description:
					'Ingest files changed since this time again. If empty, only files that are not ingested yet.',
			},
		),
	],
	prepare: prepareStart,
};

const properties: INodeProperties[] = [
	{
		...dataflowIdField,
		required: false,
		description: 'The dataflow whose newest run to wait for, even if Adobe does not list it yet',
	},
	{
		...runIdField,
		required: false,
		description: 'The run to wait for. Overrides Dataflow.',
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
		run: async (client, session) => [
			await waited(client, session, session.readOnceIn(settings), which, options),
		],
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
		'Choose a dataflow to wait for its newest run ({{ $json.id }} after a Dataflow node), or enter the ID of a run ({{ $json.id }} after Retry).',
	);
}

/** A hint if the node before created or updated another dataflow, which is usually a mistake. */
function otherDataflowHints(
	parameters: ItemParameters,
	{ dataflowId }: { dataflowId: string },
): string[] {
	const [id, part] = [parameters.brought('id'), parameters.brought('sourceConnectionId')];
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

export const retry: Operation = {
	label: 'Retry',
	action: 'Retry a failed dataflow run',
	description: 'Retry a failed run for the same files. Adobe creates a new run.',
	properties: oneRun,
	prepare: (parameters) =>
		runTask(parameters, async (client, id, readOnce) => {
			// Items that name the same run share one retry.
			const { id: runId, retried } = await readOnce(
				['retry of', id],
				async () => await retryRun(client, id),
			);
			const reading = getRun(client, readOnce, runId);
			const run = await (retried ? namingRun(runId, reading) : reading);
			const { id: newId, ...rest } = run;
			return { retried, ...rest, id: newId, retryOf: id } as IDataObject;
		}),
};
