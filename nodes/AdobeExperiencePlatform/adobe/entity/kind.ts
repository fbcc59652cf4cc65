import type { Call } from '../apiClient';
import { Failure } from '../errors/failure';
import { asRecord, isRecord } from '../json';

/** Paths of Adobe's services, below the Platform URL (contract.md, base URLs). */
export const FLOW_SERVICE = '/data/foundation/flowservice';

export const CATALOG = '/data/foundation/catalog';

export const SCHEMA_REGISTRY = '/data/foundation/schemaregistry';

export const DATA_PREP = '/data/foundation/conversion';

export const DATA_ACCESS = '/data/foundation/export';

export const IMPORT = '/data/foundation/import';

/** What all entities of the Flow Service have (contract.md (c), item fields). Any member may be missing. */
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

/** Filters and other query parameters, in this order. Names may repeat. */
export type Query = ReadonlyArray<readonly [name: string, value: string]>;

/** A collection of entities in one service, and how it behaves. */
export interface EntityKind {
	/** For messages: `connection`. */
	noun: string;
	/** The plural, if not with an s. */
	nouns?: string;
	/** Of the collection, below the Platform URL. */
	path: string;
	/** Narrow every list. */
	filters?: Query;
	/** The service accepts no change in these states, so an update waits a few seconds. */
	busyStates?: readonly string[];
	/** Codes of refusals in such a state. */
	busyCodes?: readonly string[];
	/** How to delete one, if not by DELETE. */
	removal?(id: string): Pick<Call, 'method' | 'path' | 'query' | 'isAnswer'>;
	/** Members that no update changes. They are still known after an own write. */
	fixedOf?(entity: Entity): Partial<Entity>;
}

export type Written = {
	id: string;
	etag?: string;
	name?: string;
};

/**
 * An etag for `If-Match`: verbatim, including its inner quotes, since the service answers 412 without them
 * (contract.md (c)). Missing quotes and the backslashes of a JSON text are repaired.
 * @returns '' for an empty etag
 */
export function normalizeEtag(etag: string): string {
	const bare = etag.replace(/^[\s"\\]+|[\s"\\]+$/g, '');
	return bare === '' ? '' : `"${bare}"`;
}

/** `etag` and `version` are equal, and both are absent while a connection is `initializing` (contract.md (c)). */
export function etagOf(entity: { etag?: unknown; version?: unknown }): string | undefined {
	for (const value of [entity.etag, entity.version]) {
		if (typeof value === 'string' && value !== '') return value;
	}
	return undefined;
}

/**
 * The path of one entity.
 * @throws Failure without an ID, since that would be the path of the whole collection
 */
export function entityPath({ noun, path }: EntityKind, id: string): string {
	// Dots alone lead to another folder of the address.
	if (typeof id === 'string' && !/^[\s.]*$/.test(id)) return `${path}/${encodeURIComponent(id)}`;
	throw new Failure(
		`The ID of the ${noun} is missing`,
		`Nothing was sent for this ${noun}. Read it with Get, and check that the ID is there.`,
	);
}

/** For messages. */
export function nameOf({ noun }: EntityKind, name: string): string {
	return `the ${noun} "${name}"`;
}

/** Sorts the oldest first. The order is the same for every process. */
export function byAge(a: Aged, b: Aged): number {
	return (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.id < b.id ? -1 : 1);
}

type Aged = Pick<Entity, 'id' | 'createdAt'>;

export type Filter = readonly ['property', string];

/** Characters with a meaning in a filter (contract.md (i)). They cannot be escaped, as far as documented. */
const HAS_MEANING = /[,"'\\=!<>~[\]*]/;

/** Whether a filter can hold a value. */
export function isPlain(value: string): boolean {
	return !HAS_MEANING.test(value);
}

/**
 * The filter for an exact name. Undefined if a filter cannot hold the name. Callers compare names again in
 * either case.
 */
export function byName(name: string): Filter | undefined {
	return isPlain(name) ? ['property', `name=="${name}"`] : undefined;
}

/** The filter for one value of a property. Undefined if a filter cannot hold the value. */
export function byProperty(path: string, value: string): Filter | undefined {
	return isPlain(value) ? ['property', `${path}==${value}`] : undefined;
}

/** The filter for several IDs: a comma means "or" (contract.md (i)). */
export function byIds(ids: readonly string[]): Filter {
	return ['property', `id==${ids.join(',')}`];
}

/** The `items` of a list. Undefined for any other response. */
export function pageItems(body: unknown): unknown[] | undefined {
	const { items } = asRecord(body);
	return Array.isArray(items) ? items : undefined;
}

/** Whether a response is a list. An empty list has `items` too, so any other response is not "none". */
export function isPage(body: unknown): boolean {
	return pageItems(body)?.every(isRecord) === true;
}

const TOKEN = /(?<=[?&]continuationToken=)[^&]*/;

/** A token is no text of a form: a plus sign in it is not a blank, and a hash sign does not end the address. */
function encodedToken(token: string): string {
	return token.replace(/[+#]/g, encodeURIComponent);
}

/**
 * The query of the next page, or undefined on the last one (contract.md (i)). Only the query of
 * `_links.next.href` is used, with the own host and path. It is not documented whether filters must be repeated,
 * so missing ones are added.
 */
export function nextQuery(body: unknown, firstQuery: Query): Query | undefined {
	const { href } = asRecord(asRecord(asRecord(body)._links).next);
	if (typeof href !== 'string' || href === '') return undefined;
	let url: URL;
	try {
		url = new URL(href.replace(TOKEN, encodedToken), 'https://next.invalid/');
	} catch {
		return undefined;
	}
	const next = [...url.searchParams];
	if (next.length === 0) return undefined;
	const names = new Set(next.map(([name]) => name));
	return [...next, ...firstQuery.filter(([name]) => !names.has(name))];
}
