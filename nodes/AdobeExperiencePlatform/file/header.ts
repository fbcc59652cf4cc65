import { cut, listed, type Problem } from '../adobe/errors/failure';
import { addTo } from '../adobe/json';
import type { FileFormat } from './format';

/** Delimiters that can be detected, the most frequent first. */
const DELIMITERS = [',', ';', '\t', '|'];

/** Adobe's default. */
export const DEFAULT_DELIMITER = ',';

/** A preview as a table, whatever delimiter it was read with. */
interface Table {
	/** Names of the columns in their order, '' for a missing one. */
	names: readonly string[];
	/** All values of each row, as one text. */
	rows: readonly string[];
	/** The values of each row, in the order of the names. */
	cells: ReadonlyArray<readonly unknown[]>;
}

/** Delimiters that would divide the header into more columns than the current one. */
export function otherDelimiters({ names }: Table, current: string): string[] {
	const header = names.join(' ');
	return DELIMITERS.filter((delimiter) => delimiter !== current)
		.map((delimiter) => ({ delimiter, found: header.split(delimiter).length - 1 }))
		.filter(({ found }) => found >= Math.max(names.length, 1))
		.sort((a, b) => b.found - a.found)
		.map(({ delimiter }) => delimiter);
}

/** Whether most rows hold a delimiter. Text after the current delimiter may be cut off. */
function isInRows({ rows }: Table, delimiter: string): boolean {
	return rows.filter((row) => row.includes(delimiter)).length * 2 >= rows.length;
}

/**
 * Whether another delimiter is better: it gives more columns and divides the rows. Half a quote in a name means
 * that the delimiter was within quotes.
 */
export function isBetter(other: Table, table: Table, delimiter: string): boolean {
	const isWhole = other.names.every((name) => (name.split('"').length - 1) % 2 === 0);
	const isDivided = isInRows(table, delimiter) || isMostlyDivided(other);
	return isWhole && isDivided && other.names.length > table.names.length;
}

function isMostlyDivided({ cells }: Table): boolean {
	const divided = cells.filter(
		(row) => row.filter((value) => value !== undefined && value !== null).length > 1,
	);
	return divided.length * 2 >= cells.length;
}

/** The delimiter in the first line that spreadsheets write (`sep=;`). Undefined if it is a usual header. */
export function sepLine({ names }: Pick<Table, 'names'>, current: string): string | undefined {
	const [, named] = /^"?sep=(.?)"?$/i.exec(withoutBom(names[0] ?? '')) ?? [];
	return named === '' ? current : named;
}

function delimiterName(delimiter: string): string {
	return delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
}

/** What is wrong with the first row of a delimited file. */
export interface HeaderFindings {
	/** Cannot work in any case. */
	refusals: Problem[];
	/** Explain why columns are missing. They are only warnings if none is. */
	causes: Problem[];
	/** Names of several columns, with their positions from 1. */
	duplicates: Map<string, number[]>;
	hints: string[];
}

const MOST_CHARACTERS = 40;
const MOST_POSITIONS = 5;

export function headerFindings(table: Table, { columnDelimiter }: FileFormat): HeaderFindings {
	const names = table.names.map((name) => withoutBom(name).trim());
	const duplicates = duplicatesOf(names);
	const current = columnDelimiter || DEFAULT_DELIMITER;
	return {
		refusals: [...sepLineProblems(table, current), ...wideCharacterProblems(names)],
		causes: [...oneColumnProblems(table, current), ...noHeaderProblems(names, table.cells)],
		duplicates,
		hints: [
			...bomHints(table.names),
			...namelessHints(names),
			...[...duplicates].slice(0, MOST_POSITIONS).map(([name, at]) => duplicateText(name, at)),
		],
	};
}

/** Adobe's guides know no such line, so it is read as the names of the columns [inference]. */
function sepLineProblems(table: Table, current: string): Problem[] {
	const named = sepLine(table, current);
	if (named === undefined) return [];
	return [
		{
			message: `The first line of the file is "sep=${named === '\t' ? '\\t' : named}", not the names of the columns`,
			description: `Adobe reads that line as the header row. Remove it from the file. The delimiter ${delimiterName(named)} is detected without it.`,
		},
	];
}

function wideCharacterProblems(names: readonly string[]): Problem[] {
	if (!names.some((name) => name.includes('\0'))) return [];
	return [
		{
			message: 'The file is UTF-16, which Adobe cannot read',
			description: 'Save it as CSV UTF-8.',
		},
	];
}

function oneColumnProblems(table: Table, current: string): Problem[] {
	const [name = '', ...others] = table.names;
	const wanted = others.length === 0 ? otherDelimiters(table, current) : [];
	const found = wanted.find((delimiter) => isInRows(table, delimiter));
	if (found === undefined) return [];
	return [
		{
			message: `The file has one column, "${cut(name, MOST_CHARACTERS)}", whose name contains ${delimiterName(found)}`,
			description: `Its columns are probably separated by ${delimiterName(found)}. Set Column Delimiter to auto or to that character.`,
		},
	];
}

const DATA: readonly RegExp[] = [
	/^[+-]?\d+([.,]\d+)*\s*[%€$£]?$/,
	/^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ]\d{1,2}:\d{2}.*)?$/,
	/^[^\s@]+@[^\s@]+\.[^\s@]+$/,
	/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
	/^(true|false)$/i,
	/^https?:\/\//i,
];

/**
 * Half of the names or more look like values. Numbers may be names, such as years, so a file is not refused for
 * this if its columns are found.
 */
function noHeaderProblems(
	names: readonly string[],
	cells: ReadonlyArray<readonly unknown[]>,
): Problem[] {
	const given = names.flatMap((name, index) => (name === '' ? [] : [{ name, index }]));
	const data = given.filter(({ name, index }) => looksLikeData(name, cells, index));
	const [first] = data;
	if (!first || data.length * 2 < given.length) return [];
	return [
		{
			message: `The first row of the file looks like data: column ${first.index + 1} is called "${cut(first.name, MOST_CHARACTERS)}"`,
			description:
				'Adobe reads the first row as column names. Add a row with the names at the top of the file.',
		},
	];
}

function looksLikeData(
	name: string,
	cells: ReadonlyArray<readonly unknown[]>,
	index: number,
): boolean {
	if (DATA.some((pattern) => pattern.test(name))) return true;
	// `S-01` over `S-02` and `S-03` is one more value.
	const values = cells.map((row) => row[index]).filter((value) => typeof value === 'string');
	return (
		/\d/.test(name) &&
		values.length > 0 &&
		values.every((value) => shapeOf(value) === shapeOf(name) && value !== name)
	);
}

function shapeOf(text: string): string {
	return text.replace(/\d+/g, '9').replace(/\p{L}+/gu, 'a');
}

function bomHints([first = '']: readonly string[]): string[] {
	if (withoutBom(first) === first) return [];
	return [
		`The file starts with a byte order mark, which Adobe's preview shows as part of the column "${cut(withoutBom(first), MOST_CHARACTERS)}". It is mapped under that name. If its field stays empty, save the file as UTF-8 without a byte order mark.`,
	];
}

function namelessHints(names: readonly string[]): string[] {
	const positions = names.flatMap((name, index) => (name === '' ? [index + 1] : []));
	if (positions.length === 0) return [];
	return [
		`${positions.length === 1 ? 'Column' : 'Columns'} ${positionsIn(positions)} of the file ${positions.length === 1 ? 'has' : 'have'} no name and cannot be mapped. Name each column in the first row of the file.`,
	];
}

function duplicatesOf(names: readonly string[]): Map<string, number[]> {
	const positions = new Map<string, number[]>();
	for (const [index, name] of names.entries()) {
		if (name !== '') addTo(positions, name, index + 1);
	}
	return new Map([...positions].filter(([, at]) => at.length > 1));
}

export function duplicateText(name: string, positions: readonly number[]): string {
	return `Columns ${positionsIn(positions)} of the file have the same name, "${cut(name, MOST_CHARACTERS)}"`;
}

function positionsIn(positions: readonly number[]): string {
	const shown = positions.map(String);
	return shown.length === 2 ? shown.join(' and ') : listed(shown, MOST_POSITIONS);
}

/** A byte order mark, read as UTF-8 or as ISO-8859-1. */
const BOM = /^(\uFEFF|\u00EF\u00BB\u00BF)/;

/** A name without its byte order mark. Quotes after the mark are read as part of the name, so they go too. */
export function withoutBom(name: string): string {
	const rest = name.replace(BOM, '');
	return rest === name ? name : rest.replace(/^"([^"]*)"$/, '$1');
}
