import type { INodeProperties } from 'n8n-workflow';
import { getConnection } from './connection';
import { concurrencyOption, connectionIdField, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { connectionTask } from './tasks';

const properties: INodeProperties[] = [connectionIdField, optionsField(concurrencyOption)];

/** Reads one connection; secrets are left out, however the service masks them. */
function prepare(parameters: ItemParameters): Task {
	return connectionTask(parameters, getConnection);
}

export const operation: Operation = {
	label: 'Get',
	action: 'Get a base connection',
	description: 'Read name, state, source, place and etag of one base connection; never its secrets',
	properties,
	prepare,
};
