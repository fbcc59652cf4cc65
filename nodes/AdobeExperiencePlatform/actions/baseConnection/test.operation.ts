import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { concurrencyOption, connectionIdField, optionsField } from './fields';
import { connectionTask } from './tasks';

const operations = ['test'];

export const properties: INodeProperties[] = [
	connectionIdField(operations),
	optionsField(operations, concurrencyOption),
];

/** Tests whether Experience Platform can read the bucket; a false is an answer, no error. */
export function prepare(parameters: ItemParameters): Task {
	return connectionTask(parameters, async (service, id, settings, item) => ({
		id,
		result: await service.test(id, settings, item),
	}));
}
