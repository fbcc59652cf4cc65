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
	field: string;
	direction: 1 | -1;
}

interface Cursor {
	/** sort values of the last item of the page before */
	keys: Array<string | number>;
	sequence: number;
}

/** Members that answers never show otherwise than they are. */
const PLAIN = ['id', 'flowId'];

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
		return { field, direction: sign === '-' ? -1 : 1 };
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

function valueAt(item: object, field: string): string | number {
	const value = field
		.split('.')
		.reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), item);
	return typeof value === 'number' ? value : String(value ?? '');
}

function compareValues(left: string | number, right: string | number): number {
	if (left === right) return 0;
	return left < right ? -1 : 1;
}

/** Order of two places in a list; the newer one first where the keys are equal. */
function compareCursors(order: SortKey[], left: Cursor, right: Cursor): number {
	for (const [index, { direction }] of order.entries()) {
		const difference = compareValues(left.keys[index] ?? '', right.keys[index] ?? '');
		if (difference !== 0) return difference * direction;
	}
	return right.sequence - left.sequence;
}

/** Rows worth looking at: indexes answer a filter on the ID or the exact name without a walk through everything. */
function candidates<T extends Entity>(
	rows: Collection<T>,
	filters: Filter[],
	before?: number,
): Iterable<Row<T>> {
	const valuesOf = (field: string) =>
		filters.find(({ operator, path }) => operator === '==' && path.join('.') === field)?.values;
	const ids = valuesOf('id');
	if (ids) return rows.withIds(ids);
	const names = valuesOf('name');
	return names ? rows.named(names) : rows.newestFirst(before);
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

	// What is shown as it is stored is looked at first: showing every item of a long list costs the most.
	const plain = filters.filter(({ path }) => PLAIN.includes(path.join('.')));
	const accepts = (item: T): boolean => {
		if (item.sandboxName !== listing.sandboxName) return false;
		if (!plain.every((filter) => passes(item, filter))) return false;
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

	const place = (row: Row<T>): Cursor => ({
		keys: order.map(({ field }) => valueAt(row.item, field)),
		sequence: row.sequence,
	});
	const page: Array<{ row: Row<T>; at: Cursor }> = [];
	// Unsorted lists come in their final order: stop as soon as the page, and one item more, is full.
	const before = order.length === 0 ? start?.sequence : undefined;
	for (const row of candidates(listing.rows, filters, before)) {
		const at = place(row);
		if (start && compareCursors(order, start, at) >= 0) continue;
		if (!accepts(row.item)) continue;
		page.push({ row, at });
		if (order.length === 0 && page.length > limit) break;
	}
	if (order.length > 0) page.sort((left, right) => compareCursors(order, left.at, right.at));
	const last = page.length > limit ? page[limit - 1] : undefined;
	return {
		status: 200,
		body: {
			items: page.slice(0, limit).map(({ row }) => listing.present(row.item)),
			_links: last
				? { next: { href: nextLink(listing.path, query, writeToken(last.at)) } }
				: {},
		},
	};
}
