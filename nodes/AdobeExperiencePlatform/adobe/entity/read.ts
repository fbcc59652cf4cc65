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

/** Page size; the service takes at most 100 (contract.md (i)). */
export const LARGEST_PAGE = 100;

/**
 * One entity by its ID: the service answers `{ items: [one] }`; a bare object is taken too
 * (contract.md (j) 7).
 * @throws Failure where there is none
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
	const { message, hint } = notFound(noun);
	throw new Failure(message, hint, '404');
}

function entitiesIn(body: unknown): unknown[] {
	return pageItems(body) ?? [body];
}

/** Anything but one entity or an empty list does not say whether there is one. */
function isOneOrNone(body: unknown): boolean {
	const found = entitiesIn(body);
	return found.length === 0 || typeof asRecord(found[0]).id === 'string';
}

interface EntityPage<T> {
	entities: T[];
	/** Query of the next page; undefined on the last. */
	next?: Query;
}

export function firstPage(kind: EntityKind, filters: Query, pageSize = LARGEST_PAGE): Query {
	return [...(kind.filters ?? []), ...filters, ['limit', String(pageSize)]];
}

/**
 * Page after page of a collection (contract.md (i)), never the same one twice.
 * @param start the query of the first page to read
 * @param filters go along with the next pages too, where a link leaves them out
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
		// Whoever has enough by then does not hear of the circle.
		yield { entities: pageItems(body) as T[], next: isCircle ? undefined : next };
		if (isCircle) {
			throw new Failure(
				`The service goes in a circle when it lists ${noun}s`,
				'It gave the same next page twice. Try again later, or use a filter.',
			);
		}
		query = next;
	}
}

/** All entities that pass the filters, in the order of the service, page by page. */
export async function* listEntities<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	filters: Query,
	pageSize = LARGEST_PAGE,
): AsyncGenerator<T> {
	const first = firstPage(kind, filters, pageSize);
	for await (const { entities } of listPages<T>(client, kind, first, first)) yield* entities;
}

/** Entities by their IDs, up to 100 in one request; those that are gone are missing. */
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

/** Which entities of a list are wanted. */
interface Wanted<T> {
	limit: number;
	/** Whether the filters say all that is asked here: otherwise a page of the limit's size may hold none. */
	isExact: boolean;
	passes(entity: T): boolean;
	/** What only another request can tell, asked for all that pass of a page. */
	keep?(entities: T[]): Promise<T[]>;
}

/**
 * The first entities that pass, in the order of the service. What it makes of a filter is not
 * documented for each property, so `passes` compares again.
 * @param filters and other query parameters; those that are not there are left out
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

/** The entities of exactly that name. */
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
/** Whoever waits for the list sees nothing meanwhile; n8n goes on by the token where there is room. */
const MOST_PAGES = 20;

/** What a searchable list asks for. */
interface ListSearch {
	search?: string;
	/** Where the page before ended. */
	token?: string;
}

interface ListPage<T> {
	entities: T[];
	/** For the page that follows; undefined where this is the last. */
	nextToken?: string;
}

/**
 * Some entities for a searchable list: those whose name holds `search`, in any letter case. The
 * service compares whole texts only (contract.md (i)), so parts of names are looked for here, page
 * after page until the list is full: a short list cannot be scrolled for more.
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

/** A page of a list, by a token that comes back by way of the browser. */
export function queryOf(token: string): Query {
	try {
		const query: unknown = JSON.parse(token);
		if (isQuery(query)) return query;
	} catch {
		// No JSON, so no token of this file either.
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
