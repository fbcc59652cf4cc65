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
}

/**
 * Delimiters that the file may have in place of the one that it was read with: those that its header and most of its
 * rows hold, so often that they give more columns.
 */
export function otherDelimiters({ names, rows }: Table, current: string): string[] {
	const header = names.join(' ');
	return DELIMITERS.filter((delimiter) => delimiter !== (current || DEFAULT_DELIMITER))
		.map((delimiter) => ({ delimiter, found: header.split(delimiter).length - 1 }))
		.filter(({ delimiter, found }) => found >= Math.max(names.length, 1) && most(rows, delimiter))
		.sort((a, b) => b.found - a.found)
		.map(({ delimiter }) => delimiter);
}

function most(rows: readonly string[], delimiter: string): boolean {
	return rows.filter((row) => row.includes(delimiter)).length * 2 >= rows.length;
}

/** Whether a reading with another delimiter is the better one. Half a quote in a name: the delimiter was within quotes. */
export function isBetter(other: Table, { names }: Table): boolean {
	const isWhole = other.names.every((name) => (name.split('"').length - 1) % 2 === 0);
	return isWhole && other.names.length > names.length;
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
