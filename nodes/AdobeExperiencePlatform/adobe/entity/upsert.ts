import type { ApiClient } from '../apiClient';
import { withNameLock } from '../concurrency';
import { Failure, asFailure, listed } from '../errors/failure';
import { BOUNDS, growingPause, waitUntil } from '../waits';
import { deleteEntity } from './action';
import { type EntityKind, type Entity, byAge, type Written, nameOf } from './kind';
import { getEntity, entitiesNamed } from './read';

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
	const failed = await deleteUntilGone(client, kind, own).then(() => undefined, asFailure);
	if (failed) {
		throw failed.with(
			`There are two ${kind.noun}s now, ${other} and ${own}: delete one of them, and run this item again.`,
		);
	}
	client.item.dropChange(own);
	client.execution.stats.duplicates++;
}

/**
 * Deletes an entity until it is gone. The response to a delete is empty, so it looks the same if something else
 * answers in place of the service. No output names a duplicate, so nobody else would notice.
 */
async function deleteUntilGone(client: ApiClient, kind: EntityKind, id: string): Promise<void> {
	await waitUntil(client, {
		limit: BOUNDS.settle,
		pause: growingPause(BOUNDS.firstWait),
		async look() {
			const failed = await deleteEntity(client, kind, id).then(() => undefined, asFailure);
			if (failed && failed.httpCode !== '404') throw failed;
			// A kind with a removal of its own still shows what was removed.
			if (failed || kind.removal) return { id };
			// The delete was successful, so only an entity that is shown speaks against it.
			const shown = await getEntity(client, kind, id).catch(asFailure);
			if (shown instanceof Failure) return { id };
			client.item.dropChange(id);
			return undefined;
		},
		tooLong() {
			throw new Failure(
				`The deletion got a successful response, but the ${kind.noun} is still there`,
				`Adobe still showed it after ${BOUNDS.settle / 1000} seconds. Check that no proxy answers in place of Adobe.`,
			);
		},
	});
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

/** Its functions run while the name is locked. */
interface Upsert<T extends Entity, W extends Written> {
	kind: EntityKind;
	name: string;
	create(): Promise<W>;
	update(existing: T): Promise<W>;
	/** Removes what belongs to an own entity that was deleted again. */
	afterDiscard?(own: W): Promise<void>;
}

export type Upserted<W extends Written = Written> = W & {
	/** Whether none of this name existed before. */
	created: boolean;
};

/**
 * Creates the entity of this exact name, or updates it. Other executions of this process wait until the name is
 * free. Other processes do not, so it looks again after a create. If another one of that name is older, it
 * deletes its own and updates the older one. It also looks again if the one that it updates is gone by then, since
 * another process may have deleted it as its own duplicate.
 * @throws Failure with the IDs if several have the name
 */
export async function upsertByName<T extends Entity, W extends Written>(
	client: ApiClient,
	{ kind, name, create, update, afterDiscard }: Upsert<T, W>,
): Promise<Upserted<W>> {
	return await withNameLock(client, kind, name, async () => {
		let gone: Gone | undefined;
		// A list may show it for a while.
		let discarded: string | undefined;
		for (;;) {
			const found = await entitiesNamed<T>(client, kind, name);
			const named = found.filter(({ id }) => id !== discarded);
			if (gone) {
				// Shown, but not found: no role can read it, or it is a part of it that is gone.
				if (named.some(({ id }) => id === gone?.id)) throw gone.failure;
				client.item.dropChange(gone.id);
			}
			if (named.length > 1) throw severalFound(kind, name, named);
			let [existing] = named;
			if (!existing) {
				const own = await create();
				existing = await olderThan<T>(client, kind, name, own);
				if (!existing) return { ...own, created: true };
				await deleteOwnDuplicate(client, kind, own.id, existing.id);
				discarded = own.id;
				await afterDiscard?.(own);
			}
			const { id } = existing;
			const written = await update(existing).catch(asFailure);
			if (!(written instanceof Failure)) return { ...written, name, created: false };
			// Once is chance; twice, somebody deletes what this item writes.
			if (written.httpCode !== '404' || gone) throw written;
			gone = { id, failure: written };
		}
	});
}

interface Gone {
	id: string;
	failure: Failure;
}

/** The oldest entity of the name, unless it is the own one. Every process decides the same. */
async function olderThan<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	name: string,
	own: Written,
): Promise<T | undefined> {
	const named = await allOfName<T>(client, kind, name, own.id).catch(asFailure);
	if (named instanceof Failure) {
		client.execution.hints.add(
			`The check for a duplicate of ${nameOf(kind, name)} that another execution created at the same time failed (${named.message}). Used: ${own.id}.`,
		);
		return undefined;
	}
	if (named.length > 1 && named.some(({ createdAt }) => typeof createdAt !== 'number')) {
		throw severalFound(kind, name, named);
	}
	const [oldest] = named.sort(byAge);
	return oldest && oldest.id !== own.id ? oldest : undefined;
}

async function allOfName<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	name: string,
	own: string,
): Promise<T[]> {
	const named = await entitiesNamed<T>(client, kind, name);
	const isAlone = named.every(({ id }) => id === own);
	return isAlone ? named : await withOwn(client, kind, named, own);
}

function severalFound(kind: EntityKind, name: string, found: Entity[]): Failure {
	const ids = listed(found.map(({ id }) => id));
	return new Failure(
		`There are ${found.length} ${kind.noun}s called "${name}"`,
		`The name is not unique, so none was updated. Their IDs: ${ids}. Give them different names, delete those that are not needed, or use an update with an ID.`,
	);
}
