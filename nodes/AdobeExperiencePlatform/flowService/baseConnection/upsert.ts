import type { ApiClient } from '../../transport/apiClient';
import { createLocked } from '../../transport/entity/create';
import type { Written } from '../../transport/entity/kind';
import { upsertByName, type Upserted } from '../../transport/entity/upsert';
import { Failure } from '../../transport/errors/failure';
import { BASE_CONNECTION, type Connection, type ConnectionDraft } from './connection';
import { creationOf, updateToDraft } from './create';
import { S3_AUTH } from './s3';

/**
 * Makes the one S3 base connection of that exact name what the draft says, see {@link upsertByName}.
 * Optional fields left empty stay as they are; keys are a whole set, so a pair without a token removes
 * a stored token.
 * @throws Failure where several have the name, with their IDs
 */
export async function upsertConnection(
	client: ApiClient,
	draft: ConnectionDraft,
): Promise<Upserted> {
	return await upsertByName<Connection, Written>(client, {
		kind: BASE_CONNECTION,
		name: draft.name,
		create: async () => await createLocked(client, { ...creationOf(client, draft), isOnly: true }),
		async update(existing) {
			refuseOtherAuthentication(existing, draft);
			return await updateToDraft(client, existing, draft);
		},
	});
}

function refuseOtherAuthentication(existing: Connection, draft: ConnectionDraft): void {
	const specName = existing.auth?.specName;
	if (specName === undefined || specName === S3_AUTH[draft.authentication]) return;
	throw new Failure(
		`The connection "${draft.name}" uses another kind of authentication`,
		`It was created with "${specName}", which cannot be changed afterwards. Choose that under Authentication, or create a connection of another name. Its ID: ${existing.id}.`,
	);
}
