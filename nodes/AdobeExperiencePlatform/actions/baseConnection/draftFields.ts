import type { INodeProperties } from 'n8n-workflow';
import { concurrencyOption, optionsField } from '../commonFields';
import { keyFields, placeFields } from './fields';

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
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Access Key', value: 'accessKey', description: 'With an S3 access key' },
			{
				name: 'IAM Role',
				value: 'iamRole',
				description: 'With a role in the bucket policy; only for Experience Platform on AWS',
			},
		],
		default: 'accessKey',
		description: 'How Experience Platform reads the bucket',
	},
	{
		displayName:
			'Needs the Bucket Name under Additional Fields. The output names the role to put into the bucket policy.',
		name: 'iamRoleNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['iamRole'] } },
	},
	...keyFields('credential', { authentication: ['accessKey'] }),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: placeFields,
	},
	optionsField(concurrencyOption),
];
