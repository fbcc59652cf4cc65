import type { ApiClient } from '../adobe/apiClient';
import { createOnce, type Creation, createLocked } from '../adobe/entity/create';
import type { Written } from '../adobe/entity/kind';
import { modify } from '../adobe/entity/modify';
import {
	BASE_CONNECTION,
	connectionBody,
	connectionsOf,
	looksLike,
	type Connection,
	type ConnectionDraft,
} from './connection';
import { draftPatch } from './update';
import { upsertByName, type Upserted } from '../adobe/entity/upsert';
import { requireMethod } from './fit';

/**
 * How a base connection is created, and its own one recognised. Secrets are not visible, so a
 * connection found in place of a lost answer gets those of the draft: whoever made it, they are right afterwards.
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

/** Makes an existing connection what the draft says, by one PATCH where there is anything to write. */
async function updateToDraft(
	client: ApiClient,
	existing: Connection,
	draft: ConnectionDraft,
): Promise<Written> {
	const { operations } = draftPatch(draft);
	if (operations.length === 0) return { id: existing.id, etag: existing.etag, name: draft.name };
	return await modify(client, BASE_CONNECTION, existing, () => operations);
}

/** Creates a base connection: one `POST /connections` (contract.md (c)), see {@link createOnce}. */
export async function createConnection(
	client: ApiClient,
	draft: ConnectionDraft,
): Promise<Written> {
	return await createOnce(client, creationOf(client, draft));
}

/**
 * Makes the one base connection of that exact name and source what the draft says, see
 * {@link upsertByName}. Optional fields left empty stay as they are; credentials are a whole set, so a
 * key pair without a session token removes a stored one.
 * @throws Failure where several have the name, with their IDs
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
				'Choose that, or create a connection of another name.',
			);
			return await updateToDraft(client, existing, draft);
		},
	});
}
