import type { IDataObject } from 'n8n-workflow';
import { etagOf } from '../adobe/entity/etag';
import { type Entity, type EntityKind, byName, byProperty, entityPath } from '../adobe/entity/kind';
import { pick, asRecord } from '../adobe/json';
import { FLOW_SERVICE } from '../adobe/services';
import {
	SPEC_VERSION,
	isOf,
	visibleParams,
	type AuthMethod,
	type Params,
	type Source,
} from './sources/source';
import { sourceOf, sources } from './sources';
import type { ApiClient, Call } from '../adobe/apiClient';
import { firstPassing, getEntity } from '../adobe/entity/read';

/** Base connections of some sources; a comma means "or" (contract.md (i)). */
function kindOf(...of: readonly Source[]): EntityKind {
	return {
		noun: 'connection',
		path: `${FLOW_SERVICE}/connections`,
		filters: [['property', `connectionSpec.id==${of.map(({ specId }) => specId).join(',')}`]],
		busyStates: ['initializing'],
		fixedOf: ({ connectionSpec, auth }: Connection) => ({
			...(connectionSpec && { connectionSpec }),
			...(auth?.specName !== undefined && { auth: { specName: auth.specName } }),
		}),
	};
}

/** Base connections of all sources. */
export const BASE_CONNECTION: EntityKind = kindOf(...sources);

/** Base connections of one source. */
export function connectionsOf(source: Source): EntityKind {
	return kindOf(source);
}

/** A connection as the service shows it (contract.md (c), item fields); anything may be missing. */
export interface Connection extends Entity {
	connectionSpec?: { id?: string; version?: string };
	auth?: { specName?: string; params?: Record<string, unknown> };
}

/** What a create asks for. */
export interface ConnectionDraft {
	name: string;
	/** '' where none is given. */
	description: string;
	source: Source;
	method: AuthMethod;
	credentials: Params;
	settings: Params;
}

/**
 * The body of `POST /connections` (contract.md (c), (d), (l)). Values left empty are not sent at all:
 * an empty text is not the same as none to the service.
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

/** Names of the parameters that a create of this draft writes. */
export function draftFields({ description, credentials, settings }: ConnectionDraft): string[] {
	return [
		'name',
		...(description ? ['description'] : []),
		...Object.keys({ ...credentials, ...settings }),
	];
}

/** Whether a connection says in everything visible what the draft says. Secrets are not visible. */
export function looksLike(connection: Connection, draft: ConnectionDraft): boolean {
	const params = connection.auth?.params;
	return (
		connection.connectionSpec?.id === draft.source.specId &&
		connection.name === draft.name &&
		(connection.auth?.specName === undefined || isOf(draft.method, connection.auth.specName)) &&
		(connection.description ?? '') === draft.description &&
		(params === undefined || isSamePlace(params, draft))
	);
}

/**
 * Numbers and flags count only where the draft has them: the service may fill in its own. A name that
 * signs in counts only where the service shows it: whether it is masked, is not documented.
 */
function isSamePlace(params: Record<string, unknown>, draft: ConnectionDraft): boolean {
	const wanted: Params = { ...draft.credentials, ...draft.settings };
	return visibleParams(draft.source.methods).every(({ name, type }) => {
		const isFilledIn = type !== undefined && wanted[name] === undefined;
		const isHidden = name in draft.credentials && isMasked(params[name]);
		return isFilledIn || isHidden || String(params[name] ?? '') === String(wanted[name] ?? '');
	});
}

/** Ways of masking by contract.md (d), Secrets in GET answers. */
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
 * A connection for the node's output, in Adobe's own shape and with the node's name of its source:
 * known fields only, and of the authentication parameters none that could be a secret, however the
 * service masks it.
 */
export function shown(connection: Connection): IDataObject {
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

/** Reads one connection. */
export async function getConnection(client: ApiClient, id: string): Promise<Connection> {
	return await getEntity<Connection>(client, BASE_CONNECTION, id);
}

/**
 * Base connections, newest first.
 * @param filters '' where there is none; the name is compared whole; without a source those of all
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

/**
 * `GET /connections/{id}/test`: whether the keys work. The status is 200 for both answers, and the
 * service gives no reason for a false (contract.md (f)). Anything but true and false is no answer.
 */
export async function testConnection(
	client: ApiClient,
	id: string,
	more: Pick<Call, 'mostTries'> = {},
): Promise<boolean> {
	const body = await client.read({
		...more,
		method: 'GET',
		path: `${entityPath(BASE_CONNECTION, id)}/test`,
		noun: BASE_CONNECTION.noun,
		isAnswer: (answer) => typeof asRecord(answer).result === 'boolean',
	});
	return asRecord(body).result === true;
}
