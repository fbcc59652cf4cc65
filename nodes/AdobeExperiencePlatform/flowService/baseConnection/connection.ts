import type { IDataObject } from 'n8n-workflow';
import { etagOf } from '../../transport/entity/etag';
import type { Entity, EntityKind } from '../../transport/entity/kind';
import { FLOW_SERVICE } from '../paths';
import {
	S3_AUTH,
	S3_CONNECTION_SPEC,
	S3_PLACE_PARAMS,
	type S3Authentication,
	type S3Keys,
	type S3Place,
} from './s3';

/** Amazon S3 base connections. */
export const BASE_CONNECTION: EntityKind = {
	noun: 'connection',
	path: `${FLOW_SERVICE}/connections`,
	filters: [['property', `connectionSpec.id==${S3_CONNECTION_SPEC.id}`]],
	busyStates: ['initializing'],
};

/** A connection as the service shows it (contract.md (c), item fields); anything may be missing. */
export interface Connection extends Entity {
	connectionSpec?: { id?: string; version?: string };
	auth?: { specName?: string; params?: Record<string, unknown> };
}

/** What a create asks for; '' where an optional value is not given. */
export interface ConnectionDraft {
	name: string;
	description: string;
	authentication: S3Authentication;
	/** Not looked at for an IAM role. */
	keys: S3Keys;
	place: S3Place;
}

/**
 * The body of `POST /connections` (contract.md (c), (d)). Values left empty are not sent at all:
 * an empty text is not the same as none to the service.
 */
export function connectionBody(draft: ConnectionDraft): IDataObject {
	const keys = draft.authentication === 'accessKey' ? draft.keys : {};
	return {
		name: draft.name,
		...given({ description: draft.description }),
		auth: {
			specName: S3_AUTH[draft.authentication],
			params: given({ ...keys, ...draft.place }),
		},
		connectionSpec: { ...S3_CONNECTION_SPEC },
	};
}

/** Names of the parameters that a create of this draft writes. */
export function draftFields(draft: ConnectionDraft): string[] {
	const { name, description, place } = draft;
	const keys = draft.authentication === 'accessKey' ? draft.keys : {};
	return Object.keys(given({ name, description, ...keys, ...place }));
}

/** Whether a connection says in everything visible what the draft says. Keys are not visible. */
export function looksLike(connection: Connection, draft: ConnectionDraft): boolean {
	const params = connection.auth?.params;
	return (
		isS3(connection) &&
		connection.name === draft.name &&
		(connection.description ?? '') === draft.description &&
		(params === undefined ||
			S3_PLACE_PARAMS.every((param) => (params[param] ?? '') === draft.place[param]))
	);
}

function isS3(connection: Connection): boolean {
	return connection.connectionSpec?.id === S3_CONNECTION_SPEC.id;
}

const SHOWN_FIELDS = [
	'id',
	'name',
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
 * A connection for the node's output, in Adobe's own shape: known fields only, and of the
 * authentication parameters none that could be a key, however the service masks it.
 */
export function shown(connection: Connection): IDataObject {
	const fields = Object.fromEntries(
		SHOWN_FIELDS.flatMap((name) =>
			connection[name] === undefined ? [] : [[name, connection[name]]],
		),
	) as IDataObject;
	const { specName, params } = connection.auth ?? {};
	const place = Object.fromEntries(
		S3_PLACE_PARAMS.flatMap((name) => (params?.[name] === undefined ? [] : [[name, params[name]]])),
	) as IDataObject;
	const etag = etagOf(connection);
	return {
		...fields,
		auth: { ...(specName !== undefined && { specName }), params: place },
		...(etag !== undefined && { etag }),
	};
}

function given(values: object): Record<string, string> {
	return Object.fromEntries(
		Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
	);
}
