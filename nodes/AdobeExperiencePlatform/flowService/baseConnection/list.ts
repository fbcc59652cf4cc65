import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { byName, byProperty } from '../../transport/entity/filters';
import { firstPassing, getEntity } from '../../transport/entity/read';
import { BASE_CONNECTION, connectionsOf, shown, type Connection } from './connection';
import type { Source } from './sources';

/** Reads one connection, without anything that could be a secret. */
export async function getConnection(client: ApiClient, id: string): Promise<IDataObject> {
	return shown(await getEntity<Connection>(client, BASE_CONNECTION, id));
}

/**
 * Base connections, newest first, without anything that could be a secret.
 * @param filters '' where there is none; the name is compared whole; without a source those of all
 */
export async function listConnections(
	client: ApiClient,
	{ name, state, source }: { name: string; state: string; source?: Source },
	limit: number,
): Promise<IDataObject[]> {
	const kind = source ? connectionsOf(source) : BASE_CONNECTION;
	const filters = [name && byName(name), state && byProperty('state', state)];
	const found = await firstPassing<Connection>(client, kind, filters, {
		limit,
		isExact: !name || byName(name) !== undefined,
		passes: (one) => (!name || one.name === name) && (!state || one.state === state),
	});
	return found.map(shown);
}
