import { isObject, type Json } from '../types';

/** Why a value cannot become what its field wants; the words are those of the old partial.md. */
export class Unfit {
	constructor(
		readonly code: string,
		readonly message: string,
		readonly column: string,
	) {}
}

/** Code of a value that cannot be converted (old partial.md). */
export const CONVERSION = '100';
/** Code of a field that is not there (EN:ingestion/quality/error-diagnostics.md). */
export const REQUIRED = '1555';

/** Sizes of the kinds of whole numbers (EN:xdm/schema/field-constraints.md). */
const SIZES: Record<string, number> = { byte: 128, short: 32_768, int: 2_147_483_648 };

function kindOf(field: Json): string {
	if (typeof field['meta:xdmType'] === 'string') return field['meta:xdmType'];
	if (field.format === 'date' || field.format === 'date-time') return field.format;
	return String(field.type ?? 'object');
}

function nameOf(value: unknown): string {
	return Array.isArray(value) ? 'array element' : typeof value;
}

function asNumber(value: unknown): number | undefined {
	// Text becomes any number; booleans and arrays become nothing (api-overview, conversion table).
	if (typeof value === 'number') return value;
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/;

/** ISO 8601 text, or epoch milliseconds; month 00 is refused (EN:ingestion/quality/retrieve-failed-batches). */
function asTime(value: unknown, pattern: RegExp): string | undefined {
	if (typeof value === 'number' && Number.isInteger(value)) {
		const text = new Date(value).toISOString();
		return pattern === DATE ? text.slice(0, 10) : text;
	}
	if (typeof value !== 'string' || !pattern.test(value)) return undefined;
	const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
	const isReal =
		!Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === value.slice(0, 10);
	return isReal && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

function inRange(value: number, field: Json, kind: string): boolean {
	const size = SIZES[kind === 'integer' ? 'int' : kind];
	if (size !== undefined && (value < -size || value >= size)) return false;
	const { minimum, maximum } = field;
	return !(
		(typeof minimum === 'number' && value < minimum) ||
		(typeof maximum === 'number' && value > maximum)
	);
}

function simple(value: unknown, field: Json, column: string): unknown {
	const kind = kindOf(field);
	const unfit = () => new Unfit(CONVERSION, `Cannot convert ${nameOf(value)} to ${kind}`, column);
	switch (kind) {
		case 'boolean':
			return typeof value === 'boolean' ? value : unfit();
		case 'date':
			return asTime(value, DATE) ?? unfit();
		case 'date-time':
			return asTime(value, DATE_TIME) ?? unfit();
		case 'string': {
			const text = typeof value === 'number' ? String(value) : value;
			if (typeof text !== 'string') return unfit();
			const { enum: values } = field;
			if (!Array.isArray(values) || values.includes(text)) return text;
			return new Unfit(CONVERSION, `The value is not in the enum of the field`, column);
		}
		default: {
			const number = asNumber(value);
			if (number === undefined) return unfit();
			const isWhole = kind !== 'number' && kind !== 'double' && kind !== 'float';
			if (isWhole && !Number.isInteger(number)) return unfit();
			if (inRange(number, field, kind)) return number;
			return new Unfit(CONVERSION, `The value is out of the range of the field`, column);
		}
	}
}

function list(value: unknown, field: Json, column: string, problems: Unfit[]): unknown {
	if (!Array.isArray(value)) {
		problems.push(
			new Unfit(CONVERSION, `Cannot convert ${nameOf(value)} to array element`, column),
		);
		return undefined;
	}
	const items = isObject(field.items) ? field.items : {};
	return value.map((item, index) => converted(item, items, `${column}[${index}]`, problems));
}

function object(value: unknown, field: Json, column: string, problems: Unfit[]): unknown {
	if (!isObject(value)) {
		problems.push(new Unfit(CONVERSION, `Cannot convert ${nameOf(value)} to object`, column));
		return undefined;
	}
	const { properties, additionalProperties, required } = field;
	// A map, since any name may be a key, even "__proto__".
	const result = new Map<string, unknown>();
	const forms = isObject(properties) ? new Map(Object.entries(properties)) : undefined;
	for (const [name, member] of Object.entries(value)) {
		if (member === null || member === undefined) continue;
		const form = forms ? forms.get(name) : additionalProperties;
		// What the schema does not have is left out.
		if (!isObject(form)) continue;
		result.set(name, converted(member, form, column ? `${column}.${name}` : name, problems));
	}
	for (const name of Array.isArray(required) ? (required as string[]) : []) {
		const path = column ? `${column}.${name}` : name;
		if (!result.has(name)) {
			problems.push(new Unfit(REQUIRED, 'A required field is missing or null', path));
		}
	}
	return Object.fromEntries(result);
}

/**
 * A value as its field wants it: only the conversions that Adobe makes (api-overview, conversion table), so nothing
 * for booleans and arrays. Patterns and formats are not checked (EN:ingestion/quality/overview.md).
 */
export function converted(value: unknown, field: Json, column: string, problems: Unfit[]): unknown {
	if (isObject(field.properties) || isObject(field.additionalProperties)) {
		return object(value, field, column, problems);
	}
	if (kindOf(field) === 'array') return list(value, field, column, problems);
	if (kindOf(field) === 'object') return value;
	const result = simple(value, field, column);
	if (!(result instanceof Unfit)) return result;
	problems.push(result);
	return undefined;
}
