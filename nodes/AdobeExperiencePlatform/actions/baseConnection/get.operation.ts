import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { concurrencyOption, connectionIdField, optionsField } from './fields';
import { connectionTask } from './tasks';

const operations = ['get'];

export const properties: INodeProperties[] = [
	connectionIdField(operations),
	optionsField(operations, concurrencyOption),
];

/** Reads one connection; keys are left out, however the service masks them. */
export function prepare(parameters: ItemParameters): Task {
	return connectionTask(
		parameters,
		async (service, id, settings, item) => await service.get(id, settings, item),
	);
}
