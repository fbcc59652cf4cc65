import type { FileRow } from '../bucket/readRows';
import { fieldFor, isObjectPath, type SchemaField } from '../schemaRegistry/fields';
import { isObject, type Json } from '../types';
import { readDate } from './dates';
import { compute, parseExpression } from './expression';
import type { Mapping } from './mappingSets';

/** Why a mapping gave no value (dp.yaml, TransformErrorInfo). */
export interface MappingError extends Pick<Mapping, 'source' | 'sourceType' | 'destination'> {
	exception: string;
}

/** A source row as the schema wants it. */
export interface MappedRow {
	data: Json;
	errors: MappingError[];
}

/**
 * Steps of a path: a dot after a backslash belongs to the name, `${First Name}` is one name, `[0]` and
 * `[*]` are steps of their own (Data Prep, escape special characters).
 */
function steps(path: string): string[] {
	return path
		.split(/(?<!\\)\.(?![^{]*\})/)
		.flatMap((part) => {
			const [, escaped] = /^\$\{(.*)\}$/s.exec(part) ?? [];
			return escaped === undefined ? part.split(/[[\]]+/) : [escaped];
		})
		.map((step) => step.replaceAll('\\.', '.'))
		.filter((step) => step !== '');
}

function follow(value: unknown, path: string[]): unknown {
	const [step, ...rest] = path;
	if (step === undefined) return value;
	if (Array.isArray(value)) {
		if (/^\d+$/.test(step)) return follow(value[Number(step)], rest);
		return value.map((item: unknown) => follow(item, step === '*' ? rest : path));
	}
	return isObject(value) && Object.hasOwn(value, step) ? follow(value[step], rest) : undefined;
}

/** The value of a column: of that very name (delimited files may have dots in it), or at that path. */
function valueAt(row: Json, path: string): unknown {
	return Object.hasOwn(row, path) ? row[path] : follow(row, steps(path));
}

function setAt(target: Json, path: string[], value: unknown): void {
	const [step = '', index, ...rest] = path;
	if (index === undefined) {
		target[step] = value;
		return;
	}
	if (index !== '*' && !/^\d+$/.test(index)) {
		const place = isObject(target[step]) ? target[step] : {};
		target[step] = place;
		setAt(place, [index, ...rest], value);
		return;
	}
	const list = Array.isArray(target[step]) ? (target[step] as unknown[]) : [];
	target[step] = list;
	const first = index === '*' ? 0 : Number(index);
	const values: unknown[] = index === '*' && Array.isArray(value) ? value : [value];
	values.forEach((item, offset) => {
		const place = list[first + offset];
		if (rest.length === 0) list[first + offset] = item;
		else setAt((isObject(place) ? place : (list[first + offset] = {})) as Json, rest, item);
	});
}

const CANNOT = Symbol('no value of this type');

function number(value: unknown): number | typeof CANNOT {
	const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : CANNOT;
}

function whole(value: unknown): number | typeof CANNOT {
	const parsed = number(value);
	return parsed === CANNOT || Number.isInteger(parsed) ? parsed : CANNOT;
}

/** Words for booleans (EN:data-prep/data-handling). */
const YES = ['y', 'yes', 'Y', 'YES', 'on', 'ON', 'true', 'TRUE'];
const NO = ['n', 'N', 'no', 'NO', 'off', 'OFF', 'false', 'FALSE'];

function boolean(value: unknown): boolean | typeof CANNOT {
	if (typeof value === 'boolean') return value;
	const text = String(value);
	return YES.includes(text) ? true : NO.includes(text) ? false : CANNOT;
}

/** A date in one of the forms that Data Prep recognises; a day keeps its form, a time gets that of XDM. */
function time(value: unknown, length: number): string | typeof CANNOT {
	const text = String(value).trim();
	if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text)) {
		return Number.isNaN(Date.parse(text)) ? CANNOT : length === 10 ? text.slice(0, 10) : text;
	}
	const read = readDate(text);
	return read === undefined ? CANNOT : new Date(read).toISOString().slice(0, length);
}

const CONVERSIONS: Record<string, (value: unknown) => unknown> = {
	string: (value) => (typeof value === 'object' ? CANNOT : String(value)),
	boolean,
	number,
	double: number,
	integer: whole,
	long: whole,
	short: whole,
	byte: whole,
	date: (value) => time(value, 10),
	'date-time': (value) => time(value, 24),
	array: (value) => (Array.isArray(value) ? value : [value]),
};

/** A value as the field wants it; `CANNOT` when it does not fit. */
function converted(value: unknown, field: SchemaField | undefined): unknown {
	// Items of a list are converted one by one, as their field is that of one item.
	if (field?.path.includes('[*]') && Array.isArray(value)) {
		const items = value.map((item: unknown) => converted(item, field));
		return items.includes(CANNOT) ? CANNOT : items;
	}
	const result = field ? (CONVERSIONS[field.type]?.(value) ?? value) : value;
	const allowed = field?.values === undefined || field.values.includes(String(result));
	return allowed ? result : CANNOT;
}

/** What a mapping takes from a row. What cannot be computed is no value, with an error. */
function sourceValue(mapping: Mapping, row: FileRow): unknown {
	const { sourceType, source } = mapping;
	if (sourceType === 'STATIC') return source;
	if (sourceType === 'ATTRIBUTE') return valueAt(row, source);
	try {
		return compute(parseExpression(source), (path) => valueAt(row, path));
	} catch {
		return CANNOT;
	}
}

/**
 * Maps one row. Empty text and null count as no value, as in a delimited file with nothing between two commas.
 * @param fields of the schema; empty when it is not known, then nothing is converted
 */
export function mapRow(mappings: Mapping[], row: FileRow, fields: SchemaField[]): MappedRow {
	const data: Json = {};
	const errors: MappingError[] = [];
	for (const mapping of mappings) {
		const { source, sourceType, destination } = mapping;
		const fail = (exception: string) => errors.push({ source, sourceType, destination, exception });
		const field = fieldFor(fields, destination);
		if (fields.length > 0 && !field && !isObjectPath(fields, destination)) {
			fail(`The schema has no field ${destination}`);
			continue;
		}
		const value = sourceValue(mapping, row);
		if (value === undefined || value === null || value === '') continue;
		const result = value === CANNOT ? CANNOT : converted(value, field);
		if (result === CANNOT)
			fail(`The value of ${source} is not of the type ${field?.type ?? 'object'}`);
		else setAt(data, steps(destination), result);
	}
	return { data, errors };
}

/** Paths of required fields that a mapped row has no value for. */
export function missingFields(data: Json, fields: SchemaField[]): string[] {
	return fields
		.filter(({ required, path }) => required && valueAt(data, path) === undefined)
		.map(({ path }) => path);
}
