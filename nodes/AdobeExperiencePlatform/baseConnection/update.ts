import { modify, removeForCertain, type PatchOperation } from '../adobe/entity/modify';
import { BASE_CONNECTION, getConnection, type Connection, type ConnectionDraft } from './connection';
import type { AuthMethod, Params } from './sources/source';
import type { ApiClient } from '../adobe/apiClient';
import type { EtagReader } from '../adobe/entity/etag';
import type { Written } from '../adobe/entity/kind';
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

/** A patch, and for which connections it is. */
export interface ConnectionUpdate {
	patch: Patch;
	/**
	 * Asked before each write. `first` is the connection as it was before the first one.
	 * @throws Failure if the patch is not for this connection
	 */
	check(current: Connection, first: Connection): void;
	/**
	 * What the check must see, even if that takes a read: the `kind` (source and authentication), also under the
	 * user's own etag, or `all`, also after an own write.
	 */
	sees?: 'kind' | 'all';
}

/**
 * Changes a base connection by one PATCH (contract.md (c)).
 * @param etag the user's own, or '' for the current one
 */
export async function updateConnection(
	client: ApiClient,
	id: string,
	{ patch, check, sees }: ConnectionUpdate,
	etag: string,
	etags: EtagReader,
): Promise<Written> {
	const change = (current: Connection, first: Connection) => {
		check(current, first);
		return patch.operations;
	};
	let known: Connection | undefined;
	if (etag && sees === 'kind') known = await getConnection(client, id);
	if (!etag && sees === 'all') known = await etags.takeWhole(client, id);
	const options = { etag, etags };
	const updated = await modify(client, BASE_CONNECTION, known ?? id, change, options).catch(
		asFailure,
	);
	if (!(updated instanceof Failure)) return updated;
	if (etag && !known && updated.httpCode === '400') await explainMisfit(client, id, check);
	throw updated;
}

/** If nothing was read before a refused PATCH, reading now may explain the refusal. */
async function explainMisfit(
	client: ApiClient,
	id: string,
	check: ConnectionUpdate['check'],
): Promise<void> {
	const connection = await getConnection(client, id).catch(asFailure);
	if (!(connection instanceof Failure)) check(connection, connection);
}
