import type { INodeProperties } from 'n8n-workflow';
import { getConnection } from './connection';
import {
	concurrencyOption,
	connectionIdField,
	optionsField,
	simplifyFields,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { connectionOutput } from './simplified';
import { connectionTask } from './tasks';

const properties: INodeProperties[] = [
	connectionIdField,
	...simplifyFields,
	optionsField(concurrencyOption),
];

/** Reads one connection; secrets are left out, however the service masks them. */
function prepare(parameters: ItemParameters): Task {
	const isSimplified = parameters.flag('simplify');
	return connectionTask(parameters, async (client, id) =>
		connectionOutput(await getConnection(client, id), isSimplified),
	);
}

export const operation: Operation = {
	label: 'Get',
	action: 'Get a base connection',
	description:
		'Get name, state, source, location and etag of a base connection, without its secrets',
	properties,
	prepare,
};
