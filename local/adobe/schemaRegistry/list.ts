import { wholeNumber } from '../platform/query';
import { platformRefusal } from '../platform/refusals';
import { isObject, type Json } from '../types';

/** The service returns no more at a time without paging (EN:xdm/api/schemas.md). */
const MAXIMUM = 300;

interface Page {
	results: Json[];
	_page: { orderby: string; next: unknown; count: number };
	next: URLSearchParams | null;
}

function compare(left: unknown, right: unknown): number {
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	const [first, second] = [String(left ?? ''), String(right ?? '')];
	return first < second ? -1 : first > second ? 1 : 0;
}

/** A member by its name; `updated`, the order where nothing is asked for, is the time of the last change. */
function memberOf(item: Json, name: string): unknown {
	const metadata = item['meta:registryMetadata'];
	if (name === 'updated' && isObject(metadata)) return metadata['repo:lastModifiedDate'];
	return item[name];
}

const OPERATORS: Record<string, (order: number) => boolean> = {
	'==': (order) => order === 0,
	'!=': (order) => order !== 0,
	'<': (order) => order < 0,
	'>': (order) => order > 0,
	'<=': (order) => order <= 0,
	'>=': (order) => order >= 0,
};

/** One `property` expression (EN:xdm/api/appendix.md, Filtering); a bare name asks whether there is such a member. */
function passes(item: Json, expression: string): boolean {
	const [, name = '', operator, value] =
		/^([^=!<>]+)(==|!=|<=|>=|<|>)?(.*)$/s.exec(expression) ?? [];
	const member = memberOf(item, name);
	const judge = operator === undefined ? undefined : OPERATORS[operator];
	return judge ? judge(compare(String(member ?? ''), value)) : member !== undefined;
}

/** A positive integer up to 500 (EN:xdm/api/appendix.md, Paging); how others are refused is not documented. */
function limitOf(query: URLSearchParams): number {
	if (query.has('limit') && !query.has('orderby')) {
		throw platformRefusal(400, 'limit requires orderby');
	}
	return wholeNumber(query, 'limit', { usual: MAXIMUM, maximum: 500 });
}

/**
 * A page of resources: `start` is the last value of the sorted property that the caller has (EN:xdm/api/appendix.md).
 * @param items as they are filtered and sorted: with all their members
 */
export function page(items: Json[], query: URLSearchParams): Page {
	const limit = limitOf(query);
	const orderby = query.get('orderby') ?? 'updated';
	const [primary = ''] = orderby.split(',');
	const name = primary.replace(/^[+-]/, '');
	const direction = primary.startsWith('-') ? -1 : 1;
	const start = query.get('start');
	if (start !== null && !query.has('orderby')) {
		throw platformRefusal(400, 'start requires orderby');
	}
	const sorted = items
		.filter((item) => query.getAll('property').every((expression) => passes(item, expression)))
		.sort((left, right) => direction * compare(memberOf(left, name), memberOf(right, name)));
	const rest = sorted.filter(
		(item) => start === null || direction * compare(String(memberOf(item, name) ?? ''), start) > 0,
	);
	const results = rest.slice(0, limit);
	const last = results.at(-1);
	const next = last && rest.length > results.length ? memberOf(last, name) : null;
	const following = new URLSearchParams(query);
	if (next != null) following.set('start', String(next));
	return {
		results,
		_page: { orderby, next, count: results.length },
		next: next == null ? null : following,
	};
}
