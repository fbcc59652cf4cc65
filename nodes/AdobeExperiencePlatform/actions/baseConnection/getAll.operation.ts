import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import type { Task } from '../types';
import { concurrencyOption, optionsField, showFor } from './fields';

const operations = ['getAll'];

export const properties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: showFor(operations),
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: showFor(operations, { returnAll: [false] }),
		description: 'Max number of results to return',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		displayOptions: showFor(operations),
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
	optionsField(operations, concurrencyOption),
];

/** Lists Amazon S3 base connections, newest first. */
export function prepare(parameters: ItemParameters): Task {
	const limit = parameters.flag('returnAll') ? Infinity : parameters.number('limit', 50);
	if (!(limit >= 1)) {
		throw new Refusal('Limit is below 1', 'Give a number from 1 on, or switch Return All on.');
	}
	const { name = '', state = '' } = parameters.collection('filters');
	const settings = parameters.settings();
	return {
		secrets: [],
		run: async (service, item) =>
			await service.list({ name, state }, Math.floor(limit), settings, item),
	};
}
