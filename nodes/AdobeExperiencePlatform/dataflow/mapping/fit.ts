import { cut } from '../../adobe/errors/failure';
import type { SchemaField } from '../../dataset/dataset';
import type { FileColumn } from '../../file/preview';
import type { MappingNote, MappingPair } from './pair';

/** Field types that a column type can never fit. Text can fit any simple type. */
const NEVER: Record<string, readonly string[]> = {
	string: ['array', 'map', 'object'],
	boolean: ['array', 'map', 'object', 'date', 'date-time', 'integer', 'number'],
	integer: ['array', 'map', 'object', 'boolean'],
	number: ['array', 'map', 'object', 'boolean', 'integer'],
	array: ['boolean', 'date', 'date-time', 'integer', 'number', 'map', 'object'],
	object: ['array', 'boolean', 'date', 'date-time', 'integer', 'number'],
};

/** Groups the names of types in previews: `Int64`, `DOUBLE`, `long`. */
function family(type: string): string {
	if (/^(u?int|long|short|byte|integer)/.test(type)) return 'integer';
	if (/^(double|float|decimal|number)/.test(type)) return 'number';
	if (/^bool/.test(type)) return 'boolean';
	if (/^(array|list)/.test(type)) return 'array';
	if (/^(object|struct|map)/.test(type)) return 'object';
	return type;
}

/** A note for each pair whose types do not fit. Its run would fail, or leave the field empty. */
export function typeNotes(
	pairs: readonly MappingPair[],
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
): MappingNote[] {
	const columnTypes = new Map(columns.map(({ path, type }) => [path, family(type)]));
	const fieldTypes = new Map(fields.map(({ path, type }) => [path, type]));
	return pairs.flatMap(({ source, destination }) => {
		const from = columnTypes.get(source) ?? '';
		const to = fieldTypes.get(destination) ?? '';
		if (!NEVER[from]?.includes(to)) return [];
		return [
			{
				column: source,
				field: destination,
				text: `The column "${source}" holds values of type ${from}, and the field "${destination}" requires ${to}: records may be refused.`,
			},
		];
	});
}

const LONGEST_VALUE = 60;
/** At most this many columns get a hint of their own. */
const MOST_HINTS = 3;

/** The only words that Data Prep reads as booleans (Data Prep, data handling). */
const BOOLEANS = new Set('y yes Y YES on ON true TRUE n N no NO off OFF false FALSE'.split(' '));
const WHOLE = /^[+-]?\d+(\.0+)?$/;
/** A comma is ambiguous. */
export const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Why a value does not fit a field, and what to do; undefined if it fits. */
function misfit(value: unknown, field: SchemaField, column: FileColumn): string | undefined {
	const text = String(value).trim();
	if (field.values && !field.values.includes(String(value))) {
		return `The field accepts only: ${field.values.slice(0, 5).join(', ')}${field.values.length > 5 ? ', …' : ''}.`;
	}
	switch (field.type) {
		case 'boolean':
			if (BOOLEANS.has(text)) return undefined;
			return 'Adobe reads only y, yes, on, true and n, no, off, false as booleans. Change the values, or map an expression with iif().';
		case 'integer':
			if (!WHOLE.test(text)) return wholeAdvice(text);
			return outOfRange(Number(text), field);
		case 'number':
			return NUMBER.test(text) ? undefined : numberAdvice(text);
		case 'date':
		case 'date-time':
			// Formats with date types show dates as text in many forms.
			if (typeof value !== 'string' || /^date/.test(column.type) || isDate(text)) return undefined;
			return dateAdvice(text, column.path);
		default:
			return undefined;
	}
}

function wholeAdvice(text: string): string {
	return NUMBER.test(text) ? 'The field accepts only whole numbers.' : numberAdvice(text);
}

function numberAdvice(text: string): string {
	return /^[+-]?[\d.,\s']*\d$/.test(text)
		? 'Write numbers with a decimal point and without thousands separators.'
		: 'The field accepts only numbers.';
}

function outOfRange(number: number, { minimum, maximum }: SchemaField): string | undefined {
	const isIn = number >= (minimum ?? -Infinity) && number <= (maximum ?? Infinity);
	return isIn ? undefined : `The field accepts numbers from ${minimum} to ${maximum}.`;
}

function dateAdvice(text: string, path: string): string {
	const form = formOf(text);
	return form === undefined
		? 'Write dates as 2026-12-31, or map an expression with date().'
		: `Map the expression date(${path}, "${form}") with Calculated Fields.`;
}

/**
 * A note for each pair whose column has a value that does not fit the field: the first such value in the preview.
 * Adobe leaves the field empty or refuses the record (Data Prep, data handling).
 */
export function valueNotes(
	pairs: readonly MappingPair[],
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
): MappingNote[] {
	const byPath = new Map(columns.map((column) => [column.path, column]));
	const fieldAt = new Map(fields.map((field) => [field.path, field]));
	return pairs.flatMap(({ source, destination, isExpression }) => {
		const column = isExpression ? undefined : byPath.get(source);
		const field = fieldAt.get(destination);
		if (!column || !field) return [];
		for (const { row, value } of column.cells ?? []) {
			if (typeof value === 'object' || (typeof value === 'string' && value.trim() === '')) continue;
			const why = misfit(value, field, column);
			if (why === undefined) continue;
			return [
				{
					column: source,
					field: destination,
					text: `The value "${cut(String(value), LONGEST_VALUE)}" of the column "${cut(column.label, LONGEST_VALUE)}" (row ${row}) does not fit the field "${destination}" (${field.values ? 'a list of values' : (field.exactType ?? field.type)}). ${why}`,
				},
			];
		}
		return [];
	});
}

/** The first notes as hints, and the number of the others. */
export function valueHints(notes: readonly MappingNote[]): string[] {
	const hints = notes.map(({ text }) => text);
	const more = hints.length - MOST_HINTS;
	if (more <= 0) return hints;
	return [...hints.slice(0, MOST_HINTS), `Values of ${more} more columns do not fit their fields.`];
}

/** Date formats that Data Prep recognizes. The first match counts (Data Prep, data handling). */
const FORMS = [
	'yyyy-MM-dd HH:mm:ssZ',
	'yyyy-MM-dd HH:mm:ss.SSSZ',
	'yyyy-MM-dd HH:mm:ss.SSS',
	"yyyy-MM-dd'T'HH:mm:ss.SSSX",
	"yyyy-MM-dd'T'HH:mm:ss'Z'",
	'yyyy-MM-dd',
	'yyyy/MM/dd',
	'yyyy.MM.dd',
	'yyyy-MMM-dd',
	'yyyyMMdd',
	'MM-dd-yyyy',
	'MMddyyyy',
	'M/dd/yyyy',
	'dd.M.yyyy',
	'M/dd/yyyy hh:mm:ss a',
	'dd.M.yyyy hh:mm:ss a',
	'dd.MMM.yyyy',
	'dd-MMM-yyyy',
];

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const PARTS: Record<string, string> = {
	yyyy: '(?<year>\\d{4})',
	MMM: `(?<month>${MONTHS.join('|')})`,
	MM: '(?<month>\\d{2})',
	M: '(?<month>\\d{1,2})',
	dd: '(?<day>\\d{2})',
	HH: '(?:[01]\\d|2[0-3])',
	hh: '(?:0\\d|1[0-2])',
	mm: '[0-5]\\d',
	SSS: '\\d{3}',
	ss: '[0-5]\\d',
	Z: '[+-]\\d{4}',
	X: '(?:Z|[+-]\\d{2}(?::?\\d{2})?)',
	a: '(?:am|pm)',
};

const PATTERNS = FORMS.map(patternOf);

/** The format of a date-time in a schema (RFC 3339). */
const RFC_3339 =
	/^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function patternOf(form: string): RegExp {
	const text = form.replace(
		/'([^']*)'|yyyy|MMM|MM|M|dd|HH|hh|mm|SSS|ss|Z|X|a|./g,
		(part, quoted) =>
			typeof quoted === 'string' ? quoted : (PARTS[part] ?? part.replace(/[./+]/g, '\\$&')),
	);
	return new RegExp(`^${text}$`, 'i');
}

/** Whether Data Prep recognizes a text as a date. */
export function isDate(text: string): boolean {
	return [RFC_3339, ...PATTERNS].some((pattern) => {
		const { year, month = '', day } = pattern.exec(text)?.groups ?? {};
		if (year === undefined) return false;
		const number = /^\d/.test(month) ? Number(month) : MONTHS.indexOf(month.toLowerCase()) + 1;
		return isDay(Number(year), number, Number(day));
	});
}

function isDay(year: number, month: number, day: number): boolean {
	const date = new Date(Date.UTC(2000, month - 1, day));
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1;
}

/** The format of a date that Data Prep does not recognize, for use in an expression; undefined if it is ambiguous. */
export function formOf(text: string): string | undefined {
	const [, first, sign = '', second, time = ''] =
		/^(\d{1,2})([./-])(\d{1,2})\2\d{4}( \d{1,2}:\d{2}(?::\d{2})?)?$/.exec(text) ?? [];
	if (first === undefined || second === undefined) return undefined;
	const isDayFirst = Number(first) > 12 || sign === '.';
	if (!isDayFirst && Number(second) <= 12) return undefined;
	const [day, month] = isDayFirst ? [first, second] : [second, first];
	if (Number(month) > 12 || Number(day) > 31) return undefined;
	const dayForm = day.length === 2 ? 'dd' : 'd';
	const monthForm = month.length === 2 ? 'MM' : 'M';
	const order = isDayFirst ? [dayForm, monthForm] : [monthForm, dayForm];
	const clock =
		time === ''
			? ''
			: ` ${/^ \d:/.test(time) ? 'H' : 'HH'}:mm${time.split(':').length > 2 ? ':ss' : ''}`;
	return `${order.join(sign)}${sign}yyyy${clock}`;
}
