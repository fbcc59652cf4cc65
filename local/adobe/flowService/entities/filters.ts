import { flowRefusal } from '../../server/errors';
import { isObject } from '../../types';

type Operator = '==' | '!=' | '>' | '<' | '>=' | '<=';

/** One `property=` expression, contract.md (i). Several expressions are joined with AND. */
export interface Filter {
	path: string[];
	operator: Operator;
	/** more than one only with `==`: OR */
	values: string[];
}

/** Fields that hold text: ordering them is refused (1448-400). */
const TEXT_FIELDS = ['id', 'name', 'description', 'state', 'connectionSpec.id', 'flowSpec.id'];

// A field name, then everything up to the value that looks like an operator.
const EXPRESSION = /^([A-Za-z_][\w.[\]:-]*)([=!<>~]+)(.*)$/s;

/** Splits at commas outside of quotes and takes the quotes off; they are optional (contract.md (i)). */
function readValues(text: string): string[] {
	if (!text.startsWith('"')) return text.split(',');
	const quoted = text.match(/^"[^"]*"(?:,"[^"]*")*$/);
	if (quoted) return [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
	return [text.endsWith('"') ? text.slice(1, -1) : text];
}

/**
 * Reads one filter expression.
 * @param expression decoded value of a `property` parameter
 * @param fields top-level fields of the entity
 * @throws Refusal 1440, 1443, 1448, 1449, 1450, 1452 or 1453-400
 */
export function readFilter(expression: string, fields: ReadonlySet<string>): Filter {
	const match = EXPRESSION.exec(expression);
	const [, field = '', operator = '', value = ''] = match ?? [];
	if (!match || value === '') {
		throw flowRefusal('1453-400', `Invalid query value ${expression} provided in query param.`);
	}
	if (operator.includes('~')) {
		throw flowRefusal('1440-400', `Operator '${operator}' not implemented.`);
	}
	if (!/^(==|!=|[<>]=?)$/.test(operator)) {
		throw flowRefusal('1450-400', `Invalid operator ${operator} in filter params.`);
	}
	const path = field.split('.');
	const root = (path[0] ?? '').replace('[]', '');
	if (!fields.has(root)) {
		throw flowRefusal('1449-400', `Invalid field ${field} in filter params.`);
	}
	const values = readValues(value);
	const ordering = operator.startsWith('<') || operator.startsWith('>');
	if (ordering && TEXT_FIELDS.includes(field)) {
		throw flowRefusal('1448-400', `Operator ${operator} not supported for field ${field}.`);
	}
	if (operator !== '==' && values.length > 1) {
		throw flowRefusal('1443-400', `Operator '${operator}' is not allowed for multiple values.`);
	}
	if (ordering && Number.isNaN(Number(value))) {
		throw flowRefusal('1452-400', `Invalid value ${value} for field ${field}.`);
	}
	return { path, operator: operator as Operator, values };
}

/** Every value at a path; `name[]` steps into an array. */
function valuesAt(value: unknown, path: string[]): unknown[] {
	const [step, ...rest] = path;
	if (step === undefined) return [value];
	if (!isObject(value)) return [];
	if (!step.endsWith('[]')) return valuesAt(value[step], rest);
	const list = value[step.slice(0, -2)];
	return Array.isArray(list) ? list.flatMap((item) => valuesAt(item, rest)) : [];
}

function compare(operator: Operator, left: number, right: number): boolean {
	switch (operator) {
		case '>':
			return left > right;
		case '<':
			return left < right;
		case '>=':
			return left >= right;
		default:
			return left <= right;
	}
}

/** Whether an entity passes one filter. */
export function passes(entity: object, filter: Filter): boolean {
	const found = valuesAt(entity, filter.path).filter((value) => value !== undefined);
	const equal = found.some((value) => filter.values.includes(String(value)));
	if (filter.operator === '==') return equal;
	if (filter.operator === '!=') return !equal;
	return found.some((value) => compare(filter.operator, Number(value), Number(filter.values[0])));
}
