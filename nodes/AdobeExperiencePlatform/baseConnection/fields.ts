import type { INodeProperties } from 'n8n-workflow';
import { concurrencyOption, optionsField } from '../node/commonFields';
import { wholeConnectionFields } from './sourceFields';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'What the connection is called in Experience Platform',
};

export const expirationOption: INodeProperties = {
	displayName: 'Expiration',
	name: 'expiration',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.Expiration }}',
	description:
		'When the new credentials expire, as AWS STS and others say: a date or epoch seconds. Comes out again as expiresAt; Adobe does not store it.',
};

export const testAfterUpdateOption: INodeProperties = {
	displayName: 'Test After Update',
	name: 'testAfterUpdate',
	type: 'boolean',
	default: false,
	description:
		'Whether to test the connection after the update; a failed test makes the item fail, although the update stands',
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
		description: 'What the connection is called in Experience Platform',
	},
	...wholeConnectionFields(),
	optionsField(concurrencyOption),
];
