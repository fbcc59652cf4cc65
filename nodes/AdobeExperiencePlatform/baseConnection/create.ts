import type { ApiClient } from '../adobe/apiClient';
import { createOnce, type Creation, createLocked } from '../adobe/entity/create';
import { type Written, FLOW_SERVICE } from '../adobe/entity/kind';
import { modify } from '../adobe/entity/modify';
import {
	BASE_CONNECTION,
	connectionBody,
	connectionsOf,
	looksLike,
	type Connection,
	type ConnectionDraft,
} from './connection';
import { draftPatch, requireMethod } from './update';
import { upsertByName, type Upserted } from '../adobe/entity/upsert';
import { asRecord } from '../adobe/json';
import type { AuthMethod, Source } from './sources/source';
import type { IDataObject } from 'n8n-workflow';
import { asFailure } from '../adobe/errors/failure';
import type { CallSettings, Session } from '../adobe/session';

/**
 * Secrets are not visible, so a connection that is found after a lost response gets the secrets of the draft.
 * They are right afterwards, whoever created it.
 */
function creationOf(client: ApiClient, draft: ConnectionDraft): Creation<Connection> {
	return {
		kind: connectionsOf(draft.source),
		name: draft.name,
		body: connectionBody(draft),
		looksLike: (found) => looksLike(found, draft),
		useFound: async (found) => await updateToDraft(client, found, draft),
	};
}

async function updateToDraft(
	client: ApiClient,
	existing: Connection,
	draft: ConnectionDraft,
): Promise<Written> {
	const { operations } = draftPatch(draft);
	if (operations.length === 0) return { id: existing.id, etag: existing.etag, name: draft.name };
	return await modify(client, BASE_CONNECTION, existing, () => operations);
}

export async function createConnection(
	client: ApiClient,
	draft: ConnectionDraft,
): Promise<Written> {
	return await createOnce(client, creationOf(client, draft));
}

/**
 * Creates the connection of this name and source, or updates it. Optional fields left empty stay as they are.
 * Credentials are replaced as a whole, so a key pair without a session token removes a stored one.
 * @throws Failure with the IDs if several connections have the name
 */
export async function upsertConnection(
	client: ApiClient,
	draft: ConnectionDraft,
): Promise<Upserted> {
	return await upsertByName<Connection, Written>(client, {
		kind: connectionsOf(draft.source),
		name: draft.name,
		create: async () => await createLocked(client, { ...creationOf(client, draft), isOnly: true }),
		async update(existing) {
			requireMethod(
				existing,
				draft.source,
				draft.method,
				'Choose that one, or give the connection another name.',
			);
			return await updateToDraft(client, existing, draft);
		},
	});
}

/**
 * The role that Experience Platform uses to read a storage of this source. The storage's policy must name it
 * (contract.md (d)).
 * @returns undefined if the service does not name one
 */
export async function readRole(
	client: ApiClient,
	{ specId }: Source,
	{ authType, configParam }: NonNullable<AuthMethod['role']>,
): Promise<string | undefined> {
	const body = await client.read({
		method: 'GET',
		path: `${FLOW_SERVICE}/connectionSpecs/${specId}/configs`,
		query: [['authType', authType]],
		noun: 'source',
	});
	return roleIn(body, configParam);
}

/** The service returns its parameters as an object, in a list, or in the items of one. */
function roleIn(answer: unknown, name: string): string | undefined {
	const entries = [answer, asRecord(answer).items].flat().map(asRecord);
	const params = entries.flatMap((entry) => [entry, entry.configParams].flat()).map(asRecord);
	const values = params.map((one) => (one.name === name ? one.value : one[name]));
	return values.find((value): value is string => typeof value === 'string');
}

/**
 * The role for the policy of the storage, as an output field. The connection exists by then, so a failure to
 * read the role is ignored.
 */
export async function roleOutput(
	client: ApiClient,
	session: Session,
	{ source, method: { role } }: ConnectionDraft,
	settings: CallSettings,
): Promise<IDataObject> {
	if (!role) return {};
	const named = await session
		.readOnceIn(settings)(
			['role', source.value, role.authType],
			async () => await readRole(client, source, role),
		)
		.catch(asFailure);
	return typeof named === 'string' ? { [role.output]: named } : {};
}
