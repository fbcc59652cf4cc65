import type { INodeProperties } from 'n8n-workflow';
import { fieldsPatch, requireParams } from './update';
import { withoutAddresses } from './sources/bucket';
import type { Connection } from './connection';
import { type Params, firstOfName, type SourceParam } from './sources/source';
import {
	byLabel,
	concurrencyOption,
	connectionIdField,
	etagOption,
	optionsField,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal } from '../adobe/errors/failure';
import type { Operation, Task } from '../node/operation';
import { asText } from '../node/values';
import { testAfterUpdateOption, updateTask } from './tasks';
import { descriptionField, paramField, optionalSettings } from './sourceFields';
import { paramHints, readParams } from './sourceInput';
import { sources } from './sources';

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'Name of the connection in Experience Platform',
};

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

/** Advice if the test after the update fails. */
const NEW_FIELDS =
	'Check the changed fields, and that the stored credentials have not expired and may read the files.';

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

/** The source is not known yet, so only what all its sources refuse is refused here. */
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
			'Invalid value for Remove Fields',
			`Allowed values: ${[...removable.keys()].join(', ')}.`,
		);
	}
	const both = names.find((name) => fields[name] !== undefined);
	if (both !== undefined) {
		throw new Refusal(
			`${removable.get(both)} is in both Update Fields and Remove Fields`,
			'Remove it from one of them.',
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

/**
 * The settings of all sources, each name once, with the sources that have it. A value is refused only if all
 * these sources refuse it. The rest is checked when the connection is read.
 */
function settingsOfAll(): SourceParam[] {
	const all = sources.flatMap(({ label: source, methods }) =>
		firstOfName(methods.flatMap(({ settings }) => settings)).map((param) => ({ source, param })),
	);
	return firstOfName(all.map(({ param }) => param)).map((param) => {
		const alike = all.filter((one) => one.param.name === param.name);
		const labels = alike.map(({ source }) => source).join(', ');
		return {
			...param,
			description: `${param.description}. For ${labels}.`,
			problem: (value) =>
				alike.every((one) => one.param.problem?.(value)) ? param.problem?.(value) : undefined,
		};
	});
}

/** Optional parameters of connections, by name with their label. */
function removableParams(): Map<string, string> {
	const optional = sources.flatMap(({ methods }) =>
		methods.flatMap((method) => [
			...optionalSettings(method),
			...method.credentials.filter(({ whenEmpty }) => whenEmpty === 'goes'),
		]),
	);
	return new Map(optional.map(({ name, label }) => [name, label]));
}
