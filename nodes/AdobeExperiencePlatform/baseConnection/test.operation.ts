import type { INodeProperties } from 'n8n-workflow';
import { testConnection } from './connection';
import { concurrencyOption, connectionIdField, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { connectionTask } from './tasks';

const properties: INodeProperties[] = [connectionIdField, optionsField(concurrencyOption)];

/** Tests whether Experience Platform can read the files; a false is an answer, no error. */
function prepare(parameters: ItemParameters): Task {
	return connectionTask(parameters, async (client, id) => ({
		id,
		result: await testConnection(client, id),
	}));
}

export const operation: Operation = {
	label: 'Test',
	action: 'Test a base connection',
	description:
		'Find out whether Experience Platform can read the files with the stored credentials',
	properties,
	prepare,
};
