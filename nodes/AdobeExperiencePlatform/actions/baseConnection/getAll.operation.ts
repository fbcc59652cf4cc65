import type { INodeProperties } from 'n8n-workflow';
import { listConnections } from '../../flowService/baseConnection';
import { concurrencyOption, limitFields, optionsField } from '../commonFields';
import type { ItemParameters } from '../itemParameters';
import type { Operation, Task } from '../types';

const properties: INodeProperties[] = [
	...limitFields,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				description: 'The whole name, in the same letter case',
			},
			{
				displayName: 'State',
				name: 'state',
				type: 'options',
				options: [
					{ name: 'Disabled', value: 'disabled' },
					{ name: 'Draft', value: 'draft' },
					{ name: 'Enabled', value: 'enabled' },
					{ name: 'Initializing', value: 'initializing' },
				],
				default: 'enabled',
			},
		],
	},
	optionsField(concurrencyOption),
];

/** Lists Amazon S3 base connections, newest first. */
function prepare(parameters: ItemParameters): Task {
	const limit = parameters.limit();
	const { name = '', state = '' } = parameters.collection('filters');
	return {
		settings: parameters.settings(),
		run: async (client) => await listConnections(client, { name, state }, limit),
	};
}

export const operation: Operation = {
	label: 'Get Many',
	action: 'Get many base connections',
	description: 'List Amazon S3 base connections, newest first',
	properties,
	prepare,
};
