import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Entity, EntityKind } from '../transport/entity/kind';
import { searchPage } from '../transport/entity/searchPage';
import { listFor } from './listFor';

/**
 * A list of entities: by name with their state, newest first, loaded as the user scrolls.
 * @param factOf what else tells an entity from others
 * @param passes which entities the list shows
 */
export async function searchEntities<T extends Entity>(
	context: ILoadOptionsFunctions,
	kind: EntityKind,
	filter?: string,
	paginationToken?: unknown,
	factOf: (entity: T) => string | undefined = () => undefined,
	passes?: (entity: T) => boolean,
): Promise<INodeListSearchResult> {
	const search = {
		search: filter?.trim(),
		token: typeof paginationToken === 'string' ? paginationToken : undefined,
	};
	return await listFor(context, async (client) => {
		const { entities, nextToken } = await searchPage<T>(client, kind, search, passes);
		return {
			results: entities.map((entity) => ({
				name: entryOf(entity, entities, factOf(entity)),
				value: entity.id,
			})),
			paginationToken: nextToken,
		};
	});
}

/** Name, what else is told, and state; where names are equal, the beginning of the ID tells them apart. */
function entryOf({ id, name, state }: Entity, all: Entity[], fact: string | undefined): string {
	const isOnly = all.filter((other) => other.name === name).length === 1;
	const facts = [fact, !isOnly && id.slice(0, 8), state !== 'enabled' && state].filter(Boolean);
	const suffix = facts.length > 0 ? ` (${facts.join(', ')})` : '';
	return `${name || 'Without a name'}${suffix}`;
}
