import { Failure } from '../../transport/errors/failure';
import type { Connection } from './connection';
import {
	isOf,
	problemOf,
	sourceOf,
	visibleParams,
	type AuthMethod,
	type Params,
	type Source,
} from './sources';

function nameIn({ name }: Connection): string {
	return name ? ` "${name}"` : '';
}

function otherSource(connection: Connection, advice: string): Failure {
	const { id, connectionSpec } = connection;
	const label = sourceOf(connectionSpec?.id)?.label ?? 'not one that this node knows';
	return new Failure(
		`The connection${nameIn(connection)} is of another source: ${label}`,
		`${advice} Nothing was written. The ID of the connection: ${id}.`,
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
 * Refuses parameters that a connection of this source does not have, or does not take.
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
	const known = [
		...visibleParams(source),
		...source.methods.flatMap(({ credentials }) => credentials),
	];
	for (const name of [...Object.keys(params), ...removed]) {
		if (ON_EVERY_CONNECTION.has(name)) continue;
		const param = known.find((one) => one.name === name);
		if (!param) {
			const labels = visibleParams(source).map(({ label }) => label);
			throw new Failure(
				`Connections of ${source.label} have no parameter ${name}`,
				`What they have: ${labels.join(', ')}. Nothing was written. The ID of the connection: ${connection.id}.`,
			);
		}
		const problem = problemOf(param, params);
		if (problem) {
			throw new Failure(
				problem.message,
				`${problem.mend} Nothing was written. The ID of the connection: ${connection.id}.`,
			);
		}
	}
}
