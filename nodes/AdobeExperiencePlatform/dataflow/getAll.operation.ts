import type { INodeProperties } from 'n8n-workflow';
import { listDataflows, type DataflowFilters } from './list';
import {
	concurrencyOption,
	filtersField,
	limitFields,
	nameFilter,
	optionsField,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { asId } from '../node/values';

/** Which dataflows, and how many. */
export const listFields: INodeProperties[] = [
	...limitFields,
	filtersField(
		{
			displayName: 'Connection ID',
			name: 'connectionId',
			type: 'string',
			default: '',
			description:
				'Only dataflows that read with this base connection: those that stop when its keys expire',
		},
		{
			displayName: 'Dataset ID',
			name: 'datasetId',
			type: 'string',
			default: '',
			description: 'Only dataflows that write to this dataset',
		},
		nameFilter,
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Disabled', value: 'disabled' },
				{ name: 'Draft', value: 'draft' },
				{ name: 'Enabled', value: 'enabled' },
			],
			default: 'enabled',
		},
	),
];

export function readFilters(parameters: ItemParameters): DataflowFilters {
	const given = parameters.collection('filters');
	const { name = '', state = '', connectionId = '', datasetId = '' } = given;
	if (connectionId) asId(connectionId, 'Connection ID', 'connection');
	if (datasetId) asId(datasetId, 'Dataset ID', 'dataset');
	return { name, state, connectionId, datasetId };
}

/** Lists dataflows that bring data in, newest first. */
function prepare(parameters: ItemParameters): Task {
	const limit = parameters.limit();
	const filters = readFilters(parameters);
	return {
		settings: parameters.settings(),
		run: async (client) => await listDataflows(client, filters, limit),
	};
}

export const operation: Operation = {
	label: 'Get Many',
	action: 'Get many dataflows',
	description: 'List dataflows that bring data in, newest first',
	properties: [...listFields, optionsField(concurrencyOption)],
	prepare,
};
