import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import type { ReadOnce } from '../adobe/session';
import { concurrencyOption, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Task } from '../node/operation';
import { dataflowIdField } from './fields';

/** The parameters of an operation on one dataflow that takes no further ones. */
export const oneDataflow: INodeProperties[] = [dataflowIdField, optionsField(concurrencyOption)];

/** A task for one dataflow; tasks for the same one run one after another. */
export function dataflowTask(
	parameters: ItemParameters,
	run: (client: ApiClient, id: string, readOnce: ReadOnce) => Promise<IDataObject>,
): Task {
	const id = parameters.id('dataflowId', 'dataflow');
	const settings = parameters.settings();
	return {
		settings,
		key: JSON.stringify([settings.sandboxName, id]),
		run: async (client, session) => [await run(client, id, session.readOnceIn(settings))],
	};
}
