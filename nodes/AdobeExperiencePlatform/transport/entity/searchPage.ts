import type { ApiClient } from '../apiClient';
import { Failure } from '../errors/failure';
import type { Entity, EntityKind, Query } from './kind';
import { firstPage, listPages } from './read';

/** More than a list shows without scrolling. */
const FULL_LIST = 30;
/** Whoever waits for the list sees nothing meanwhile; n8n goes on by the token where there is room. */
const MOST_PAGES = 20;

/** What a searchable list asks for. */
export interface ListSearch {
	search?: string;
	/** Where the page before ended. */
	token?: string;
}

export interface ListPage<T> {
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

/** The token is this file's own, but comes back by way of the browser. */
function queryOf(token: string): Query {
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
