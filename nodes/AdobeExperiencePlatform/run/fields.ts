import type { INodeProperties, IDataObject } from 'n8n-workflow';
import { concurrencyOption, idLocator, optionsField } from '../node/commonFields';
import type { ApiClient } from '../adobe/apiClient';
import type { ReadOnce } from '../adobe/session';
import type { ItemParameters } from '../node/itemParameters';
import type { Task } from '../node/operation';

/** Workflows saved before this was a resource locator hold the ID as text, which is accepted as well. */
export const runIdField: INodeProperties = idLocator({
	displayName: 'Run',
	name: 'runId',
	description: 'The dataflow run. The list shows recent ones, newest first.',
	hint: 'Choose from the list, or drag id here from the output of a Dataflow Run node or the trigger',
	list: 'searchRuns',
	placeholder: 'e.g. 8f2a6f0c-3b1d-4c57-9e2a-5d7c1b0e4f63',
});

/** Parameters of an operation on one run that needs nothing else. */
export const oneRun: INodeProperties[] = [runIdField, optionsField(concurrencyOption)];

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
