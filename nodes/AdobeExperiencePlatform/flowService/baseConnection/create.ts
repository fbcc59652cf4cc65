import type { ApiClient } from '../../transport/apiClient';
import { createOnce, type Creation } from '../../transport/entity/create';
import type { Written } from '../../transport/entity/kind';
import { updateUnderEtag } from '../../transport/entity/update';
import {
	BASE_CONNECTION,
	connectionBody,
	connectionsOf,
	looksLike,
	type Connection,
	type ConnectionDraft,
} from './connection';
import { draftPatch } from './patch';

/**
 * How a base connection is created, and its own one recognised. Secrets are not visible, so a
 * connection found in place of a lost answer gets those of the draft: whoever made it, they are right afterwards.
 */
export function creationOf(client: ApiClient, draft: ConnectionDraft): Creation<Connection> {
	return {
		kind: connectionsOf(draft.source),
		name: draft.name,
		body: connectionBody(draft),
		looksLike: (found) => looksLike(found, draft),
		claim: async (found) => await updateToDraft(client, found, draft),
	};
}

/** Makes an existing connection what the draft says, by one PATCH where there is anything to write. */
export async function updateToDraft(
	client: ApiClient,
	existing: Connection,
	draft: ConnectionDraft,
): Promise<Written> {
	const { operations } = draftPatch(draft);
	if (operations.length === 0) return { id: existing.id, etag: existing.etag, name: draft.name };
	return await updateUnderEtag(client, BASE_CONNECTION, existing.id, operations, {
		known: existing,
	});
}

/** Creates a base connection: one `POST /connections` (contract.md (c)), see {@link createOnce}. */
export async function createConnection(
	client: ApiClient,
	draft: ConnectionDraft,
): Promise<Written> {
	return await createOnce(client, creationOf(client, draft));
}
