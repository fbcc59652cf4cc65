import type { ApiClient } from '../apiClient';
import { asFailure, Failure, listed } from '../errors/failure';
import { byAge, type Entity, type EntityKind, nameOf, type Written } from './kind';
import { entitiesNamed } from './read';
import { withNameLock } from './create';
import { deleteOwnDuplicate, withOwn } from './duplicates';

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
 * deletes its own and updates the older one.
 * @throws Failure with the IDs if several have the name
 */
export async function upsertByName<T extends Entity, W extends Written>(
	client: ApiClient,
	{ kind, name, create, update, afterDiscard }: Upsert<T, W>,
): Promise<Upserted<W>> {
	return await withNameLock(client, kind, name, async () => {
		const named = await entitiesNamed<T>(client, kind, name);
		if (named.length > 1) throw severalFound(kind, name, named);
		const [existing] = named;
		if (existing) return { ...(await update(existing)), name, created: false };
		const own = await create();
		const older = await olderThan<T>(client, kind, name, own);
		if (!older) return { ...own, created: true };
		await deleteOwnDuplicate(client, kind, own.id, older.id);
		await afterDiscard?.(own);
		return { ...(await update(older)), name, created: false };
	});
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
