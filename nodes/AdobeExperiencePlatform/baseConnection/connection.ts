import type { IDataObject } from 'n8n-workflow';
import {
	etagOf,
	type Entity,
	type EntityKind,
	byName,
	byProperty,
	entityPath,
	FLOW_SERVICE,
} from '../adobe/entity/kind';
import { pick, asRecord, isoTime } from '../adobe/json';
import {
	SPEC_VERSION,
	isOf,
	visibleParams,
	type AuthMethod,
	type Params,
	type Source,
	firstOfName,
	sourceOf,
	sources,
} from './sources/source';
import type { ApiClient } from '../adobe/apiClient';
import { firstPassing, getEntity } from '../adobe/entity/read';
import { asFailure, Failure } from '../adobe/errors/failure';
import type { FileFormat } from '../file/format';

/** A comma in a filter means "or" (contract.md (i)). */
export function connectionsOf(...of: readonly Source[]): EntityKind {
	return {
		noun: 'connection',
		path: `${FLOW_SERVICE}/connections`,
		filters: [['property', `connectionSpec.id==${of.map(({ specId }) => specId).join(',')}`]],
		busyStates: ['initializing'],
		busyCodes: ['FLOW-1417-400'],
		fixedOf: ({ connectionSpec, auth }: Connection) => ({
			...(connectionSpec && { connectionSpec }),
			...(auth?.specName !== undefined && { auth: { specName: auth.specName } }),
		}),
	};
}

export const BASE_CONNECTION = connectionsOf(...sources);

/** A connection as the service returns it (contract.md (c), item fields). Any member may be missing. */
export interface Connection extends Entity {
	connectionSpec?: { id?: string; version?: string };
	auth?: { specName?: string; params?: Record<string, unknown> };
}

export interface ConnectionDraft {
	name: string;
	/** Empty if there is none. */
	description: string;
	source: Source;
	method: AuthMethod;
	credentials: Params;
	settings: Params;
}

/**
 * The body of `POST /connections` (contract.md (c), (d), (l)). Empty values are left out, since an empty text is
 * a value to the service.
 */
export function connectionBody(draft: ConnectionDraft): IDataObject {
	const { name, description, source, method, credentials, settings } = draft;
	return {
		name,
		...(description && { description }),
		auth: { specName: method.specName, params: { ...credentials, ...settings } },
		connectionSpec: { id: source.specId, version: SPEC_VERSION },
	};
}

/** Whether everything that a connection shows is as the draft wants it. Secrets are never shown. */
export function looksLike(connection: Connection, draft: ConnectionDraft): boolean {
	const params = connection.auth?.params;
	return (
		connection.connectionSpec?.id === draft.source.specId &&
		connection.name === draft.name &&
		(connection.auth?.specName === undefined || isOf(draft.method, connection.auth.specName)) &&
		(connection.description ?? '') === draft.description &&
		(params === undefined || hasSameLocation(params, draft))
	);
}

/**
 * Numbers and flags count only if the draft has them, since the service may fill in its own. Names that sign in
 * count only if the service shows them: it may mask them.
 */
function hasSameLocation(params: Record<string, unknown>, draft: ConnectionDraft): boolean {
	const wanted: Params = { ...draft.credentials, ...draft.settings };
	return visibleParams(draft.source.methods).every(({ name, type }) => {
		const isFilledIn = type !== undefined && wanted[name] === undefined;
		const isHidden = name in draft.credentials && isMasked(params[name]);
		return isFilledIn || isHidden || String(params[name] ?? '') === String(wanted[name] ?? '');
	});
}

/** Masked values, as in contract.md (d), Secrets in GET answers. */
function isMasked(value: unknown): boolean {
	return value === undefined || /\*{4}|^\{[A-Z_]+\}$/.test(String(value));
}

const SHOWN_FIELDS = [
	'name',
	'id',
	'description',
	'state',
	'createdAt',
	'updatedAt',
	'createdBy',
	'updatedBy',
	'createdClient',
	'updatedClient',
	'sandboxId',
	'sandboxName',
	'imsOrgId',
	'connectionSpec',
] as const;

/**
 * A connection in Adobe's own shape, with the node's name of its source. It has known fields only, and no
 * parameter that could be a secret, however the service masks it.
 */
function shown(connection: Connection): IDataObject {
	const source = sourceOf(connection.connectionSpec?.id);
	const { specName, params = {} } = connection.auth ?? {};
	const names = source ? visibleParams(source.methods).map(({ name }) => name) : [];
	const etag = etagOf(connection);
	return {
		...pick(connection, SHOWN_FIELDS),
		...(source && { source: source.value }),
		auth: { ...(specName !== undefined && { specName }), params: pick(params, names) },
		...(etag !== undefined && { etag }),
	};
}

/** A connection that only makes a message better, so a failure to read it is ignored. */
export async function connectionIfReadable(
	client: ApiClient,
	id: string,
): Promise<Connection | undefined> {
	const read = await getEntity<Connection>(client, BASE_CONNECTION, id).catch(asFailure);
	return read instanceof Failure ? undefined : read;
}

/**
 * Base connections, newest first.
 * @param filters an empty text is no filter; the name must match exactly; without a source, connections of all
 * sources
 */
export async function listConnections(
	client: ApiClient,
	{ name, state, source }: { name: string; state: string; source?: Source },
	limit: number,
): Promise<Connection[]> {
	const kind = source ? connectionsOf(source) : BASE_CONNECTION;
	const filters = [name && byName(name), state && byProperty('state', state)];
	return await firstPassing<Connection>(client, kind, filters, {
		limit,
		isExact: !name || byName(name) !== undefined,
		passes: (one) => (!name || one.name === name) && (!state || one.state === state),
	});
}

/** Enough to find out a cause, without a long wait. */
export const FEW_TRIES = 2;

/**
 * `GET /connections/{id}/test`: whether the keys work. The status is 200 either way, and a false comes without a
 * reason (contract.md (f)).
 * @param mostTries for requests that the item can do without
 */
export async function testConnection(
	client: ApiClient,
	id: string,
	mostTries?: number,
): Promise<boolean> {
	const body = await client.read({
		mostTries,
		method: 'GET',
		path: `${entityPath(BASE_CONNECTION, id)}/test`,
		noun: BASE_CONNECTION.noun,
		isAnswer: (answer) => typeof asRecord(answer).result === 'boolean',
	});
	return asRecord(body).result === true;
}

export function connectionOutput(connection: Connection, isSimplified: boolean): IDataObject {
	return isSimplified ? simplifiedConnection(connection) : shown(connection);
}

/** A connection for people: what it is and where its files are, then dates, then IDs. It has no secrets. */
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
		...(source && pick(params, locationFirst(source))),
		...(description !== undefined && { description }),
		createdAt: isoTime(createdAt),
		updatedAt: isoTime(updatedAt),
		id,
		...(etag !== undefined && { etag }),
	};
}

/** Names of the parameters to show: first the location of the files, then the server, then who signs in. */
function locationFirst({ methods }: Source): string[] {
	const settings = firstOfName(methods.flatMap((method) => method.settings));
	return firstOfName([...settings, ...visibleParams(methods)]).map(({ name }) => name);
}

export type ExploreTarget =
	| { objectType: 'root' }
	| { objectType: 'folder'; object: string }
	| { objectType: 'file'; object: string; file: FileFormat };

export async function requestExplore(
	client: ApiClient,
	id: string,
	target: ExploreTarget,
	mostTries?: number,
): Promise<unknown> {
	return await client.read({
		mostTries,
		method: 'GET',
		path: `${entityPath(BASE_CONNECTION, id)}/explore`,
		query: queryOf(target),
		noun: BASE_CONNECTION.noun,
	});
}

function queryOf(target: ExploreTarget): Array<[string, string]> {
	const query: Array<[string, string]> = [['objectType', target.objectType]];
	if (target.objectType === 'root') return query;
	query.push(['object', target.object]);
	if (target.objectType === 'folder') return query;
	const { fileType, compressionType, columnDelimiter, encoding } = target.file;
	const isDelimited = fileType === 'delimited';
	query.push(['fileType', fileType], ['preview', 'true']);
	if (compressionType) query.push(['compressionType', compressionType]);
	if (isDelimited && columnDelimiter) query.push(['columnDelimiter', columnDelimiter]);
	if (isDelimited && encoding) query.push(['encoding', encoding]);
	return query;
}
