import type { ApiClient } from '../../transport/apiClient';
import type { EtagReader } from '../../transport/entity/etagReader';
import type { Written } from '../../transport/entity/kind';
import { updateUnderEtag } from '../../transport/entity/update';
import { Failure } from '../../transport/errors/failure';
import { BASE_CONNECTION, type Connection } from './connection';
import type { Patch } from './patch';

export interface ConnectionUpdate {
	patch: Patch;
	/** The user's own etag; '' for reading the current one. */
	etag: string;
	/**
	 * Whether the patch fits only the keys that are there now: a session token alone is worth nothing
	 * beside a key pair that somebody has replaced in between.
	 */
	keepsKeys?: boolean;
}

/** Changes a base connection by one PATCH (contract.md (c)), see {@link updateUnderEtag}. */
export async function updateConnection(
	client: ApiClient,
	id: string,
	{ patch, etag, keepsKeys }: ConnectionUpdate,
	etags: EtagReader,
): Promise<Written> {
	return await updateUnderEtag<Connection>(client, BASE_CONNECTION, id, patch.operations, {
		etag,
		etags,
		...(keepsKeys && { stillFits: refuseOtherKeys }),
	});
}

function refuseOtherKeys(first: Connection, current: Connection): void {
	if (first.auth?.params?.s3AccessKey === current.auth?.params?.s3AccessKey) return;
	throw new Failure(
		'Somebody else replaced the S3 keys of this connection in the meantime',
		'The session token alone does not fit the new key pair and was not written. Give access key, secret key and session token together.',
		'412',
	);
}
