import { Failure } from '../adobe/errors/failure';
import type { Problem } from '../adobe/errors/problem';
import type { Connection } from './connection';
import {
	isOf,
	problemOf,
	visibleParams,
	type AuthMethod,
	type Params,
	type Source,
	type SourceParam,
} from './sources/source';
import { sourceOf } from './sources';

function nameIn({ name }: Connection): string {
	return name ? ` "${name}"` : '';
}

function otherSource(connection: Connection, advice: string): Failure {
	const { id, connectionSpec } = connection;
	const source = sourceOf(connectionSpec?.id);
	const label = source?.label ?? 'not one that this node knows';
	const way = source ? advice : 'Change it in Experience Platform itself.';
	return new Failure(
		`The connection${nameIn(connection)} is of another source: ${label}`,
		`${way} Nothing was written. The ID of the connection: ${id}.`,
	);
}

/**
 * Refuses a connection that is not of this source, or signs in another way; what the service does
 * not show is taken for right.
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
 * Refuses parameters that a connection of this source and kind of authentication does not have, does
 * not take, or cannot be without.
 * @param params to be written
 * @param removed to be removed
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
					description: `What they have: ${visible.map(({ label }) => label).join(', ')}.`,
				};
		if (problem) {
			throw new Failure(
				problem.message,
				`${problem.description} Nothing was written. The ID of the connection: ${connection.id}.`,
			);
		}
	}
}

/** The method of a connection; all that it may have where the service shows none that is known. */
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
		message: `The connection cannot be without ${label}`,
		description: 'Take it out of Remove Fields, or give it another value under Update Fields.',
	};
}
