import type { INodeProperties } from 'n8n-workflow';
import { concurrencyOption, optionsField } from '../node/commonFields';
import { wholeConnectionFields } from './sourceFields';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'Name of the connection in Experience Platform',
};

export const expirationOption: INodeProperties = {
	displayName: 'Expiration',
	name: 'expiration',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.Expiration }}',
	description:
		'When the new credentials expire: a date or epoch seconds. Returned as expiresAt. Adobe does not store it.',
};

export const testAfterUpdateOption: INodeProperties = {
	displayName: 'Test After Update',
	name: 'testAfterUpdate',
	type: 'boolean',
	default: false,
	description:
		'Whether to test the connection after the update. If the test fails, the item fails, but the update stays.',
};

/** The parameters of what makes a whole connection: Create, and Create or Update. */
export const draftProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Amazon S3 base connection',
		description: 'Name of the connection in Experience Platform',
	},
	...wholeConnectionFields(),
	optionsField(concurrencyOption),
];
