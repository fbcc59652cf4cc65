import { modify, removeForCertain, type PatchOperation } from '../adobe/entity/modify';
import {
	BASE_CONNECTION,
	connectionIfReadable,
	type Connection,
	type ConnectionDraft,
} from './connection';
import {
	type AuthMethod,
	type Params,
	isOf,
	problemOf,
	visibleParams,
	type Source,
	type SourceParam,
	sourceOf,
} from './sources/source';
import type { ApiClient } from '../adobe/apiClient';
import { etagsOf } from '../adobe/entity/etags';
import { getEntity } from '../adobe/entity/read';
import type { Written } from '../adobe/entity/kind';
import { asFailure, Failure, type Problem } from '../adobe/errors/failure';

/** A PATCH, and the names of the parameters that it writes or removes. */
interface Patch {
	operations: PatchOperation[];
	updated: string[];
}

const param = (name: string) => `/auth/params/${name}`;

/**
 * The patch that replaces credentials and keeps all other parameters. It never writes to `/auth/params` itself,
 * which would drop them (contract.md (c), (e)).
 *
 * A set is written in one patch, so no dataflow runs with a mixture. Required values are written with `replace`,
 * which a connection of another kind refuses. Optional ones are written with `add`, which works whether or not
 * they were there before.
 * @param isWhole whether to remove optional values that are not given
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
 * The patch for anything but credentials. `add` works whether or not a member was there before. The name always
 * is.
 * @param fields name, description and parameters. Empty ones stay as they are
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

function pathOf(name: string): string {
	return name === 'name' || name === 'description' ? `/${name}` : param(name);
}

/** Everything in the draft except the name, which the connection was found by. */
export function draftPatch({ method, credentials, description, settings }: ConnectionDraft): Patch {
	const fields = fieldsPatch({ description, ...settings });
	const keys = credentialsPatch(method, credentials, true);
	return {
		operations: [...fields.operations, ...keys.operations],
		updated: [...fields.updated, ...keys.updated],
	};
}

/** A patch, and a check of the connection that it is for. */
export interface ConnectionUpdate {
	patch: Patch;
	/**
	 * Runs before each write.
	 * @param first the connection as it was before the first write
	 * @throws Failure if the patch does not fit
	 */
	check(current: Connection, first: Connection): void;
	/**
	 * What the check needs to see, even if that takes another read: the `kind` (source and authentication) also
	 * with the user's own etag, or `all` also after an own write.
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
): Promise<Written> {
	const etags = etagsOf(client, BASE_CONNECTION);
	const change = (current: Connection, first: Connection) => {
		check(current, first);
		return patch.operations;
	};
	let known: Connection | undefined;
	if (etag && sees === 'kind') known = await getEntity(client, BASE_CONNECTION, id);
	if (!etag && sees === 'all') known = await etags.takeWhole(client, id);
	const updated = await modify(client, BASE_CONNECTION, known ?? id, change, { etag, etags }).catch(
		asFailure,
	);
	if (!(updated instanceof Failure)) return updated;
	// If nothing was read before a refused PATCH, reading now may explain the refusal.
	if (etag && !known && updated.httpCode === '400') {
		const connection = await connectionIfReadable(client, id);
		if (connection) check(connection, connection);
	}
	throw updated;
}

function nameIn({ name }: Connection): string {
	return name ? ` "${name}"` : '';
}

function otherSource(connection: Connection, advice: string): Failure {
	const { id, connectionSpec } = connection;
	const source = sourceOf(connectionSpec?.id);
	const label = source?.label ?? 'one that this node does not know';
	const way = source ? advice : 'Change it in Experience Platform itself.';
	return new Failure(
		`The connection${nameIn(connection)} belongs to another source: ${label}`,
		`${way} Nothing was written. The ID of the connection: ${id}.`,
	);
}

/**
 * Refuses a connection of another source or authentication. It passes if the service does not show them.
 * @param advice what to do instead, in a sentence
 */
export function requireMethod(
	connection: Connection,
	source: Source,
	method: AuthMethod,
	advice: string,
): void {
	const specId = connection.connectionSpec?.id;
	if (specId !== undefined && specId !== source.specId) throw otherSource(connection, advice);
	const specName = connection.auth?.specName;
	if (specName === undefined || isOf(method, specName)) return;
	const own = source.methods.find((other) => isOf(other, specName));
	throw new Failure(
		`The connection${nameIn(connection)} uses another kind of authentication`,
		`It was created with "${own?.label ?? specName}", which cannot be changed afterwards. ${advice} Nothing was written. The ID of the connection: ${connection.id}.`,
	);
}

const ON_EVERY_CONNECTION: ReadonlySet<string> = new Set(['name', 'description']);

/**
 * Refuses parameters that a connection of this source and authentication does not have, does not accept, or
 * needs.
 */
export function requireParams(
	connection: Connection,
	params: Params,
	removed: readonly string[],
): void {
	const source = sourceOf(connection.connectionSpec?.id);
	if (!source) return;
	const own = ownMethods(source, connection.auth?.specName);
	const visible = visibleParams(own);
	const known: SourceParam[] = [...visible, ...own.flatMap(({ credentials }) => credentials)];
	for (const name of [...Object.keys(params), ...removed]) {
		if (ON_EVERY_CONNECTION.has(name)) continue;
		const param = known.find((one) => one.name === name);
		const problem = param
			? (problemOf(param, params) ?? (removed.includes(name) ? removalProblem(param) : undefined))
			: {
					message: `Connections of ${kindOf(source, own)} have no parameter ${name}`,
					description: `Their parameters: ${visible.map(({ label }) => label).join(', ')}.`,
				};
		if (problem) {
			throw new Failure(
				problem.message,
				`${problem.description} Nothing was written. The ID of the connection: ${connection.id}.`,
			);
		}
	}
}

/** The method of a connection, or all methods if the service does not show a known one. */
function ownMethods({ methods }: Source, specName = ''): readonly AuthMethod[] {
	const own = methods.filter((method) => isOf(method, specName));
	return own.length > 0 ? own : methods;
}

function kindOf({ label, methods }: Source, own: readonly AuthMethod[]): string {
	const [only] = own;
	return only && own.length < methods.length ? `${label} with ${only.label}` : label;
}

function removalProblem({ label, isRequired, neededFor }: SourceParam): Problem | undefined {
	if (!isRequired && neededFor === undefined) return undefined;
	return {
		message: `${label} is required and cannot be removed`,
		description: 'Remove it from Remove Fields, or set another value under Update Fields.',
	};
}
