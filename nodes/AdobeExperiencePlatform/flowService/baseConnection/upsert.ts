import type { ApiClient } from '../../transport/apiClient';
import { createLocked } from '../../transport/entity/create';
import type { Written } from '../../transport/entity/kind';
import { upsertByName, type Upserted } from '../../transport/entity/upsert';
import { connectionsOf, type Connection, type ConnectionDraft } from './connection';
import { creationOf, updateToDraft } from './create';
import { requireMethod } from './fit';

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
