import type { INodeProperties } from 'n8n-workflow';
import { draftFields } from '../../flowService/connection';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { concurrencyOption, keyFields, optionsField, placeFields, showFor } from './fields';
import { draftHints, readDraft, secretsOf } from './s3Input';

const operations = ['create'];

export const properties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		displayOptions: showFor(operations),
		placeholder: 'e.g. Amazon S3 base connection',
		description:
			'What the connection is called in Experience Platform. Adobe does not demand that names differ.',
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
		displayOptions: showFor(operations),
		description: 'How Experience Platform reads the bucket',
	},
	...keyFields(operations, { default: 'credential', show: { authentication: ['accessKey'] } }),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: showFor(operations),
		options: placeFields,
	},
	optionsField(operations, concurrencyOption),
];

/** Creates one base connection: one request for each item. */
export function prepare(parameters: ItemParameters): Task {
	const draft = readDraft(parameters);
	const settings = parameters.settings();
	return {
		// Only so can an unclear create be told from another item's create of the same name.
		line: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsOf(draft.keys),
		hints: draftHints(draft),
		async run(service, item) {
			const written = await service.create(draft, settings, item);
			return {
				output: [{ ...written, updated: draftFields(draft) }],
				wrote: { id: written.id, how: 'created' },
			};
		},
	};
}
