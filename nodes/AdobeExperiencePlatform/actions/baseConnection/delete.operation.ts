import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { concurrencyOption, connectionIdField, optionsField } from './fields';
import { connectionTask } from './tasks';

const operations = ['delete'];

export const properties: INodeProperties[] = [
	connectionIdField(operations),
	optionsField(operations, concurrencyOption),
];

/** Deletes a connection for good; Adobe refuses while dataflows use it. */
export function prepare(parameters: ItemParameters): Task {
	return connectionTask(parameters, async (service, id, settings, item) => {
		await service.delete(id, settings, item);
		return { deleted: true };
	});
}
