import type { INodeProperties, IDataObject } from 'n8n-workflow';
import { fieldsPatch, requireParams, updateConnection, type ConnectionUpdate } from './update';
import { withoutAddresses } from './sources/bucket';
import { type Connection, BASE_CONNECTION, testConnection } from './connection';
import { type Params, firstOfName, type SourceParam, sources } from './sources/source';
import {
	byLabel,
	concurrencyOption,
	connectionIdField,
	etagOption,
	optionsField,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal, asFailure, Failure } from '../adobe/errors/failure';
import { type Operation, type Task, etagTask, inReadingOrder } from '../node/operation';
import { asText } from '../node/values';
import { descriptionField, paramField, optionalSettings } from './sourceFields';
import { paramHints, readParams } from './sourceInput';
import type { ApiClient } from '../adobe/apiClient';
import type { Written } from '../adobe/entity/kind';
import { whyUnreadable } from './refused';

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'Name of the connection in Experience Platform',
};

export const testAfterUpdateOption: INodeProperties = {
	displayName: 'Test After Update',
	name: 'testAfterUpdate',
	type: 'boolean',
	default: false,
	description:
		'Whether to test the connection after the update. Recommended for new keys, since Adobe stores them without a check. If the test fails, the item fails, but the update stays.',
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

export const update: Operation = {
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

/**
 * A task that changes one connection by a patch. Without the user's etag, the etags of many items are read
 * together.
 * @param whatToCheck advice if the test after the update fails
 */
export function updateTask(
	parameters: ItemParameters,
	update: ConnectionUpdate,
	whatToCheck: string,
	{ output, ...more }: Pick<Task, 'secrets' | 'hints'> & { output: IDataObject },
): Task {
	const id = parameters.id('connectionId', 'connection');
	const isTested = parameters.flagOption('testAfterUpdate');
	const task = etagTask(parameters, BASE_CONNECTION, id, async (client, etag) => {
		const written = await updateConnection(client, id, update, etag);
		const test = isTested ? await testOutput(client, written, whatToCheck) : {};
		return inReadingOrder({ ...written, ...output, updated: update.patch.updated, ...test });
	});
	return { ...more, ...task };
}

/**
 * Tests a connection after an update, since a PATCH checks nothing (contract.md (e)).
 * @throws Failure with the new etag if the test fails or gets no response. The update stays
 */
async function testOutput(
	client: ApiClient,
	{ id, etag }: Written,
	check: string,
): Promise<IDataObject> {
	const stands = `The update was written: the new etag of connection ${id} is ${etag ?? 'not shown'}.`;
	const result = await testConnection(client, id).catch(asFailure);
	if (result instanceof Failure) throw result.with(stands);
	if (result) return { testResult: true };
	const { message, description, isOfKeys } = await whyUnreadable(client, id, undefined);
	throw new Failure(
		'The connection test failed after the update',
		`${message}. ${isOfKeys ? check : description} ${stands}`,
	);
}
