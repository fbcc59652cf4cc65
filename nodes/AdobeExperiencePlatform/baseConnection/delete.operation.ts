import type { INodeProperties } from 'n8n-workflow';
import { BASE_CONNECTION, getConnection } from './connection';
import { listDataflows } from '../dataflow/list';
import type { ApiClient } from '../adobe/apiClient';
import { deleteEntity } from '../adobe/entity/action';
import { asFailure, Failure, cut, listed } from '../adobe/errors/failure';
import { concurrencyOption, connectionIdField, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { connectionTask } from './tasks';

const properties: INodeProperties[] = [connectionIdField, optionsField(concurrencyOption)];

/** Refusals since dataflows still use the connection (contract.md (c), delete). */
const IN_USE: ReadonlySet<string | undefined> = new Set(['FLOW-1418-400', 'FLOW-1447-400']);
const MOST_NAMED = 20;
const LONGEST_NAME = 60;

/** Deletes a connection for good; Adobe refuses while dataflows use it, and they are named then. */
function prepare(parameters: ItemParameters): Task {
	const { isOfVersion1 } = parameters;
	return connectionTask(parameters, async (client, id) => {
		// Nothing that cannot be read is deleted: a person sees by its name what went.
		const named = isOfVersion1 ? {} : { name: (await getConnection(client, id)).name ?? null, id };
		const failed = await deleteEntity(client, BASE_CONNECTION, id).catch(asFailure);
		if (!(failed instanceof Failure)) return { deleted: true, ...named };
		throw IN_USE.has(failed.code) ? failed.with(await usersOf(client, id)) : failed;
	});
}

async function usersOf(client: ApiClient, connectionId: string): Promise<string> {
	const filters = { connectionId, name: '', state: '', datasetId: '' };
	const flows = await listDataflows(client, filters, MOST_NAMED + 1).catch(asFailure);
	if (flows instanceof Failure || flows.length === 0) return '';
	const names = flows.map(({ id, name }) => `"${cut(String(name), LONGEST_NAME)}" (${String(id)})`);
	const more = flows.length > MOST_NAMED ? ' and others' : '';
	return `Used by: ${listed(names.slice(0, MOST_NAMED), MOST_NAMED)}${more}.`;
}

export const operation: Operation = {
	label: 'Delete',
	action: 'Delete a base connection',
	description: 'Delete a base connection for good. Adobe refuses while dataflows use it.',
	properties,
	prepare,
};
