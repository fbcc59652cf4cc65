import { asRecord, isRecord } from '../../transport/json';

/** A column of a file, nested ones by their path. */
export interface FileColumn {
	/** As Data Prep names it in a mapping, see {@link sourcePath}. */
	path: string;
	/** As people know it: names joined by dots, nothing escaped. */
	label: string;
	/** In lower case: `string`, `integer`, `object`; '' where the preview does not tell. */
	type: string;
}

const MOST_LEVELS = 20;

/** Words that mean something in Data Prep's expressions, besides its functions (Data Prep functions page). */
const KEYWORDS = new Set(
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
	const { schema, data } = asRecord(preview);
	const listed = Array.isArray(preview) ? preview : asRecord(schema).columns;
	const rows = (Array.isArray(data) ? data : []).filter(isRecord);
	const columns = new Map<string, FileColumn>();
	for (const column of Array.isArray(listed) ? listed.filter(isRecord) : []) {
		if (typeof column.name !== 'string' || column.name === '') continue;
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
	for (const name of new Set(rows.flatMap((row) => Object.keys(row)))) {
		open([name], '', undefined, valuesOf(rows, name), columns);
	}
	return [...columns.values()];
}

/** Adds a column, or what is in it where it holds objects. */
function open(
	names: string[],
	type: string,
	properties: unknown,
	values: unknown[],
	columns: Map<string, FileColumn>,
): void {
	const objects = values.filter((value) => isRecord(value) && !Array.isArray(value));
	const members = isRecord(properties)
		? Object.keys(properties)
		: [...new Set(objects.flatMap((value) => Object.keys(value as object)))];
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
	columns.set(path, { path, label: names.join('.'), type: type || typeOfValues(values) });
}

function valuesOf(rows: unknown[], name: string): unknown[] {
	return rows
		.map((row) => asRecord(row)[name])
		.filter((value) => value !== undefined && value !== null);
}

function typeOf(definition: Record<string, unknown>): string {
	const type = definition.type ?? asRecord(definition.xdm).type;
	return typeof type === 'string' ? type.toLowerCase() : '';
}

function typeOfValues([first]: unknown[]): string {
	if (first === undefined) return '';
	return Array.isArray(first) ? 'array' : typeof first;
}
