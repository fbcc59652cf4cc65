import type { INodeProperties } from 'n8n-workflow';
import { fieldsPatch } from './update';
import { requireParams } from './fit';
import { withoutAddresses } from './sources/bucket';
import type { Connection } from './connection';
import type { Params } from './sources/source';
import {
	byLabel,
	concurrencyOption,
	connectionIdField,
	etagOption,
	optionsField,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal } from '../adobe/errors/problem';
import type { Operation, Task } from '../node/operation';
import { asText } from '../node/values';
import { nameField, testAfterUpdateOption } from './fields';
import { descriptionField, paramField } from './sourceFields';
import { removableParams, settingsOfAll } from './updatable';
import { paramHints, readParams } from './sourceInput';
import { NEW_FIELDS, updateTask } from './tasks';

const settings = settingsOfAll();
const removable = new Map([...removableParams(), ['description', 'Description']]);

const properties: INodeProperties[] = [
	connectionIdField,
	{
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: byLabel([...settings.map(paramField), descriptionField, nameField]),
	},
	{
		displayName: 'Remove Fields',
		name: 'removeFields',
		type: 'multiOptions',
		options: [...removable]
			.map(([value, name]) => ({ name, value }))
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
		default: [],
		description: 'Fields to remove from the connection',
	},
	optionsField(concurrencyOption, etagOption, testAfterUpdateOption),
];

/** Changes or removes anything but credentials, in one PATCH. */
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
	const { name = '' } = fields;
	const check = (connection: Connection) => requireParams(connection, fields, remove);
	const hasParams = patch.updated.some((one) => one !== 'name' && one !== 'description');
	const update = { patch, check, ...(hasParams && { sees: 'kind' as const }) };
	return updateTask(parameters, update, NEW_FIELDS, {
		hints: paramHints(settings, fields),
		output: name ? { name } : {},
	});
}

/** What is checked without knowing the source is what every source that has the field would refuse. */
function readFields(parameters: ItemParameters): Params {
	const values = withoutAddresses(parameters.members('updateFields'), false);
	const words = {
		name: asText(values.name, 'name'),
		description: asText(values.description, 'description'),
	};
	const given = Object.entries(words).filter(([, text]) => text !== '');
	return { ...Object.fromEntries(given), ...readParams(settings, values) };
}

function readRemovals(parameters: ItemParameters, fields: Params): string[] {
	const names = parameters.list('removeFields');
	if (!names.every((name) => removable.has(name))) {
		throw new Refusal(
			'Remove Fields names something that cannot be removed',
			`What can be removed: ${[...removable.keys()].join(', ')}.`,
		);
	}
	const both = names.find((name) => fields[name] !== undefined);
	if (both !== undefined) {
		throw new Refusal(
			`${removable.get(both)} is to be changed and removed at once`,
			'Take it out of Update Fields or out of Remove Fields.',
		);
	}
	return [...new Set(names)];
}

export const operation: Operation = {
	label: 'Update',
	action: 'Update a base connection',
	description:
		'Change or remove description, bucket, folder and other fields that are not credentials, or change the name',
	properties,
	prepare,
};
