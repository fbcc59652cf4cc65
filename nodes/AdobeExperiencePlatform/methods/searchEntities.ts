import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { Entity, EntityKind } from '../transport/entity/kind';
import { searchPage } from '../transport/entity/searchPage';
import { listFor } from './listFor';

/** A list of entities: by name with their state, newest first, loaded as the user scrolls. */
export async function searchEntities(
	context: ILoadOptionsFunctions,
	kind: EntityKind,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const search = {
		search: filter?.trim(),
		token: typeof paginationToken === 'string' ? paginationToken : undefined,
	};
	return await listFor(context, async (client) => {
		const { entities, nextToken } = await searchPage<Entity>(client, kind, search);
		return {
			results: entities.map((entity) => ({ name: entryOf(entity, entities), value: entity.id })),
			paginationToken: nextToken,
		};
	});
}

/** Name and state; where names are equal, the beginning of the ID tells them apart. */
function entryOf({ id, name, state }: Entity, all: Entity[]): string {
	const isOnly = all.filter((other) => other.name === name).length === 1;
	const facts = [!isOnly && id.slice(0, 8), state !== 'enabled' && state].filter(Boolean);
	const suffix = facts.length > 0 ? ` (${facts.join(', ')})` : '';
	return `${name || 'Without a name'}${suffix}`;
}
