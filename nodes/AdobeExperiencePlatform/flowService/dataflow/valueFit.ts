import { cut } from '../../transport/listed';
import type { SchemaField } from '../dataset';
import type { FileColumn } from '../file';
import { formOf, isDate } from './dataPrepDates';
import type { MappingPair } from './mappingPair';

const LONGEST_VALUE = 60;
/** Columns named; the others are counted. */
const MOST_HINTS = 3;

/** Words that Data Prep reads as booleans (Data Prep, data handling); no others. */
const BOOLEANS = new Set('y yes Y YES on ON true TRUE n N no NO off OFF false FALSE'.split(' '));
const WHOLE = /^[+-]?\d+(\.0+)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Why a value cannot become the type of a field, with what to do; undefined if it can. */
function misfit(value: unknown, field: SchemaField, column: FileColumn): string | undefined {
	const text = String(value).trim();
	if (field.values && !field.values.includes(String(value))) {
		return `The field takes only: ${field.values.slice(0, 5).join(', ')}${field.values.length > 5 ? ', …' : ''}.`;
	}
	switch (field.type) {
		case 'boolean':
			if (BOOLEANS.has(text)) return undefined;
			return 'Adobe reads y, yes, on, true and n, no, off, false as booleans: change the values, or map an expression with iif().';
		case 'integer':
			if (!WHOLE.test(text)) return wholeAdvice(text);
			return outOfRange(Number(text), field);
		case 'number':
			return NUMBER.test(text) ? undefined : numberAdvice(text);
		case 'date':
		case 'date-time':
			// Formats that hold dates themselves show them as texts of many forms.
			if (typeof value !== 'string' || /^date/.test(column.type) || isDate(text)) return undefined;
			return dateAdvice(text, column.path);
		default:
			return undefined;
	}
}

function wholeAdvice(text: string): string {
	return NUMBER.test(text) ? 'The field takes whole numbers only.' : numberAdvice(text);
}

function numberAdvice(text: string): string {
	return /^[+-]?[\d.,\s']*\d$/.test(text)
		? 'Write numbers with a decimal point and without signs between thousands.'
		: 'The field takes numbers only.';
}

function outOfRange(number: number, { minimum, maximum }: SchemaField): string | undefined {
	const isIn = number >= (minimum ?? -Infinity) && number <= (maximum ?? Infinity);
	return isIn ? undefined : `The field takes numbers from ${minimum} to ${maximum}.`;
}

function dateAdvice(text: string, path: string): string {
	const form = formOf(text);
	return form === undefined
		? 'Write dates as 2026-12-31, or map an expression with date().'
		: `Map the expression date(${path}, "${form}") with Calculated Fields.`;
}

/**
 * A hint for each pair with a value in the preview that cannot become the type of the field: the first such value.
 * Adobe leaves the field of such a record empty, or refuses the record (Data Prep, data handling).
 */
export function valueHints(
	pairs: readonly MappingPair[],
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
): string[] {
	const byPath = new Map(columns.map((column) => [column.path, column]));
	const fieldAt = new Map(fields.map((field) => [field.path, field]));
	const hints = pairs.flatMap(({ source, destination, isExpression }) => {
		const column = isExpression ? undefined : byPath.get(source);
		const field = fieldAt.get(destination);
		if (!column || !field) return [];
		for (const { row, value } of column.cells ?? []) {
			if (typeof value === 'object' || (typeof value === 'string' && value.trim() === '')) continue;
			const why = misfit(value, field, column);
			if (why === undefined) continue;
			return [
				`The value "${cut(String(value), LONGEST_VALUE)}" of the column "${cut(column.label, LONGEST_VALUE)}" (row ${row}) does not fit the field "${destination}" (${field.values ? 'one of some values' : (field.exactType ?? field.type)}). ${why}`,
			];
		}
		return [];
	});
	const more = hints.length - MOST_HINTS;
	if (more <= 0) return hints;
	return [...hints.slice(0, MOST_HINTS), `Values of ${more} more columns do not fit their fields.`];
}
