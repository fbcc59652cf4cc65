import type { ApiClient } from '../../transport/apiClient';
import type { EtagReader } from '../../transport/entity/etagReader';
import type { Written } from '../../transport/entity/kind';
import { getEntity } from '../../transport/entity/read';
import { updateUnderEtag } from '../../transport/entity/update';
import { asFailure, Failure } from '../../transport/errors/failure';
import { BASE_CONNECTION, type Connection } from './connection';
import type { Patch } from './patch';

export interface ConnectionUpdate {
	patch: Patch;
	/** The user's own etag; '' for reading the current one. */
	etag: string;
	/**
	 * Whether the patch is for a connection like this one, asked before the first write.
	 * @throws Failure that says what it is for
	 */
	fits?(connection: Connection): void;
	/** Also under an etag of the user the connection is read first, and asked whether the patch fits. */
	readsFirst?: boolean;
	/**
	 * Whether the patch still fits what was there at first, asked before each further write.
	 * @throws Failure where somebody else has changed that in between
	 */
	stillFits?(first: Connection, current: Connection): void;
}

/** Changes a base connection by one PATCH (contract.md (c)), see {@link updateUnderEtag}. */
export async function updateConnection(
	client: ApiClient,
	id: string,
	{ patch, etag, fits, readsFirst, stillFits }: ConnectionUpdate,
	etags: EtagReader,
): Promise<Written> {
	if (etag && readsFirst) fits?.(await getEntity<Connection>(client, BASE_CONNECTION, id));
	const updated = await updateUnderEtag<Connection>(client, BASE_CONNECTION, id, patch.operations, {
		etag,
		etags,
		fits,
		stillFits,
	}).catch(asFailure);
	if (!(updated instanceof Failure)) return updated;
	if (etag && fits && updated.httpCode === '400') await refuseMisfit(client, id, fits);
	throw updated;
}

/** Says why the service refused a PATCH for which nothing was read, where that can be told. */
async function refuseMisfit(
	client: ApiClient,
	id: string,
	fits: (connection: Connection) => void,
): Promise<void> {
	const connection = await getEntity<Connection>(client, BASE_CONNECTION, id).catch(asFailure);
	if (!(connection instanceof Failure)) fits(connection);
}
