import type { INodeProperties } from 'n8n-workflow';
import { BASE_CONNECTION, getConnection } from './connection';
import { listDataflows } from '../dataflow/dataflow';
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
const MOST_IN_TITLE = 3;
const LONGEST_NAME = 60;

/** Deletes a connection for good; Adobe refuses while dataflows use it, and they are named then. */
function prepare(parameters: ItemParameters): Task {
	const { isOfVersion1 } = parameters;
	return connectionTask(parameters, async (client, id) => {
		// Nothing that cannot be read is deleted: a person sees by its name what went.
		const named = isOfVersion1 ? {} : { name: (await getConnection(client, id)).name ?? null, id };
		const failed = await deleteEntity(client, BASE_CONNECTION, id).catch(asFailure);
		if (!(failed instanceof Failure)) return { deleted: true, ...named };
		throw IN_USE.has(failed.code) ? await inUse(client, id, failed) : failed;
	});
}

/** The refusal with the names of the dataflows in its title, and their IDs below it. */
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

export const operation: Operation = {
	label: 'Delete',
	action: 'Delete a base connection',
	description: 'Delete a base connection permanently. Adobe refuses this while dataflows use it.',
	properties,
	prepare,
};
