import { createConnection, upsertConnection } from './create';
import type { ItemParameters } from '../node/itemParameters';
import { type Operation, type Task, updatedOutput } from '../node/operation';
import { draftTask, connectionTask } from './tasks';
import {
	draftFields,
	getConnection,
	connectionOutput,
	listConnections,
	BASE_CONNECTION,
	testConnection,
	type Connection,
} from './connection';
import { draftPatch } from './update';
import type { INodeProperties, IDataObject } from 'n8n-workflow';
import {
	concurrencyOption,
	connectionIdField,
	optionsField,
	simplifyFields,
	filtersField,
	limitFields,
	nameFilter,
} from '../node/commonFields';
import { sources } from './sources';
import { sourceChoices, wholeConnectionFields } from './sourceFields';
import { sourceNamed } from './sourceInput';
import { listDataflows } from '../dataflow/dataflow';
import type { ApiClient } from '../adobe/apiClient';
import { deleteEntity } from '../adobe/entity/action';
import { asFailure, Failure, cut, listed } from '../adobe/errors/failure';
import { getEntity } from '../adobe/entity/read';
import { whyUnreadable } from './explore';

const draftProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Orders landing zone',
		description: 'Name of the connection in Experience Platform',
	},
	...wholeConnectionFields(),
	optionsField(concurrencyOption),
];

function prepareCreate(parameters: ItemParameters): Task {
	return draftTask(parameters, createConnection, (draft) =>
		updatedOutput(parameters, draftFields(draft)),
	);
}

export const create: Operation = {
	label: 'Create',
	action: 'Create a base connection',
	description:
		'Create a new base connection for Amazon S3 or another source, even if the name exists already',
	properties: draftProperties,
	prepare: prepareCreate,
};

function prepareUpsert(parameters: ItemParameters): Task {
	return draftTask(parameters, upsertConnection, (draft, { created }) =>
		updatedOutput(parameters, created ? draftFields(draft) : draftPatch(draft).updated, created),
	);
}

export const upsert: Operation = {
	label: 'Create or Update',
	action: 'Connect a source (create or update a base connection)',
	description: 'Update the base connection with this name, or create it',
	properties: draftProperties,
	prepare: prepareUpsert,
};

const getProperties: INodeProperties[] = [
	connectionIdField,
	...simplifyFields,
	optionsField(concurrencyOption),
];

function prepareGet(parameters: ItemParameters): Task {
	const isSimplified = parameters.flag('simplify');
	return connectionTask(parameters, async (client, id) =>
		connectionOutput(await getConnection(client, id), isSimplified),
	);
}

export const get: Operation = {
	label: 'Get',
	action: 'Get a base connection',
	description:
		'Get name, state, source, location and etag of a base connection, without its secrets',
	properties: getProperties,
	prepare: prepareGet,
};

const [{ value: defaultSource }] = sources;

const getAllProperties: INodeProperties[] = [
	...limitFields,
	...simplifyFields,
	filtersField(
		nameFilter,
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			options: sourceChoices(sources),
			default: defaultSource,
			description: 'Without this filter, connections of all sources are listed',
		},
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Disabled', value: 'disabled' },
				{ name: 'Draft', value: 'draft' },
				{ name: 'Enabled', value: 'enabled' },
				{ name: 'Initializing', value: 'initializing' },
			],
			default: 'enabled',
		},
	),
	optionsField(concurrencyOption),
];

function prepareGetAll(parameters: ItemParameters): Task {
	const limit = parameters.limit();
	const { name = '', state = '', source: wanted = '' } = parameters.collection('filters');
	const source = wanted === '' ? undefined : sourceNamed(wanted);
	const isSimplified = parameters.flag('simplify');
	return {
		settings: parameters.settings(),
		async run(client) {
			const found = await listConnections(client, { name, state, source }, limit);
			return found.map((connection) => connectionOutput(connection, isSimplified));
		},
	};
}

export const getAll: Operation = {
	label: 'Get Many',
	action: 'Get many base connections',
	description: 'List base connections of all sources or of one, newest first',
	properties: getAllProperties,
	prepare: prepareGetAll,
};

const removeProperties: INodeProperties[] = [connectionIdField, optionsField(concurrencyOption)];

/** Codes of refusals because dataflows still use the connection (contract.md (c), delete). */
const IN_USE: ReadonlySet<string | undefined> = new Set(['FLOW-1418-400', 'FLOW-1447-400']);
const MOST_NAMED = 20;
const MOST_IN_TITLE = 3;
const LONGEST_NAME = 60;

/** Adobe refuses while dataflows use the connection. Then the error names them. */
function prepareRemove(parameters: ItemParameters): Task {
	const { isOfVersion1 } = parameters;
	return connectionTask(parameters, async (client, id) => {
		// Reading first gives the name for the output, and keeps a connection that cannot be read from being
		// deleted.
		const named = isOfVersion1 ? {} : { name: (await getConnection(client, id)).name ?? null, id };
		const failed = await deleteEntity(client, BASE_CONNECTION, id).catch(asFailure);
		if (!(failed instanceof Failure)) return { deleted: true, ...named };
		throw IN_USE.has(failed.code) ? await inUse(client, id, failed) : failed;
	});
}

/** The refusal with the names of the dataflows in its title, and their IDs in its description. */
async function inUse(client: ApiClient, connectionId: string, refusal: Failure): Promise<Failure> {
	const filters = { connectionId, name: '', state: '', datasetId: '' };
	const flows = await listDataflows(client, filters, MOST_NAMED + 1).catch(asFailure);
	if (flows instanceof Failure || flows.length === 0) return refusal;
	const names = flows.map(({ id, name }) => `"${cut(name ?? id, LONGEST_NAME)}"`);
	const all = flows.map(({ id }, index) => `${names[index]} (${id})`);
	const { message, description, httpCode, code, sourceCause } = refusal;
	const isAll = flows.length <= MOST_NAMED;
	const title = isAll ? names : names.slice(0, MOST_IN_TITLE);
	const more = isAll ? '' : ' and others';
	const used = `Used by: ${listed(all.slice(0, MOST_NAMED), MOST_NAMED)}${more}.`;
	return new Failure(
		`${message}: ${listed(title, MOST_IN_TITLE)}${more}`,
		`${description} ${used}`,
		httpCode,
		code,
		sourceCause,
	);
}

export const remove: Operation = {
	label: 'Delete',
	action: 'Delete a base connection',
	description: 'Delete a base connection permanently. Adobe refuses this while dataflows use it.',
	properties: removeProperties,
	prepare: prepareRemove,
};

const testProperties: INodeProperties[] = [connectionIdField, optionsField(concurrencyOption)];

/** A failed test is a result, not an error. */
function prepareTest(parameters: ItemParameters): Task {
	const id = parameters.id('connectionId', 'connection');
	const settings = parameters.settings();
	return {
		settings,
		announce: (session) => session.etags(BASE_CONNECTION, settings).announce(id),
		async run(client, session) {
			const result = await testConnection(client, id);
			const read = await session.etags(BASE_CONNECTION, settings).takeWhole(client, id);
			const connection = read ?? (await readConnection(client, id));
			return [await testOutput(client, id, result, connection)];
		},
	};
}

/** The output can do without the name. */
async function readConnection(client: ApiClient, id: string): Promise<Connection | undefined> {
	const read = await getEntity<Connection>(client, BASE_CONNECTION, id).catch(asFailure);
	return read instanceof Failure ? undefined : read;
}

/** `canRead` is the result of the test in plain words (contract.md (f)). */
async function testOutput(
	client: ApiClient,
	id: string,
	result: boolean,
	connection: Connection | undefined,
): Promise<IDataObject> {
	const name = connection?.name ?? '';
	const of = { name, canRead: result };
	if (result) return { ...of, reason: '', whatToDo: '', id, result };
	const { reason, whatToDo } = await whyUnreadable(client, id, connection);
	client.execution.hints.add(
		`Adobe cannot read with the connection ${name ? `"${name}"` : id}. ${reason}. ${whatToDo}`,
	);
	return { ...of, reason, whatToDo, id, result };
}

export const test: Operation = {
	label: 'Test',
	action: 'Test the keys of a base connection',
	description:
		'Find out whether Experience Platform can read with the stored credentials, and why not',
	properties: testProperties,
	prepare: prepareTest,
};
