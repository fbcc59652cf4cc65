import { listed } from '../../transport/listed';
import type { FileColumn } from '../file';
import { columnIndex } from './expression';
import { columnsOf, type MappingPair } from './mappingPair';

/** Which columns of the file a mapping uses. */
export interface Coverage {
	/** Names of columns that get into a field, by themselves or in an expression. */
	mapped: string[];
	unmapped: string[];
	/** Columns that the mapping names and the file does not have. */
	lacking: string[];
}

/** Compares a mapping with the columns of the file; if they are not known, with none. */
export function coverage(pairs: readonly MappingPair[], columns: readonly FileColumn[]): Coverage {
	const find = columnIndex(columns);
	const used = new Set<FileColumn>();
	const lacking = new Set<string>();
	for (const path of new Set(pairs.flatMap(columnsOf))) {
		const found = find(path);
		for (const column of found) used.add(column);
		if (found.length === 0) lacking.add(path);
	}
	if (columns.length === 0) return { mapped: [...lacking], unmapped: [], lacking: [] };
	return {
		mapped: [...used].map(({ label }) => label),
		unmapped: columns.filter((column) => !used.has(column)).map(({ label }) => label),
		lacking: [...lacking],
	};
}

/** Says whether a record is to be changed or deleted; Adobe reads it by this name and it is not mapped (Sources, change data capture). */
const CHANGE_TYPE = '_change_request_type';

const MOST_COLUMNS_NAMED = 5;

export function unmappedHints(labels: readonly string[], hasPairs: boolean): string[] {
	const named = labels.filter((label) => label !== CHANGE_TYPE);
	if (named.length === 0) return [];
	return [
		`These columns get into no field, and so not into the dataset: ${listed(named, MOST_COLUMNS_NAMED)}. To place them, ${hasPairs ? 'add a pair for each' : 'choose Mapping > Automatic and Pairs'}.`,
	];
}
