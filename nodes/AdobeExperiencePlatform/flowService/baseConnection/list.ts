import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { byName, byProperty, type Filter } from '../../transport/entity/filters';
import { getEntity, LARGEST_PAGE, listEntities } from '../../transport/entity/read';
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
	const filters = [name && byName(name), state && byProperty('state', state)].filter(isFilter);
	const kind = source ? connectionsOf(source) : BASE_CONNECTION;
	const found: IDataObject[] = [];
	// Where the service cannot compare the name, a page of the limit's size may hold no match.
	const pageSize = name && !byName(name) ? LARGEST_PAGE : Math.min(limit, LARGEST_PAGE);
	for await (const one of listEntities<Connection>(client, kind, filters, pageSize)) {
		if ((name && one.name !== name) || (state && one.state !== state)) continue;
		found.push(shown(one));
		if (found.length >= limit) break;
	}
	return found;
}

function isFilter(filter: Filter | '' | undefined): filter is Filter {
	return Boolean(filter);
}
