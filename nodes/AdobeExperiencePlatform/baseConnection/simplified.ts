import type { IDataObject } from 'n8n-workflow';
import { etagOf } from '../adobe/entity/etag';
import { isoTime, pick } from '../adobe/json';
import { shown, type Connection } from './connection';
import { sourceOf } from './sources';
import { firstOfName, isOf, visibleParams, type Source } from './sources/source';

/** A connection as the node gives it out, simplified or in Adobe's own shape. */
export function connectionOutput(connection: Connection, isSimplified: boolean): IDataObject {
	return isSimplified ? simplifiedConnection(connection) : shown(connection);
}

/**
 * A connection as people read it: what it is and where its files are, then dates, then IDs. As in Adobe's whole answer
 * there is nothing that could be a secret.
 */
function simplifiedConnection(connection: Connection): IDataObject {
	const { id, name = null, state = null, description, createdAt, updatedAt } = connection;
	const { specName, params = {} } = connection.auth ?? {};
	const source = sourceOf(connection.connectionSpec?.id);
	const method = source?.methods.find((one) => isOf(one, specName ?? ''));
	const etag = etagOf(connection);
	return {
		name,
		state,
		source: source?.value ?? null,
		authentication: method?.value ?? specName ?? null,
		...(source && pick(params, placeFirst(source))),
		...(description !== undefined && { description }),
		createdAt: isoTime(createdAt),
		updatedAt: isoTime(updatedAt),
		id,
		...(etag !== undefined && { etag }),
	};
}

/** Names of what may be shown: where the files are, then how they are reached, then who signs in. */
function placeFirst({ methods }: Source): string[] {
	const settings = firstOfName(methods.flatMap((method) => method.settings));
	return firstOfName([...settings, ...visibleParams(methods)]).map(({ name }) => name);
}
