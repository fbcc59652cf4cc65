import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { concurrencyOption, connectionIdField, optionsField } from './fields';

const operations = ['test'];

export const properties: INodeProperties[] = [
	connectionIdField(operations),
	optionsField(operations, concurrencyOption),
];

/** Tests whether Experience Platform can read the bucket; a false is an answer, no error. */
export function prepare(parameters: ItemParameters): Task {
	const id = parameters.connectionId();
	const settings = parameters.settings();
	return {
		secrets: [],
		run: async (service, item) => [{ id, result: await service.test(id, settings, item) }],
	};
}
