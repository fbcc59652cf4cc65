import type { INodeProperties } from 'n8n-workflow';
import { normalizeEtag } from '../../flowService/etag';
import { fieldsPatch, type ConnectionFields, type RemovableField } from '../../flowService/patch';
import type { ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import type { Task } from '../types';
import {
	byLabel,
	concurrencyOption,
	connectionIdField,
	etagOption,
	nameField,
	optionsField,
	placeFields,
	showFor,
	testAfterUpdateOption,
} from './fields';
import { placeHints, refuseBadPlace, withoutOuterSlashes } from './s3Input';
import { NEW_FIELDS, testOutput } from './testAfterUpdate';

const operations = ['update'];

const removable: Record<RemovableField, string> = {
	bucketName: 'Bucket Name',
	description: 'Description',
	folderPath: 'Folder Path',
	s3SessionToken: 'S3 Session Token',
	serviceUrl: 'Service URL',
};

export const properties: INodeProperties[] = [
	connectionIdField(operations),
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: showFor(operations),
		options: byLabel([...placeFields, nameField]),
	},
	{
		displayName: 'Remove Fields',
		name: 'removeFields',
		type: 'multiOptions',
		options: Object.entries(removable).map(([value, name]) => ({ name, value })),
		default: [],
		displayOptions: showFor(operations),
		description: 'What the connection shall no longer have',
	},
	optionsField(operations, concurrencyOption, etagOption, testAfterUpdateOption),
];

/** Changes or removes anything but keys, in one PATCH. */
export function prepare(parameters: ItemParameters): Task {
	const id = parameters.connectionId();
	const fields = readFields(parameters);
	const remove = readRemovals(parameters, fields);
	const patch = fieldsPatch(fields, remove);
	if (patch.operations.length === 0) {
		throw new Refusal(
			'There is nothing to change',
			'Add a field with a value under Update Fields, or choose one under Remove Fields. A field left empty stays as it is.',
		);
	}
	const settings = parameters.settings();
	const etag = normalizeEtag(parameters.textOption('etag'));
	const isTested = parameters.flagOption('testAfterUpdate');
	return {
		line: JSON.stringify([settings.sandboxName, id]),
		secrets: [],
		hints: placeHints(fields),
		async run(service, item) {
			const written = await service.update(id, patch, { etag }, settings, item);
			const test = isTested ? await testOutput(service, written, NEW_FIELDS, settings, item) : {};
			const name = fields.name ?? written.name;
			return [{ ...written, ...(name && { name }), updated: patch.updated, ...test }];
		},
	};
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
