import { withoutBom } from './fileColumns';

/** Delimiters that are found by themselves, likeliest first. */
const DELIMITERS = [',', ';', '\t', '|'];

/** What Adobe takes if nothing is said. */
export const DEFAULT_DELIMITER = ',';

/** What a preview shows, whatever it was read with. */
export interface Table {
	/** Names of the columns, in order; '' for one without a name. */
	names: readonly string[];
	/** All that each row holds, as one text. */
	rows: readonly string[];
	/** The values of each row, in the order of the names. */
	cells: ReadonlyArray<readonly unknown[]>;
}

/**
 * Delimiters that the header may have in place of the one that it was read with: those that it holds so often that
 * they give more columns.
 */
export function otherDelimiters({ names }: Table, current: string): string[] {
	const header = names.join(' ');
	return DELIMITERS.filter((delimiter) => delimiter !== (current || DEFAULT_DELIMITER))
		.map((delimiter) => ({ delimiter, found: header.split(delimiter).length - 1 }))
		.filter(({ found }) => found >= Math.max(names.length, 1))
		.sort((a, b) => b.found - a.found)
		.map(({ delimiter }) => delimiter);
}

/** Whether most rows hold a delimiter; what stands behind the one that the file was read with may be cut off. */
export function isInRows({ rows }: Table, delimiter: string): boolean {
	return rows.filter((row) => row.includes(delimiter)).length * 2 >= rows.length;
}

/**
 * Whether a reading with another delimiter is the better one: more columns, and rows that it divides. Half a quote in a
 * name means that the delimiter was within quotes.
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

/** The delimiter that the first line names (`sep=;`), as spreadsheets write it; undefined if it is a usual header. */
export function sepLine({ names }: Pick<Table, 'names'>, current: string): string | undefined {
	const [, named] = /^"?sep=(.?)"?$/i.exec(withoutBom(names[0] ?? '')) ?? [];
	return named === '' ? current || DEFAULT_DELIMITER : named;
}

/** How messages name a delimiter. */
export function delimiterName(delimiter: string): string {
	return delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
}
