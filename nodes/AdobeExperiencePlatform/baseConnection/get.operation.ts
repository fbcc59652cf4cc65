import type { ItemParameters } from '../node/itemParameters';
import { entityTask, type Operation, type Task } from '../node/operation';
import {
	connectionOutput,
	listConnections,
	BASE_CONNECTION,
	connectionIfReadable,
	testConnection,
	type Connection,
} from './connection';
import {
	concurrencyOption,
	connectionIdField,
	optionsField,
	simplifyFields,
	filtersField,
	limitFields,
	nameFilter,
} from '../node/commonFields';
import { sources, sourceOf } from './sources/source';
import { sourceChoices } from './sourceFields';
import { sourceNamed } from './sourceInput';
import { listDataflows } from '../dataflow/dataflow';
import type { ApiClient } from '../adobe/apiClient';
import { deleteEntity } from '../adobe/entity/action';
import { etagsOf } from '../adobe/entity/etags';
import { getEntity } from '../adobe/entity/read';
import { asFailure, Failure, cut, listed } from '../adobe/errors/failure';
import { whyUnreadable } from './refused';
import { searchEntities } from '../node/lists';
import type {
	INodeProperties,
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
} from 'n8n-workflow';

/** Parameters of an operation on one connection that needs nothing else. */
const oneConnection: INodeProperties[] = [connectionIdField, optionsField(concurrencyOption)];

export const get: Operation = {
	label: 'Get',
	action: 'Get a base connection',
	description:
		'Get name, state, source, location and etag of a base connection, without its secrets',
	properties: [connectionIdField, ...simplifyFields, optionsField(concurrencyOption)],
	prepare(parameters) {
		const isSimplified = parameters.flag('simplify');
		return entityTask(parameters, { noun: 'connection' }, async (client, id) =>
			connectionOutput(await getEntity<Connection>(client, BASE_CONNECTION, id), isSimplified),
		);
	},
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

/** Codes of refusals because dataflows still use the connection (contract.md (c), delete). */
const IN_USE: ReadonlySet<string | undefined> = new Set(['FLOW-1418-400', 'FLOW-1447-400']);
const MOST_NAMED = 20;
const MOST_IN_TITLE = 3;
const LONGEST_NAME = 60;

/** Adobe refuses while dataflows use the connection. Then the error names them. */
function prepareRemove(parameters: ItemParameters): Task {
	const { isOfVersion1 } = parameters;
	return entityTask(parameters, { noun: 'connection' }, async (client, id) => {
		// Reading first gives the name for the output, and keeps a connection that cannot be read from being
		// deleted.
		const named = isOfVersion1
			? {}
			: { name: (await getEntity(client, BASE_CONNECTION, id)).name ?? null, id };
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
	properties: oneConnection,
	prepare: prepareRemove,
};

/** A failed test is a result, not an error. */
function prepareTest(parameters: ItemParameters): Task {
	const id = parameters.id('connectionId', 'connection');
	const settings = parameters.settings();
	return {
		settings,
		announce: (client) => etagsOf(client, BASE_CONNECTION).announce(id),
		async run(client) {
			const result = await testConnection(client, id);
			const read = await etagsOf(client, BASE_CONNECTION).takeWhole(client, id);
			const connection = read ?? (await connectionIfReadable(client, id));
			return [await testOutput(client, id, result, connection)];
		},
	};
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
	const { message: reason, description: whatToDo } = await whyUnreadable(client, id, connection);
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
	properties: oneConnection,
	prepare: prepareTest,
};

/** Base connections with their source, newest first. */
export async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const sourceLabel = ({ connectionSpec }: Connection) => sourceOf(connectionSpec?.id)?.label;
	return await searchEntities(this, BASE_CONNECTION, filter, paginationToken, sourceLabel);
}
