import type { INodeProperties } from 'n8n-workflow';
import { byLabel, sandboxNameOption } from '../actions/commonFields';
import { anyDataflowField } from '../actions/dataflow/fields';

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{ name: 'Failed', value: 'failed', description: 'A run has failed, for whatever reason' },
			{
				name: 'Keys Refused',
				value: 'keysRefused',
				description: 'A run has failed since the source refused the keys, mostly expired ones',
			},
			{
				name: 'Partial Success',
				value: 'partialSuccess',
				description: 'A run has finished, and some records could not be ingested',
			},
			{ name: 'Success', value: 'success', description: 'A run has ingested all records' },
		],
		default: ['failed'],
		required: true,
		description: 'What the workflow starts for',
	},
	anyDataflowField('The dataflow to watch; all dataflows of the sandbox, if empty'),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: byLabel([
			sandboxNameOption,
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
			},
		]),
	},
];
