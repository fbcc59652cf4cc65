import type { ApiClient, Call } from '../apiClient';
import { notFound } from '../errors/explain';
import { Failure } from '../errors/failure';
import { asRecord } from '../json';
import {
	byIds,
	byName,
	entityPath,
	type Entity,
	type EntityKind,
	type Query,
	isPage,
	nextQuery,
	pageItems,
} from './kind';

/** The largest page that the service accepts (contract.md (i)). */
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
	const { message, description } = notFound(noun);
	throw new Failure(message, description, '404');
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

export function firstPage(kind: EntityKind, filters: Query, pageSize = LARGEST_PAGE): Query {
	return [...(kind.filters ?? []), ...filters, ['limit', String(pageSize)]];
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

/** All entities that pass the filters, in the order of the service. */
export async function* listEntities<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	filters: Query,
	pageSize = LARGEST_PAGE,
): AsyncGenerator<T> {
	const first = firstPage(kind, filters, pageSize);
	for await (const { entities } of listPages<T>(client, kind, first, first)) yield* entities;
}

/** Entities by their IDs, up to 100 in one request. Deleted ones are missing. */
export async function entitiesById<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	ids: Iterable<string>,
): Promise<Map<string, T>> {
	const wanted = [...new Set(ids)];
	const found = new Map<string, T>();
	for (let start = 0; start < wanted.length; start += LARGEST_PAGE) {
		const some = byIds(wanted.slice(start, start + LARGEST_PAGE));
		for await (const entity of listEntities<T>(client, kind, [some])) found.set(entity.id, entity);
	}
	return found;
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
 * @param filters and other query parameters. Missing ones are left out
 */
export async function firstPassing<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	filters: ReadonlyArray<Query[number] | '' | undefined>,
	{ limit, isExact, passes, keep }: Wanted<T>,
): Promise<T[]> {
	const given = filters.filter((filter): filter is Query[number] => Boolean(filter));
	const pageSize = isExact ? Math.min(limit, LARGEST_PAGE) : LARGEST_PAGE;
	const first = firstPage(kind, given, pageSize);
	const found: T[] = [];
	for await (const { entities } of listPages<T>(client, kind, first, first)) {
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
	const filter = byName(name);
	const found: T[] = [];
	for await (const entity of listEntities<T>(client, kind, filter ? [filter] : [])) {
		if (entity.name === name) found.push(entity);
	}
	return found;
}

/** More than a list shows without scrolling. */
const FULL_LIST = 30;
/** The user sees nothing meanwhile, and n8n loads more by the token if the list has room. */
const MOST_PAGES = 20;

interface ListSearch {
	search?: string;
	/** From the page before. */
	token?: string;
}

interface ListPage<T> {
	entities: T[];
	/** Undefined on the last page. */
	nextToken?: string;
}

/**
 * Entities with `search` in their name, in any letter case, for a searchable list. The service compares whole
 * texts only (contract.md (i)), so this searches page after page until the list is full: a short list cannot be
 * scrolled.
 */
export async function searchPage<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	{ search, token }: ListSearch,
	passes: (entity: T) => boolean = () => true,
): Promise<ListPage<T>> {
	const first = firstPage(kind, []);
	const start = token ? queryOf(token) : first;
	const wanted = search?.toLowerCase() ?? '';
	const found: T[] = [];
	let pages = 0;
	for await (const { entities, next } of listPages<T>(client, kind, start, first)) {
		found.push(
			...entities.filter(
				(entity) => (entity.name ?? '').toLowerCase().includes(wanted) && passes(entity),
			),
		);
		if (next && (found.length >= FULL_LIST || ++pages === MOST_PAGES)) {
			return { entities: found, nextToken: JSON.stringify(next) };
		}
	}
	return { entities: found };
}

/** The query in a token that comes back from the browser. */
export function queryOf(token: string): Query {
	try {
		const query: unknown = JSON.parse(token);
		if (isQuery(query)) return query;
	} catch {
		// Not a token of this file.
	}
	throw new Failure('The list cannot be continued', 'Open the list again.');
}

function isQuery(value: unknown): value is Query {
	return (
		Array.isArray(value) &&
		value.every(
			(pair: unknown) =>
				Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string'),
		)
	);
}
