import type { INodeProperties, IDataObject } from 'n8n-workflow';
import { concurrencyOption, idLocator, optionsField } from '../node/commonFields';
import { waitForRun, type Waiting } from './wait';
import type { ApiClient } from '../adobe/apiClient';
import { asFailure } from '../adobe/errors/failure';
import type { ReadOnce, Session } from '../adobe/session';
import type { ItemParameters } from '../node/itemParameters';
import type { Task } from '../node/operation';
import { asFlag, asMaxWait } from '../node/values';

/** A workflow that was saved when this was a text field holds the ID as a text, which is read as well. */
export const runIdField: INodeProperties = idLocator({
	displayName: 'Run',
	name: 'runId',
	description: 'The dataflow run. The list shows recent ones, newest first.',
	hint: 'Choose from the list, or drag id here from the output of a Dataflow Run node or the trigger',
	list: 'searchRuns',
	placeholder: 'e.g. 8f2a6f0c-3b1d-4c57-9e2a-5d7c1b0e4f63',
});

export const failOnErrorOption: INodeProperties = {
	displayName: 'Fail on Error',
	name: 'failOnError',
	type: 'boolean',
	default: true,
	description:
		'Whether the item fails if the run fails. Otherwise, the run is returned with its errors.',
};

/** The parameters of an operation on one run that takes no further ones. */
export const oneRun: INodeProperties[] = [runIdField, optionsField(concurrencyOption)];

/** A task for one run, by its ID. */
export function runTask(
	parameters: ItemParameters,
	run: (client: ApiClient, id: string, readOnce: ReadOnce) => Promise<IDataObject>,
): Task {
	const id = parameters.id('runId', 'run');
	const settings = parameters.settings();
	return {
		settings,
		run: async (client, session) => [await run(client, id, session.readOnceIn(settings))],
	};
}

/** How long to wait for a run, and what a failed one means. */
type WaitOptions = Pick<Waiting, 'maxWait' | 'failOnError'>;

export function readWaitOptions(parameters: ItemParameters): WaitOptions {
	const failOnError = parameters.option('failOnError');
	return {
		maxWait: asMaxWait(parameters.option('maxWait')),
		failOnError: failOnError === undefined || asFlag(failOnError, 'failOnError'),
	};
}

/** Waits for a run, or the newest one of a dataflow. */
export async function waited(
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

/** What is done with a run that was started just now: where it fails, the run is named, since it goes on. */
export async function namingRun<T>(id: string, work: Promise<T>): Promise<T> {
	return await work.catch(async (error: unknown) => {
		const failure = await asFailure(error);
		throw failure.description.includes(id)
			? failure
			: failure.with(`The dataflow run ${id} was started.`);
	});
}
