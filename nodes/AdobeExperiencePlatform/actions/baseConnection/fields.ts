import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'What the connection is called in Experience Platform',
};

/** The place within S3; none of them is secret. Shared by what creates and what changes. */
export const placeFields: INodeProperties[] = [
	{
		displayName: 'Bucket Name',
		name: 'bucketName',
		type: 'string',
		default: '',
		placeholder: 'e.g. my-bucket',
		description: 'Needed, together with the folder path, where the keys may read this bucket only',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		description: 'What the connection is for, shown in Experience Platform',
	},
	{
		displayName: 'Folder Path',
		name: 'folderPath',
		type: 'string',
		default: '',
		placeholder: 'e.g. folder/subfolder',
		description:
			'Folder within the bucket, without a slash at either end. Exploring the connection starts there.',
	},
	{
		displayName: 'Service URL',
		name: 'serviceUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://s3.eu-west-1.amazonaws.com/',
		description: 'Needed where the bucket is bound to a region',
	},
];

const keySourceField: INodeProperties = {
	displayName: 'S3 Keys From',
	name: 's3KeySource',
	type: 'options',
	options: [
		{
			name: 'Credential',
			value: 'credential',
			description: 'Take the keys that the Adobe credential of this node holds',
		},
		{
			name: 'Fields Below',
			value: 'fields',
			description: 'Take the keys from the fields, for instance from a preceding AWS STS call',
		},
	],
	default: 'credential',
	description:
		'Where the S3 keys come from. What is typed into fields, n8n stores in the workflow.',
};

/**
 * Where the keys come from, and the keys themselves.
 * @param further conditions under which they are shown
 */
export function keyFields(
	defaultSource: 'credential' | 'fields',
	further: NonNullable<IDisplayOptions['show']> = {},
): INodeProperties[] {
	const asFields = { show: { ...further, s3KeySource: ['fields'] } };
	return [
		{
			...keySourceField,
			default: defaultSource,
			displayOptions: { show: further },
		},
		{
			displayName: 'S3 Access Key',
			name: 's3AccessKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: asFields,
			placeholder: 'e.g. {{ $json.AccessKeyId }}',
			description: 'ID of the access key, AccessKeyId of an AWS STS answer',
		},
		{
			displayName: 'S3 Secret Key',
			name: 's3SecretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: asFields,
			placeholder: 'e.g. {{ $json.SecretAccessKey }}',
			description: 'Secret that belongs to the access key, SecretAccessKey of an AWS STS answer',
		},
		{
			displayName: 'S3 Session Token',
			name: 's3SessionToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: asFields,
			placeholder: 'e.g. {{ $json.SessionToken }}',
			description: 'Token of temporary keys, SessionToken of an AWS STS answer',
		},
	];
}

export const testAfterUpdateOption: INodeProperties = {
	displayName: 'Test After Update',
	name: 'testAfterUpdate',
	type: 'boolean',
	default: false,
	description:
		'Whether to test the connection after the update; a failed test makes the item fail, although the update stands',
};
