import type { INodeProperties } from 'n8n-workflow';
import {
	fieldsPatch,
	type ConnectionFields,
	type RemovableField,
} from '../../flowService/baseConnection';
import {
	byLabel,
	concurrencyOption,
	connectionIdField,
	etagOption,
	optionsField,
} from '../commonFields';
import type { ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import type { Operation, Task } from '../types';
import { nameField, placeFields, testAfterUpdateOption } from './fields';
import { placeHints, refuseBadPlace, withoutOuterSlashes } from './s3Input';
import { NEW_FIELDS } from './testAfterUpdate';
import { updateTask } from './updateTask';

const removable: Record<RemovableField, string> = {
	bucketName: 'Bucket Name',
	description: 'Description',
	folderPath: 'Folder Path',
	s3SessionToken: 'S3 Session Token',
	serviceUrl: 'Service URL',
};

const properties: INodeProperties[] = [
	connectionIdField,
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: byLabel([...placeFields, nameField]),
	},
	{
		displayName: 'Remove Fields',
		name: 'removeFields',
		type: 'multiOptions',
		options: Object.entries(removable).map(([value, name]) => ({ name, value })),
		default: [],
		description: 'What the connection shall no longer have',
	},
	optionsField(concurrencyOption, etagOption, testAfterUpdateOption),
];

/** Changes or removes anything but keys, in one PATCH. */
function prepare(parameters: ItemParameters): Task {
	const fields = readFields(parameters);
	const remove = readRemovals(parameters, fields);
	const patch = fieldsPatch(fields, remove);
	if (patch.operations.length === 0) {
		throw new Refusal(
			'There is nothing to change',
			'Add a field with a value under Update Fields, or choose one under Remove Fields. A field left empty stays as it is.',
		);
	}
	return updateTask(parameters, { patch }, NEW_FIELDS, {
		hints: placeHints(fields),
		output: fields.name ? { name: fields.name } : {},
	});
}

function readFields(parameters: ItemParameters): ConnectionFields {
	const { name, description, bucketName, folderPath, serviceUrl } =
		parameters.collection('updateFields');
	const fields = {
		name,
		description,
		bucketName,
		folderPath: folderPath && withoutOuterSlashes(folderPath),
		serviceUrl,
	};
	refuseBadPlace(fields);
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

function readRemovals(parameters: ItemParameters, fields: ConnectionFields): RemovableField[] {
	const names = parameters.list('removeFields');
	const unknown = names.find((name) => !Object.hasOwn(removable, name));
	if (unknown !== undefined) {
		throw new Refusal(
			'Remove Fields names something that cannot be removed',
			`What can be removed: ${Object.keys(removable).join(', ')}.`,
		);
	}
	const both = names.find((name) => Object.hasOwn(fields, name));
	if (both !== undefined) {
		throw new Refusal(
			`${removable[both as RemovableField]} is to be changed and removed at once`,
			'Take it out of Update Fields or out of Remove Fields.',
		);
	}
	return [...new Set(names)] as RemovableField[];
}

export const operation: Operation = {
	label: 'Update',
	action: 'Update a base connection',
	description: 'Change or remove name, description, bucket, folder or service URL',
	properties,
	prepare,
};
