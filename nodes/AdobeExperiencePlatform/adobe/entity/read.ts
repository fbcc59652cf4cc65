import type { ApiClient, Call } from '../apiClient';
import { notFound } from '../errors/explain';
import { Failure } from '../errors/failure';
import { asRecord, groupsOf, isObject, isRecord } from '../json';
import {
	type Entity,
	type EntityKind,
	entityPath,
	pageItems,
	type Query,
	isPage,
	nextQuery,
	byIds,
	byName,
} from './kind';

/** The largest page that Flow Service and the Catalog accept (contract.md (i), Catalog). */
export const LARGEST_PAGE = 100;

/**
 * Reads one entity. The service returns `{ items: [one] }`, and a bare object is accepted too (contract.md (j)
 * 7).
 * @throws Failure if there is none
 */
export async function getEntity<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	id: string,
): Promise<T> {
	const { noun } = kind;
	const call: Call = { method: 'GET', path: entityPath(kind, id), noun, isAnswer: isOneOrNone };
	const [entity] = entitiesIn(await client.read(call));
	if (entity) return entity as T;
	throw notFound(noun);
}

function entitiesIn(body: unknown): unknown[] {
	return pageItems(body) ?? [body];
}

/** Any other response does not show whether there is one. */
function isOneOrNone(body: unknown): boolean {
	const found = entitiesIn(body);
	return found.length === 0 || typeof asRecord(found[0]).id === 'string';
}

interface EntityPage<T> {
	entities: T[];
	/** Undefined on the last page. */
	next?: Query;
}

/** Filters and other query parameters. Missing ones are left out. */
type Filters = ReadonlyArray<Query[number] | '' | undefined>;

export function firstPage(kind: EntityKind, filters: Filters, pageSize = LARGEST_PAGE): Query {
	const given = filters.filter((filter): filter is Query[number] => Boolean(filter));
	return [...(kind.filters ?? []), ...given, ['limit', String(pageSize)]];
}

/**
 * The pages of a collection (contract.md (i)), none of them twice.
 * @param start the query of the first page
 * @param filters added to the query of each further page if its link lacks them
 */
export async function* listPages<T extends Entity>(
	client: ApiClient,
	{ path, noun }: EntityKind,
	start: Query,
	filters: Query,
): AsyncGenerator<EntityPage<T>> {
	const seen = new Set<string>();
	for (let query: Query | undefined = start; query; ) {
		seen.add(JSON.stringify(query));
		const body: unknown = await client.read({ method: 'GET', path, query, noun, isAnswer: isPage });
		const next = nextQuery(body, filters);
		const isCircle = next !== undefined && seen.has(JSON.stringify(next));
		// The circle does not matter to callers that have enough by now.
		yield { entities: pageItems(body) as T[], next: isCircle ? undefined : next };
		if (isCircle) {
			throw new Failure(
				`The service returned the same page of ${noun}s twice`,
				'Try again later, or use a filter.',
			);
		}
		query = next;
	}
}

/** The entities of each page, each entity once: a list that grows while it is read shows some of them again. */
async function* entityPages<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	first: Query,
): AsyncGenerator<T[]> {
	const seen = new Set<string>();
	for await (const { entities } of listPages<T>(client, kind, first, first)) {
		yield entities.filter(({ id }) => !seen.has(id) && seen.add(id));
	}
}

/** All entities that pass the filters, each once, in the order of the service. */
export async function* listEntities<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	filters: Filters,
	pageSize = LARGEST_PAGE,
): AsyncGenerator<T> {
	const first = firstPage(kind, filters, pageSize);
	for await (const entities of entityPages<T>(client, kind, first)) yield* entities;
}

/** Entities by their IDs, up to 100 in one request. Deleted ones are missing. */
export async function entitiesById<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	ids: Iterable<string>,
): Promise<Map<string, T>> {
	const found = new Map<string, T>();
	for (const some of groupsOf([...new Set(ids)], LARGEST_PAGE)) {
		const listed = listEntities<T>(client, kind, [byIds(some)]);
		for await (const entity of listed) found.set(entity.id, entity);
	}
	return found;
}

interface CatalogPage {
	/** Those that no page before it has shown, with their IDs. */
	entries: Array<[id: string, entry: Record<string, unknown>]>;
	/** Where the next page starts; undefined on the last one. */
	next?: number;
}

/**
 * The pages of a list of the Catalog, which is an object keyed by ID (contract.md, Catalog).
 * @param query without limit and start
 */
export async function* catalogPages(
	client: ApiClient,
	{ path, noun }: Pick<EntityKind, 'path' | 'noun'>,
	query: Query,
	start = 0,
): AsyncGenerator<CatalogPage> {
	const seen = new Set<string>();
	for (let at: number | undefined = start; at !== undefined; ) {
		const body: unknown = await client.read({
			method: 'GET',
			path,
			query: [...query, ['limit', String(LARGEST_PAGE)], ['start', String(at)]],
			noun,
			isAnswer: isObject,
		});
		const shown = Object.entries(asRecord(body)).flatMap(([id, entry]) =>
			isRecord(entry) ? [[id, entry] as [string, Record<string, unknown>]] : [],
		);
		const entries = shown.filter(([id]) => !seen.has(id));
		for (const [id] of entries) seen.add(id);
		// `start` may be an offset or a cursor, so a page with nothing new is the last one.
		const isLast = shown.length < LARGEST_PAGE || entries.length === 0;
		at = isLast ? undefined : at + LARGEST_PAGE;
		yield { entries, next: at };
	}
}

interface Wanted<T> {
	limit: number;
	/** Whether the filters are complete. Otherwise a page of the limit's size may hold no match. */
	isExact: boolean;
	passes(entity: T): boolean;
	/** Narrows a page by another request. */
	keep?(entities: T[]): Promise<T[]>;
}

/**
 * The first entities that pass, in the order of the service. The effect of filters is not documented for each
 * property, so `passes` compares again.
 */
export async function firstPassing<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	filters: Filters,
	{ limit, isExact, passes, keep }: Wanted<T>,
): Promise<T[]> {
	const pageSize = isExact ? Math.min(limit, LARGEST_PAGE) : LARGEST_PAGE;
	const first = firstPage(kind, filters, pageSize);
	const found: T[] = [];
	for await (const entities of entityPages<T>(client, kind, first)) {
		const passing = entities.filter(passes);
		found.push(...(keep ? await keep(passing) : passing));
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
}

export async function entitiesNamed<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	name: string,
): Promise<T[]> {
	const all = { limit: Infinity, isExact: false, passes: (entity: T) => entity.name === name };
	return await firstPassing<T>(client, kind, [byName(name)], all);
}
