import type { ApiClient } from '../apiClient';
import { asFailure, Failure, listed } from '../errors/failure';
import { deleteEntity } from './action';
import { byAge, type Entity, type EntityKind } from './kind';
import { getEntity } from './read';

/**
 * Keeps the oldest of several entities that writers of one name have created at once. Each writer decides the
 * same. It only deletes entities of the same author.
 * @param found at least one. All of them appeared after the own try and look like it
 * @param failure what to throw if authors differ
 */
export async function keepOldest<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	found: T[],
	failure: Failure,
): Promise<T> {
	const [oldest, ...younger] = [...found].sort(byAge) as [T, ...T[]];
	const isOurs = ({ createdBy, createdClient }: T) =>
		createdBy === oldest.createdBy && createdClient === oldest.createdClient;
	if (!younger.every(isOurs)) throw several(failure, kind, found);
	for (const { id } of younger) await deleteOwnDuplicate(client, kind, id, oldest.id);
	return oldest;
}

/**
 * Deletes an entity that this item has created, since another one of that name takes its place. It may already
 * be gone if another process decided the same.
 * @throws Failure with both IDs if the deletion fails
 */
export async function deleteOwnDuplicate(
	client: ApiClient,
	kind: EntityKind,
	own: string,
	other: string,
): Promise<void> {
	const failed = await deleteEntity(client, kind, own).then(() => undefined, asFailure);
	if (failed && failed.httpCode !== '404') {
		throw failed.with(
			`There are two ${kind.noun}s now, ${other} and ${own}: delete one of them, and run this item again.`,
		);
	}
	client.item.dropChange(own);
	client.execution.stats.duplicates++;
}

/**
 * The listed entities and the own one, which the list may not show yet. The own one is left out if it is gone.
 */
export async function withOwn<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	found: T[],
	own: string,
): Promise<T[]> {
	if (found.some(({ id }) => id === own)) return found;
	const mine = await getEntity<T>(client, kind, own).catch(asFailure);
	if (!(mine instanceof Failure)) return [...found, mine];
	if (mine.httpCode === '404') return found;
	throw mine;
}

/** The failure with the IDs of entities that may be this item's. */
export function several(
	failure: Failure,
	{ noun }: EntityKind,
	found: Array<{ id: string }>,
): Failure {
	const ids = listed(found.map(({ id }) => id));
	return failure.with(
		`Several new ${noun}s match the request: ${ids}. Keep one of them, and delete the others.`,
	);
}
