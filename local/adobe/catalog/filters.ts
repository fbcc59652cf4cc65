import { platformRefusal } from '../platform/refusals';
import type { Json } from '../types';

/** Query parameters that are no filters (EN:catalog/api/filter-data.md). */
const CONTROLS = ['limit', 'start', 'orderBy', 'property', 'properties', 'tags', 'aggregate'];

type Test = (object: Json) => boolean;

function literal(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Values of `name` may hold `*` for anything, and `**` for a star. */
function equals(name: string, value: string): (member: unknown) => boolean {
	if (name !== 'name' || !value.includes('*')) return (member) => String(member) === value;
	const parts = value.split('**').map((part) => part.split('*').map(literal).join('.*'));
	const pattern = new RegExp(`^${parts.join('\\*')}$`, 's');
	return (member) => pattern.test(String(member));
}

/** `name=a,b` is one of them, `name=!a,b` none of them. */
function simpleFilter(name: string, text: string): Test {
	const negated = text.startsWith('!');
	const values = (negated ? text.slice(1) : text).split(',').map((value) => equals(name, value));
	return (object) => values.some((matches) => matches(object[name])) !== negated;
}

/** Numbers by size, versions part by part, anything else as text. */
function compare(left: unknown, right: string): number {
	const text = String(left ?? '');
	const parts = (value: string) =>
		/^\d+(\.\d+)*$/.test(value) ? value.split('.').map(Number) : undefined;
	const [mine, theirs] = [parts(text), parts(right)];
	if (!mine || !theirs) return text < right ? -1 : text > right ? 1 : 0;
	for (let index = 0; index < Math.max(mine.length, theirs.length); index++) {
		const difference = (mine[index] ?? 0) - (theirs[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function pattern(text: string): RegExp {
	try {
		return new RegExp(text);
	} catch {
		throw platformRefusal(400, `The regular expression ${text} is not valid`);
	}
}

/** One condition of the `property` parameter: whether there is such a property, or how its value compares. */
function propertyFilter(condition: string): Test {
	const match = /^(!?)([\w.-]+)(?:(~|==|!=|<=|>=|<|>)(.*))?$/s.exec(condition);
	const [, missing, name = '', operator, value = ''] = match ?? [];
	if (!match) throw platformRefusal(400, `The property filter ${condition} is not valid`);
	if (operator === undefined) return (object) => Object.hasOwn(object, name) === (missing === '');
	if (operator === '~') {
		const expression = pattern(value);
		return (object) => typeof object[name] === 'string' && expression.test(object[name]);
	}
	if (operator === '==' || operator === '!=') {
		const matches = equals(name, value);
		return (object) => matches(object[name]) === (operator === '==');
	}
	const orEqual = operator.endsWith('=');
	const sign = operator.startsWith('<') ? -1 : 1;
	return (object) => {
		const order = sign * compare(object[name], value);
		return Object.hasOwn(object, name) && (order > 0 || (orEqual && order === 0));
	};
}

/** `name:value` with `*` as a wildcard; several, separated by commas, must all be there. */
function tagFilter(text: string): Test {
	const tests = text.split(',').map((pair): Test => {
		const [name = '', value = '*'] = pair.split(/:(.*)/s);
		const expression = new RegExp(`^${value.split('*').map(literal).join('.*')}$`, 's');
		return (object) => {
			const tags = (object.tags ?? {}) as Record<string, unknown>;
			const values = [tags[name] ?? []].flat();
			return values.some((found) => expression.test(String(found)));
		};
	});
	return (object) => tests.every((test) => test(object));
}

/** Filters of batches that are no members of them (cat.yaml, batches). */
const OF_BATCHES: Record<string, (value: string) => Test> = {
	dataSet:
		(value) =>
		({ relatedObjects }) =>
			Array.isArray(relatedObjects) &&
			(relatedObjects as Json[]).some(({ type, id }) => type === 'dataSet' && id === value),
	createdAfter:
		(value) =>
		({ created }) =>
			Number(created) > Number(value),
	createdBefore:
		(value) =>
		({ created }) =>
			Number(created) < Number(value),
};

/**
 * All filters of a query, joined with AND (EN:catalog/api/filter-data.md). Any parameter that is not one of the
 * service's own filters by the property of that name.
 * @throws Refusal 400; how a wrong filter is refused is not documented
 */
export function filterOf(query: URLSearchParams): Test {
	const tests: Test[] = [
		...query.getAll('property').map(propertyFilter),
		...query.getAll('tags').map(tagFilter),
	];
	for (const [name, value] of query) {
		if (CONTROLS.includes(name)) continue;
		const special = OF_BATCHES[name];
		tests.push(special ? special(value) : simpleFilter(name, value));
	}
	return (object) => tests.every((test) => test(object));
}

/** Order of `orderBy=asc:created,desc:name`; ascending where nothing is said. */
export function orderOf(text: string | null): (left: Json, right: Json) => number {
	const keys = (text ?? 'created').split(',').map((part) => {
		const [, direction = 'asc', name = ''] = /^(?:(asc|desc):)?(.+)$/.exec(part) ?? [];
		return { name, sign: direction === 'desc' ? -1 : 1 };
	});
	return (left, right) => {
		for (const { name, sign } of keys) {
			const order = sign * compare(left[name], String(right[name] ?? ''));
			if (order !== 0) return order;
		}
		return 0;
	};
}
