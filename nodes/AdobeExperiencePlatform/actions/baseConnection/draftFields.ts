import type { INodeProperties } from 'n8n-workflow';
import { concurrencyOption, optionsField } from '../commonFields';
import { wholeConnectionFields } from './sourceFields';

/** The parameters of what makes a whole connection: Create, and Create or Update. */
export const draftProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Amazon S3 base connection',
		description: 'What the connection is called in Experience Platform',
	},
	...wholeConnectionFields(),
	optionsField(concurrencyOption),
];
