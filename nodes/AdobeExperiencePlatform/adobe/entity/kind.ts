import type { Call } from '../apiClient';
import { Failure } from '../errors/failure';
import { asRecord, isRecord } from '../json';

/** What every entity of the Flow Service shows (contract.md (c), item fields); anything may be missing. */
export interface Entity {
	id: string;
	name?: string;
	description?: string;
	state?: string;
	etag?: string;
	version?: string;
	/** Epoch milliseconds. */
	createdAt?: number;
	/** Epoch milliseconds. */
	updatedAt?: number;
	[field: string]: unknown;
}

/** A filter or other query parameter; repeatable and in order. */
export type Query = ReadonlyArray<readonly [name: string, value: string]>;

/** A collection of entities that one service keeps: what the rules of this folder need to know of it. */
export interface EntityKind {
	/** What a person calls it: `connection`. */
	noun: string;
	/** Several of them, if not with an s. */
	nouns?: string;
	/** Of the collection, below the Platform URL. */
	path: string;
	/** Narrows every list to the entities that are meant. */
	filters?: Query;
	/** In these states the service takes no change for a few seconds; an update waits. */
	busyStates?: readonly string[];
	/** Codes by which the service refuses a change in such a state. */
	busyCodes?: readonly string[];
	/** How one is removed, if not by DELETE of the collection's member. */
	removal?(id: string): Pick<Call, 'method' | 'path' | 'query' | 'isAnswer'>;
	/** Members that no update changes, and that are asked for before one: known of own writes, too. */
	fixedOf?(entity: Entity): Partial<Entity>;
}

/** What a write answers. */
export type Written = {
	id: string;
	etag?: string;
	name?: string;
};

/**
 * The address of one entity.
 * @throws Failure without an ID: the address would be that of the whole collection, and its first entry a stranger's
 */
export function entityPath({ noun, path }: EntityKind, id: string): string {
	// Dots alone lead to another folder of the address.
	if (typeof id === 'string' && !/^[\s.]*$/.test(id)) return `${path}/${encodeURIComponent(id)}`;
	throw new Failure(
		`The ID of the ${noun} is missing`,
		`Nothing was sent for this ${noun}. Read it with Get, and check that the ID is there.`,
	);
}

/** How messages name one entity. */
export function nameOf({ noun }: EntityKind, name: string): string {
	return `the ${noun} "${name}"`;
}

/** For sorting, the oldest first; every process comes to the same. */
export function byAge(a: Aged, b: Aged): number {
	return (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.id < b.id ? -1 : 1);
}

type Aged = Pick<Entity, 'id' | 'createdAt'>;

export type Filter = readonly ['property', string];

/** Signs with a meaning of their own in a filter (contract.md (i)); no way to escape them is documented. */
const HAS_MEANING = /[,"'\\=!<>~[\]*]/;

/** Whether a filter can hold a value as it is. */
export function isPlain(value: string): boolean {
	return !HAS_MEANING.test(value);
}

/**
 * The filter for an exact name, or undefined where the name has signs that mean something to the
 * service: then it must list without it. Callers compare names again in either case.
 */
export function byName(name: string): Filter | undefined {
	return isPlain(name) ? ['property', `name=="${name}"`] : undefined;
}

/** The filter for one value of a property; a value with signs of their own meaning gives none. */
export function byProperty(path: string, value: string): Filter | undefined {
	return isPlain(value) ? ['property', `${path}==${value}`] : undefined;
}

/** The filter for any of some IDs: a comma means "or" (contract.md (i)). */
export function byIds(ids: readonly string[]): Filter {
	return ['property', `id==${ids.join(',')}`];
}

/** The `items` of a list answer, or undefined where it has none. */
export function pageItems(body: unknown): unknown[] | undefined {
	const { items } = asRecord(body);
	return Array.isArray(items) ? items : undefined;
}

/** Whether an answer is a list. One of another shape does not say that there is nothing: an empty list has `items`, too. */
export function isPage(body: unknown): boolean {
	return pageItems(body)?.every(isRecord) === true;
}

/**
 * The query of the next page, or undefined on the last (contract.md (i)). Only the query of
 * `_links.next.href` is taken, read by a URL parser since tokens may hold `=`; host and path stay
 * ours. Whether filters must be repeated is not documented, so what the link leaves out is added.
 */
export function nextQuery(body: unknown, firstQuery: Query): Query | undefined {
	const { href } = asRecord(asRecord(asRecord(body)._links).next);
	if (typeof href !== 'string' || href === '') return undefined;
	let url: URL;
	try {
		url = new URL(href, 'https://next.invalid/');
	} catch {
		return undefined;
	}
	const next = [...url.searchParams];
	if (next.length === 0) return undefined;
	const names = new Set(next.map(([name]) => name));
	return [...next, ...firstQuery.filter(([name]) => !names.has(name))];
}
