import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Shows a parameter for some operations of a base connection, and under further conditions. */
export function showFor(
	operations: string[],
	further: NonNullable<IDisplayOptions['show']> = {},
): IDisplayOptions {
	return { show: { resource: ['baseConnection'], operation: operations, ...further } };
}

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
	operations: string[],
	defaultSource: 'credential' | 'fields',
	further: NonNullable<IDisplayOptions['show']> = {},
): INodeProperties[] {
	const shown = showFor(operations, further);
	const asFields = showFor(operations, { ...further, s3KeySource: ['fields'] });
	return [
		{
			...keySourceField,
			default: defaultSource,
			displayOptions: shown,
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

export const connectionIdField = (operations: string[]): INodeProperties => ({
	displayName: 'Connection',
	name: 'connectionId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	displayOptions: showFor(operations),
	description: 'The base connection to work with',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a connection...',
			typeOptions: { searchListMethod: 'searchConnections', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 4cb0c374-d3bb-4557-b139-5712880adc55',
		},
	],
});

/** Options that every operation has. */
const commonOptions: INodeProperties[] = [
	{
		displayName: 'Sandbox Name',
		name: 'sandboxName',
		type: 'string',
		default: '',
		placeholder: 'e.g. dev',
		description: 'Sandbox to work in instead of the one of the credential',
	},
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: 60,
		description: 'How many seconds to wait for each answer',
	},
];

export const etagOption: INodeProperties = {
	displayName: 'Etag',
	name: 'etag',
	type: 'string',
	default: '',
	placeholder: 'e.g. "1700d77b-0000-0200-0000-5e3b41a10000"',
	description:
		'Write only if the connection still has this etag, without reading it first. Left empty, the node reads the current one.',
};

export const testAfterUpdateOption: INodeProperties = {
	displayName: 'Test After Update',
	name: 'testAfterUpdate',
	type: 'boolean',
	default: false,
	description:
		'Whether to test the connection after the update; a failed test makes the item fail, although the update stands',
};

export const concurrencyOption: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: 5,
	description: 'How many items to work on side by side',
};

/** Parameters in the order of their labels, as n8n wants the entries of a collection. */
export function byLabel(fields: INodeProperties[]): INodeProperties[] {
	return fields.sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
}

/** The Options collection of some operations, its entries in the order of their labels. */
export function optionsField(operations: string[], ...more: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: showFor(operations),
		options: byLabel([...commonOptions, ...more]),
	};
}
