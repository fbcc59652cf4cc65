import type { IDataObject } from 'n8n-workflow';
import { waitForRun, type Waiting } from '../../flowService/run';
import type { ApiClient } from '../../transport/apiClient';
import { asFailure } from '../../transport/errors/failure';
import type { ReadOnce, Session } from '../../transport/session';
import type { ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import type { Task } from '../types';
import { asFlag, asNumber } from '../values';

const DEFAULT_MAX_WAIT = 30;

/** A task for one run, by its ID. */
export function runTask(
	parameters: ItemParameters,
	run: (client: ApiClient, id: string, readOnce: ReadOnce) => Promise<IDataObject>,
): Task {
	const id = parameters.id('runId', 'run', false);
	const settings = parameters.settings();
	return {
		settings,
		run: async (client, session) => [await run(client, id, session.readOnceIn(settings))],
	};
}

/** How long to wait for a run, and what a failed one means. */
export type WaitOptions = Pick<Waiting, 'maxWait' | 'failOnError'>;

export function readWaitOptions(parameters: ItemParameters): WaitOptions {
	const minutes = asNumber(parameters.option('maxWait'), 'maxWait', DEFAULT_MAX_WAIT);
	if (!(minutes > 0)) {
		throw new Refusal('Max Wait is not above 0', 'Give a number of minutes, such as 30.');
	}
	const failOnError = parameters.option('failOnError');
	return {
		maxWait: minutes * 60_000,
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
	const tell = (text: string) => session.tell(text);
	return { ...(await waitForRun(client, readOnce, { ...which, ...options, tell })) } as IDataObject;
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
