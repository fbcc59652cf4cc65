import { removeForCertain, type PatchOperation, updateUnderEtag } from '../adobe/entity/update';
import { type ConnectionDraft, BASE_CONNECTION, type Connection } from './connection';
import type { AuthMethod, Params } from './sources/source';
import type { ApiClient } from '../adobe/apiClient';
import type { EtagReader } from '../adobe/entity/etag';
import type { Written } from '../adobe/entity/kind';
import { getEntity } from '../adobe/entity/read';
import { asFailure, Failure } from '../adobe/errors/failure';

/** A PATCH and the parameters it writes or removes, by name. */
export interface Patch {
	operations: PatchOperation[];
	updated: string[];
}

const param = (name: string) => `/auth/params/${name}`;

/**
 * The patch that puts new credentials in place and leaves all other parameters alone: never a write
 * to `/auth/params` itself, which would drop them (contract.md (c), (e)).
 *
 * A set comes in one patch, so that no dataflow runs with a mixed one. What every set has is written
 * with `replace`, which a connection of another kind refuses; what a set may be without with `add`,
 * which is right whether or not it was there before.
 * @param params those that are given
 * @param isWhole whether what this set is without goes, and not only stays unwritten
 */
export function credentialsPatch(
	{ credentials }: AuthMethod,
	params: Params,
	isWhole: boolean,
): Patch {
	const operations: PatchOperation[] = [];
	const updated: string[] = [];
	for (const { name, whenEmpty } of credentials) {
		const value = params[name];
		const path = param(name);
		if (value !== undefined) operations.push({ op: whenEmpty ? 'add' : 'replace', path, value });
		else if (isWhole && whenEmpty === 'goes') operations.push(...removeForCertain(path));
		else continue;
		updated.push(name);
	}
	return { operations, updated };
}

/**
 * The patch for an update of anything but credentials. `add` sets a member whether or not it was
 * there before; the name is always there.
 * @param fields name, description and parameters; those that are empty or left out stay as they are
 * @param remove description and parameters that go
 */
export function fieldsPatch(fields: Params, remove: readonly string[] = []): Patch {
	const operations: PatchOperation[] = [];
	const updated: string[] = [];
	for (const [name, value] of Object.entries(fields)) {
		if (value === '') continue;
		operations.push({ op: name === 'name' ? 'replace' : 'add', path: pathOf(name), value });
		updated.push(name);
	}
	for (const name of remove) {
		operations.push(...removeForCertain(pathOf(name)));
		updated.push(name);
	}
	return { operations, updated };
}

function joinPatches(...patches: Patch[]): Patch {
	return {
		operations: patches.flatMap(({ operations }) => operations),
		updated: patches.flatMap(({ updated }) => updated),
	};
}

function pathOf(name: string): string {
	return name === 'name' || name === 'description' ? `/${name}` : param(name);
}

/** Everything of the draft but the name, which is what the connection was found by. */
export function draftPatch({ method, credentials, description, settings }: ConnectionDraft): Patch {
	const fields = fieldsPatch({ description, ...settings });
	return joinPatches(fields, credentialsPatch(method, credentials, true));
}

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
