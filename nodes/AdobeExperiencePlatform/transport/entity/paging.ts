import { asRecord, isRecord } from '../json';
import type { Query } from './kind';

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
