import type { INodeProperties } from 'n8n-workflow';
import { byLabel, sandboxNameOption } from '../actions/commonFields';
import { anyDataflowField } from '../actions/dataflow/fields';

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: [
			{
				name: 'Failed',
				value: 'failed',
				action: 'On a dataflow run that failed',
				description: 'A run has failed, for whatever reason',
			},
			{
				name: 'Keys Refused',
				value: 'keysRefused',
				action: 'On a dataflow run whose keys were refused',
				description: 'A run has failed since the source refused the keys, mostly expired ones',
			},
			{
				name: 'Partial Success',
				value: 'partialSuccess',
				action: 'On a dataflow run with partial success',
				description: 'A run has finished, and some records could not be ingested',
			},
			{
				name: 'Success',
				value: 'success',
				action: 'On a dataflow run that succeeded',
				description: 'A run has ingested all records',
			},
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
