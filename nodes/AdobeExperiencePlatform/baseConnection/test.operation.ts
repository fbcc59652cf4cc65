import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import { getEntity } from '../adobe/entity/read';
import { asFailure, Failure } from '../adobe/errors/failure';
import { concurrencyOption, connectionIdField, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { BASE_CONNECTION, testConnection, type Connection } from './connection';
import { whyUnreadable } from './whyUnreadable';

const properties: INodeProperties[] = [connectionIdField, optionsField(concurrencyOption)];

/** Tests whether Experience Platform can read the files; a false is an answer, no error. */
function prepare(parameters: ItemParameters): Task {
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

/** The name is worth a request, but its answer decides nothing. */
async function readConnection(client: ApiClient, id: string): Promise<Connection | undefined> {
	const read = await getEntity<Connection>(client, BASE_CONNECTION, id).catch(asFailure);
	return read instanceof Failure ? undefined : read;
}

/** The test is of what Adobe signs in with: `canRead` is its result in plain words (contract.md (f)). */
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

export const operation: Operation = {
	label: 'Test',
	action: 'Test the keys of a base connection',
	description:
		'Find out whether Experience Platform can read with the stored credentials, and why not',
	properties,
	prepare,
};
