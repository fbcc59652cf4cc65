import { asRecord, isObject, isRecord } from '../adobe/json';

/** What Adobe takes if nothing is said. */
export const DEFAULT_ENCODING = 'UTF-8';

/** What a reader puts in place of bytes that its encoding does not know. */
const REPLACEMENT = /\uFFFD/g;

/** Bytes of one character in UTF-8, as they look when they are read as ISO-8859-1. */
const UTF_8_AS_LATIN_1 =
	/[\u00C2-\u00DF][\u0080-\u00BF]|[\u00E0-\u00EF][\u0080-\u00BF]{2}|[\u00F0-\u00F4][\u0080-\u00BF]{3}/g;

const NOT_ASCII = /[^\0-\x7F]/;

/** In ISO-8859-1 these are control characters, which no text has; in Windows-1252 they are € and curly quotes. */
const WINDOWS_1252 = /[\u0080-\u009F]/;

/** Whether some bytes of the file are not of the encoding that it was read with. */
export function hasReplacements(preview: unknown): boolean {
	return count(preview, REPLACEMENT) > 0;
}

/** Whether a preview says anything about the encoding: ASCII is the same in each. */
export function hasMoreThanAscii(preview: unknown): boolean {
	return NOT_ASCII.test(textOf(preview));
}

/**
 * Whether a file is ISO-8859-1, by what both readings show: more characters that UTF-8 does not know than
 * characters of several bytes that it does. A UTF-8 file may hold a damaged character, or U+FFFD itself.
 */
export function isLatin1(asUtf8: unknown, asLatin1: unknown): boolean {
	return count(asUtf8, REPLACEMENT) > count(asLatin1, UTF_8_AS_LATIN_1);
}

/** Whether a reading as ISO-8859-1 shows that the file is Windows-1252. */
export function isWindows1252(asLatin1: unknown): boolean {
	return WINDOWS_1252.test(textOf(asLatin1));
}

function count(preview: unknown, pattern: RegExp): number {
	return textOf(preview).match(pattern)?.length ?? 0;
}

function textOf(preview: unknown): string {
	return JSON.stringify(preview) ?? '';
}

/** A column of a file, nested ones by their path. */
export interface FileColumn {
	/** As Data Prep names it in a mapping, see {@link sourcePath}. */
	path: string;
	/** As people know it: names joined by dots, nothing escaped. */
	label: string;
	/** In lower case: `string`, `integer`, `object`; '' where the preview does not tell. */
	type: string;
	/** Its values in the preview; empty ones are left out. */
	cells?: readonly Cell[];
}

/** A value of a row, whose number counts from 1 on. */
interface Cell {
	row: number;
	value: unknown;
}

const MOST_LEVELS = 20;

/** A byte order mark, also as it looks when UTF-8 is read as ISO-8859-1. */
const BOM = /^(\uFEFF|\u00EF\u00BB\u00BF)/;

/** A name as people know it. Quotes behind a byte order mark are read as part of the name, too. */
export function withoutBom(name: string): string {
	const rest = name.replace(BOM, '');
	return rest === name ? name : rest.replace(/^"([^"]*)"$/, '$1');
}

/** Words that mean something in Data Prep's expressions, besides its functions (Data Prep functions page). */
export const KEYWORDS: ReadonlySet<string> = new Set(
	'new mod or break var lt for false while eq gt div not null continue else and ne true le if ge return _errors do function empty size'.split(
		' ',
	),
);

/**
 * How Data Prep names a column: dots lead into objects; a name that is no identifier stands in
 * `${…}`, a dot within a name behind a backslash (Data Prep, escape special characters).
 */
export function sourcePath(names: readonly string[]): string {
	return names
		.map((name) => {
			const isPlain = /^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(name) && !KEYWORDS.has(name);
			return isPlain ? name : `\${${name.replace(/\./g, '\\.')}}`;
		})
		.join('.');
}

/**
 * The columns that a file preview shows, in its order (contract.md (f)). Both forms are taken: a list
 * of `{ name, type }`, and an object with `schema.columns` and the first rows in `data`. Columns of
 * JSON and Parquet files that hold objects are opened, by their `xdm` or, where that says nothing, by the rows.
 */
export function fileColumns(preview: unknown): FileColumn[] {
	const { schema } = asRecord(preview);
	const rows = rowsOf(preview);
	const columns = new Map<string, FileColumn>();
	for (const column of listedColumns(preview)) {
		if (typeof column.name !== 'string' || withoutBom(column.name).trim() === '') continue;
		open(
			[column.name],
			typeOf(column),
			asRecord(column.xdm).properties,
			valuesOf(rows, column.name),
			columns,
		);
	}
	// Hierarchical previews, as of JSON, have one schema of an object instead.
	for (const [name, definition] of Object.entries(asRecord(asRecord(schema).properties))) {
		const { properties } = asRecord(definition);
		open([name], typeOf(asRecord(definition)), properties, valuesOf(rows, name), columns);
	}
	if (columns.size > 0) return [...columns.values()];
	// No list of columns: the rows tell.
	for (const name of new Set(rows.flatMap(({ value }) => Object.keys(asRecord(value))))) {
		if (withoutBom(name).trim() === '') continue;
		open([name], '', undefined, valuesOf(rows, name), columns);
	}
	return [...columns.values()];
}

/**
 * A delimited file as its preview shows it: all names in their order, '' for none, and all values of each row.
 */
export function previewTable(preview: unknown) {
	const rows = rowsOf(preview).map(({ value }) => asRecord(value));
	const listed = listedColumns(preview);
	const names =
		listed.length > 0
			? listed.map(({ name }) => (typeof name === 'string' ? name : ''))
			: [...new Set(rows.flatMap((row) => Object.keys(row)))];
	return {
		names,
		rows: rows.map((row) => Object.values(row).map(String).join(' ')),
		cells: rows.map((row) => names.map((name) => row[name])),
	};
}

function listedColumns(preview: unknown): Array<Record<string, unknown>> {
	const listed = Array.isArray(preview) ? preview : asRecord(asRecord(preview).schema).columns;
	return Array.isArray(listed) ? listed.filter(isRecord) : [];
}

function rowsOf(preview: unknown): Cell[] {
	const { data } = asRecord(preview);
	return (Array.isArray(data) ? (data as unknown[]) : [])
		.map((value, index) => ({ row: index + 1, value }))
		.filter(({ value }) => isRecord(value));
}

/** Adds a column, or what is in it where it holds objects. */
function open(
	names: string[],
	type: string,
	properties: unknown,
	cells: Cell[],
	columns: Map<string, FileColumn>,
): void {
	const objects = cells.filter(({ value }) => isObject(value));
	const members = isRecord(properties)
		? Object.keys(properties)
		: [...new Set(objects.flatMap(({ value }) => Object.keys(value as object)))];
	if (members.length > 0 && names.length < MOST_LEVELS) {
		for (const member of members) {
			const definition = asRecord(asRecord(properties)[member]);
			open(
				[...names, member],
				typeOf(definition),
				definition.properties,
				valuesOf(objects, member),
				columns,
			);
		}
		return;
	}
	const path = sourcePath(names);
	columns.set(path, {
		path,
		label: withoutBom(names.join('.')),
		type: type || typeOfValues(cells),
		cells,
	});
}

function valuesOf(rows: readonly Cell[], name: string): Cell[] {
	return rows
		.map(({ row, value }) => ({ row, value: asRecord(value)[name] }))
		.filter(({ value }) => value !== undefined && value !== null && value !== '');
}

function typeOf(definition: Record<string, unknown>): string {
	const xdm = asRecord(definition.xdm);
	const format = definition['meta:xdmType'] ?? xdm.format;
	if (typeof format === 'string' && /^date(-time)?$/.test(format)) return format;
	const type = definition.type ?? xdm.type;
	return typeof type === 'string' ? type.toLowerCase() : '';
}

function typeOfValues([first]: readonly Cell[]): string {
	if (first === undefined) return '';
	return Array.isArray(first.value) ? 'array' : typeof first.value;
}
