import type { Connection, ConnectionDraft, Written } from './connection';
import { createConnection } from './createConnection';
import { Failure } from './failure';
import { fieldsPatch, joinPatches, keysPatch, type Patch } from './patch';
import { connectionsNamed } from './readConnections';
import type { ItemScope } from './run';
import { S3_AUTH } from './s3';
import type { Sender } from './sender';
import { updateConnection } from './updateConnection';

export type Upserted = Written & {
	/** Whether there was none of this name before. */
	created: boolean;
};

/**
 * Makes the one S3 base connection of that exact name what the draft says: creates it where there
 * is none, changes it by one PATCH where there is one. Optional fields left empty stay as they are;
 * keys are a whole set, so a pair without a token removes a stored token.
 *
 * Upserts of the same name must not run side by side within a run; the router sees to it.
 * @throws Failure where several have the name, with their IDs
 */
export async function upsertConnection(
	sender: Sender,
	draft: ConnectionDraft,
	item: ItemScope,
): Promise<Upserted> {
	const [existing, ...more] = await connectionsNamed(sender, draft.name, item);
	if (!existing) return { ...(await createConnection(sender, draft, item)), created: true };
	if (more.length > 0) throw severalFound(draft.name, [existing, ...more]);
	refuseOtherAuthentication(existing, draft);
	const { operations } = draftPatch(draft);
	const written = await updateConnection(
		sender,
		existing.id,
		operations,
		{ known: existing },
		item,
	);
	return { ...written, name: draft.name, created: false };
}

/** Everything of the draft but the name, which is what the connection was found by. */
export function draftPatch({ authentication, keys, description, place }: ConnectionDraft): Patch {
	const fields = fieldsPatch({ description, ...place });
	return authentication === 'accessKey' ? joinPatches(fields, keysPatch(keys, true)) : fields;
}

function severalFound(name: string, connections: Connection[]): Failure {
	const ids = connections.map(({ id }) => id).join(', ');
	return new Failure(
		`There are ${connections.length} Amazon S3 base connections called "${name}"`,
		`Which of them is meant cannot be told, so nothing was changed. Their IDs: ${ids}. Give them different names, delete those that are not needed, or use Update Session Token with an ID.`,
	);
}

function refuseOtherAuthentication(existing: Connection, draft: ConnectionDraft): void {
	const specName = existing.auth?.specName;
	if (specName === undefined || specName === S3_AUTH[draft.authentication]) return;
	throw new Failure(
		`The connection "${draft.name}" uses another kind of authentication`,
		`It was created with "${specName}", which cannot be changed afterwards. Choose that under Authentication, or create a connection of another name. Its ID: ${existing.id}.`,
	);
}
