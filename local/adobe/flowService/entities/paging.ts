import type { Answer } from '../../server/answers';
import { flowRefusal } from '../../server/errors';
import { invalidParam, knownParams } from '../../server/query';
import { type Entity, isObject } from '../../types';
import type { Collection, Row } from './collection';
import { type Filter, passes, readFilter } from './filters';

/** What a list operation needs to know about its entities. */
export interface Listing<T extends Entity> {
	/** path relative to the flow service base, for the next link */
	path: string;
	rows: Collection<T>;
	sandboxName: string;
	/** top-level fields that can be filtered and sorted by */
	fields: ReadonlySet<string>;
	/** page size without a limit, and the largest limit */
	pageSize: number;
	maximum: number;
	/** an item as the caller may see it; filters look at this form too, so that they cannot probe for secrets */
	present(item: T): object;
	/** whether it is shown though it belongs in; default yes */
	isListed?(item: T): boolean;
}

interface SortKey {
	path: string[];
	direction: 1 | -1;
}

interface Cursor {
	/** sort values of the last item of the page before */
	keys: Array<string | number>;
	sequence: number;
}

/** A row and its position in the order of a list. */
interface Placed<T> {
	row: Row<T>;
	at: Cursor;
}

const LIST_PARAMS = ['property', 'limit', 'orderby', 'continuationToken', 'count'];

function readLimit(text: string | null, listing: { pageSize: number; maximum: number }): number {
	if (text === null) return listing.pageSize;
	const limit = Number(text);
	if (!/^\d+$/.test(text) || limit < 1 || limit > listing.maximum) throw invalidParam('limit');
	return limit;
}

/** `name`, `+name`, `-name`, several with commas (contract.md (i)). */
function readOrder(text: string | null, fields: ReadonlySet<string>): SortKey[] {
	if (text === null) return [];
	return text.split(',').map((part) => {
		const [, sign = '', field = ''] = /^([^A-Za-z]?)([\w.]+)$/.exec(part) ?? [];
		// A plus sign that was not encoded arrives as a space.
		if (sign === ' ') {
			throw flowRefusal(
				'1432-400',
				'Sort order specified is not correct, prepend + for ascending order and - for descending order in the fieldName.',
			);
		}
		if (!['', '+', '-'].includes(sign) || !fields.has(field.split('.')[0] ?? '')) {
			throw flowRefusal(
				'1433-400',
				`Incorrect field= ${part} passed in orderBy, example are +name, -name, name.`,
			);
		}
		return { path: field.split('.'), direction: sign === '-' ? -1 : 1 };
	});
}

// Padded base64, so that a token can hold `=`: clients that split the link at `=` break (contract.md (i)).
function writeToken(cursor: Cursor): string {
	const text = JSON.stringify(cursor);
	return Buffer.from(text + ' '.repeat((3 - ((Buffer.byteLength(text) + 1) % 3)) % 3)).toString(
		'base64',
	);
}

function readToken(text: string | null): Cursor | undefined {
	if (text === null) return undefined;
	try {
		const cursor: unknown = JSON.parse(Buffer.from(text, 'base64').toString());
		if (isObject(cursor) && Array.isArray(cursor.keys) && typeof cursor.sequence === 'number') {
			return cursor as unknown as Cursor;
		}
	} catch {
		// not one of ours: refused below
	}
	throw invalidParam('continuationToken');
}

function valueAt(item: object, path: string[]): string | number {
	let value: unknown = item;
	for (const step of path) value = isObject(value) ? value[step] : undefined;
	return typeof value === 'number' ? value : String(value ?? '');
}

function compareValues(left: string | number, right: string | number): number {
	if (left === right) return 0;
	return left < right ? -1 : 1;
}

/** Order of two positions in a list; the newer one first if the keys are equal. */
function compareCursors(order: SortKey[], left: Cursor, right: Cursor): number {
	for (let index = 0; index < order.length; index++) {
		const difference = compareValues(left.keys[index] ?? '', right.keys[index] ?? '');
		if (difference !== 0) return difference * (order[index]?.direction ?? 1);
	}
	return right.sequence - left.sequence;
}

/** Puts a row into a page, which stays in order. */
function insert<T>(page: Array<Placed<T>>, order: SortKey[], placed: Placed<T>): void {
	let index = page.length;
	while (index > 0 && compareCursors(order, (page[index - 1] as Placed<T>).at, placed.at) > 0) {
		index--;
	}
	page.splice(index, 0, placed);
}

/** Rows worth looking at: indexes answer a filter on the ID or another indexed member without a walk through everything. */
function candidates<T extends Entity>(
	rows: Collection<T>,
	filters: Filter[],
	before?: number,
): Iterable<Row<T>> {
	const valuesOf = (field: string) =>
		filters.find(({ operator, path }) => operator === '==' && path.join('.') === field)?.values;
	const ids = valuesOf('id');
	if (ids) return rows.withIds(ids);
	for (const field of rows.indexed) {
		const values = valuesOf(field);
		if (values) return rows.having(field, values);
	}
	return rows.newestFirst(before);
}

function nextLink(path: string, query: URLSearchParams, token: string): string {
	const next = new URLSearchParams(query);
	next.set('continuationToken', token);
	return `${path}?${next.toString().replaceAll('+', '%20')}`;
}

/**
 * Answers a list request: filter, sort, count, page (contract.md (i)).
 * @returns `{items, _links}` with `_links.next.href` relative to the flow service base, or `{count}`
 * @throws Refusal 1401, 1432, 1433, 1440 to 1453-400
 */
export function list<T extends Entity>(listing: Listing<T>, query: URLSearchParams): Answer {
	knownParams(query, LIST_PARAMS);
	const counting = query.get('count') === 'true';
	if (counting && query.has('limit')) {
		throw flowRefusal(
			'1401-400',
			'The limit and count parameters cannot be given together in the same request. Please provide either only the limit or the count parameter and try again.',
		);
	}
	const limit = readLimit(query.get('limit'), listing);
	const order = readOrder(query.get('orderby'), listing.fields);
	const start = readToken(query.get('continuationToken'));
	const filters = query
		.getAll('property')
		.map((expression) => readFilter(expression, listing.fields));

	const accepts = (item: T): boolean => {
		if (item.sandboxName !== listing.sandboxName) return false;
		if (filters.length > 0) {
			const shown = listing.present(item);
			if (!filters.every((filter) => passes(shown, filter))) return false;
		}
		return listing.isListed?.(item) !== false;
	};
	if (counting) {
		let count = 0;
		for (const row of candidates(listing.rows, filters)) if (accepts(row.item)) count++;
		return { status: 200, body: { count } };
	}

	const isSorted = order.length > 0;
	const page: Array<Placed<T>> = [];
	for (const row of candidates(listing.rows, filters, isSorted ? undefined : start?.sequence)) {
		const at = { keys: order.map(({ path }) => valueAt(row.item, path)), sequence: row.sequence };
		if (start && compareCursors(order, start, at) >= 0) continue;
		// The page, and one item more, is full. Showing an item costs the most, so one that comes later is not even shown.
		const last = page[limit];
		if (last && compareCursors(order, last.at, at) < 0) {
			if (isSorted) continue;
			break;
		}
		if (!accepts(row.item)) continue;
		insert(page, order, { row, at });
		page.splice(limit + 1);
	}
	const last = page.length > limit ? page[limit - 1] : undefined;
	return {
		status: 200,
		body: {
			items: page.slice(0, limit).map(({ row }) => listing.present(row.item)),
			_links: last ? { next: { href: nextLink(listing.path, query, writeToken(last.at)) } } : {},
		},
	};
}
