import { DEFAULT_DELIMITER, isBetter, otherDelimiters, sepLine, withoutBom } from './header';
import { isAuto, type FileFormat, type FileFormatChoice } from './format';
import { asRecord, isObject, isRecord } from '../adobe/json';

/** A preview, and how it was read. */
export interface SamplePreview {
	preview: unknown;
	/** Empty members mean the service's default. */
	format: FileFormat;
	/**
	 * Whether the file shows its delimiter and its encoding. A single column fits any delimiter, and ASCII fits any
	 * encoding.
	 */
	isDelimiterKnown: boolean;
	isEncodingKnown: boolean;
	hints: string[];
}

const LATIN_1 = 'ISO-8859-1';
/** At most this many more previews to find the delimiter. */
const MOST_DELIMITERS = 2;

/**
 * Reads the preview of a file, and reads it again if the automatic delimiter or encoding was wrong.
 * @param ask reads the preview in a format
 * @param format the chosen format, completed from the file name
 */
export async function readPreview(
	ask: (format: FileFormat) => Promise<unknown>,
	format: FileFormat,
	choice: FileFormatChoice,
): Promise<SamplePreview> {
	const first = await ask(format);
	if (format.fileType !== 'delimited') {
		const isKnown = { isDelimiterKnown: false, isEncodingKnown: false };
		return { preview: first, format, ...isKnown, hints: [] };
	}
	const divided = await findDelimiter(ask, { preview: first, format }, choice);
	const decoded = await findEncoding(ask, divided, choice);
	const { preview } = decoded;
	return {
		...decoded,
		isDelimiterKnown: !isAuto(choice.columnDelimiter) || previewTable(preview).names.length > 1,
		isEncodingKnown: !isAuto(choice.encoding) || count(preview, NOT_ASCII) > 0,
	};
}

interface Reading {
	preview: unknown;
	format: FileFormat;
}

async function findDelimiter(
	ask: (format: FileFormat) => Promise<unknown>,
	reading: Reading,
	{ columnDelimiter }: FileFormatChoice,
): Promise<Reading> {
	if (!isAuto(columnDelimiter)) return reading;
	const table = previewTable(reading.preview);
	const current = reading.format.columnDelimiter || DEFAULT_DELIMITER;
	const others = otherDelimiters(table, current);
	const named = sepLine(table, current);
	const wanted = named === undefined ? others : [named, ...others];
	for (const delimiter of [...new Set(wanted)].slice(0, MOST_DELIMITERS)) {
		if (delimiter === current) continue;
		const format = { ...reading.format, columnDelimiter: delimiter };
		const preview = await ask(format);
		if (isBetter(previewTable(preview), table, delimiter)) return { preview, format };
	}
	return reading;
}

async function findEncoding(
	ask: (format: FileFormat) => Promise<unknown>,
	reading: Reading,
	{ encoding }: FileFormatChoice,
): Promise<Reading & { hints: string[] }> {
	if (count(reading.preview, REPLACEMENT) === 0) return { ...reading, hints: [] };
	if (!isAuto(encoding)) {
		return {
			...reading,
			hints: [
				`The file contains characters that are not ${encoding}. They will be damaged in the dataset. Set Encoding to auto, or save the file in UTF-8.`,
			],
		};
	}
	const format = { ...reading.format, encoding: LATIN_1 };
	const preview = await ask(format);
	if (!isLatin1(reading.preview, preview)) {
		return {
			...reading,
			hints: [
				'The file is UTF-8 and contains damaged characters, which will also be damaged in the dataset. Save the file again from its source.',
			],
		};
	}
	const hints =
		count(preview, WINDOWS_1252) > 0
			? [
					'The file seems to be Windows-1252. Characters such as € and curly quotes will be lost, since Adobe reads only ISO-8859-1 and UTF-8. Save the file in UTF-8.',
				]
			: [];
	return { preview, format, hints };
}

/** Adobe's default. */
export const DEFAULT_ENCODING = 'UTF-8';

/** What a decoder puts in place of bytes that are not valid in its encoding. */
const REPLACEMENT = /\uFFFD/g;

/** Characters of several bytes in UTF-8, read as ISO-8859-1. */
const UTF_8_AS_LATIN_1 =
	/[\u00C2-\u00DF][\u0080-\u00BF]|[\u00E0-\u00EF][\u0080-\u00BF]{2}|[\u00F0-\u00F4][\u0080-\u00BF]{3}/g;

/** ASCII is the same in all encodings. */
const NOT_ASCII = /[^\0-\x7F]/;

/**
 * In ISO-8859-1 these are control characters, which texts do not have. In Windows-1252 they are € and curly
 * quotes.
 */
const WINDOWS_1252 = /[\u0080-\u009F]/;

/**
 * Whether a file is ISO-8859-1. Then more characters are invalid in UTF-8 than look like UTF-8. A file in UTF-8
 * may still have a damaged character, or U+FFFD itself.
 */
function isLatin1(asUtf8: unknown, asLatin1: unknown): boolean {
	return count(asUtf8, REPLACEMENT) > count(asLatin1, UTF_8_AS_LATIN_1);
}

function count(preview: unknown, pattern: RegExp): number {
	return (JSON.stringify(preview) ?? '').match(pattern)?.length ?? 0;
}

/** A column of a file. Nested columns have a path. */
export interface FileColumn {
	/** The column's name in a mapping, see {@link sourcePath}. */
	path: string;
	/** For people: names joined by dots, without escapes. */
	label: string;
	/** In lower case: `string`, `integer`, `object`. Empty if the preview does not show it. */
	type: string;
	/** Its values in the preview, without empty ones. */
	cells?: readonly Cell[];
}

/** A value. Rows count from 1. */
interface Cell {
	row: number;
	value: unknown;
}

const MOST_LEVELS = 20;

/** Reserved words in Data Prep's expressions, besides its functions (Data Prep functions page). */
export const KEYWORDS: ReadonlySet<string> = new Set(
	'new mod or break var lt for false while eq gt div not null continue else and ne true le if ge return _errors do function empty size'.split(
		' ',
	),
);

/**
 * Data Prep's name of a column. Dots lead into objects. A name that is no identifier is in `${…}`, with a
 * backslash before each dot (Data Prep, escape special characters).
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
 * The columns in a file preview, in its order (contract.md (f)). A preview is a list of `{ name, type }`, or an
 * object with `schema.columns` and the first rows in `data`. Columns of JSON and Parquet files that hold objects
 * are opened by their `xdm`, or else by the rows.
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
	// Without a list of columns, the rows show them.
	for (const name of new Set(rows.flatMap(({ value }) => Object.keys(asRecord(value))))) {
		if (withoutBom(name).trim() === '') continue;
		open([name], '', undefined, valuesOf(rows, name), columns);
	}
	return [...columns.values()];
}

/**
 * The preview of a delimited file: all names in their order, '' for a missing one, and all values of each row.
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

/** Adds a column, or its members if it holds objects. */
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
