import type { SchemaField } from '../dataset';
import { loose } from './automaticMapping';
import type { FileColumn } from '../file';
import type { Problem } from '../problem';
import type { MappingPair } from './requiredFields';

/**
 * Checks pairs that the user has chosen or typed. A column may be named as people write it
 * (`First Name`) or as Data Prep does (`${First Name}`).
 * @param columns those of the file; empty where they are not known, then any is taken
 * @returns the pairs with each column as Data Prep names it, and what cannot work
 */
export function checkPairs(
	chosen: readonly MappingPair[],
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
): { pairs: MappingPair[]; problems: Problem[] } {
	const columnOf = columnFinder(columns);
	const known = fields.map(({ path }) => path);
	const problems: Problem[] = [];
	const pairs = chosen.map(({ source, destination }) => {
		const column = columnOf(source);
		if (!column && columns.length > 0) {
			const labels = columns.map(({ label }) => label);
			problems.push({
				message: `The file has no column "${source}"`,
				mend: `${nearest(source, labels)}Its columns: ${labels.join(', ')}.`,
			});
		}
		if (!isField(destination, fields)) {
			problems.push({
				message: `The schema has no field "${destination}"`,
				mend: `${nearest(destination, known)}Choose one from the list, or give its whole path with dots.`,
			});
		}
		return { source: column?.path ?? source.trim(), destination };
	});
	return { pairs: distinct(pairs), problems };
}

/**
 * Finds a column by its path, which is exact, or by its label where only one column has it; with the
 * blanks around it or without.
 */
function columnFinder(columns: readonly FileColumn[]): (name: string) => FileColumn | undefined {
	const byPath = new Map(columns.map((column) => [column.path, column]));
	const byLabel = new Map<string, FileColumn | undefined>();
	for (const column of columns) {
		byLabel.set(column.label, byLabel.has(column.label) ? undefined : column);
	}
	const find = (name: string) => byPath.get(name) ?? byLabel.get(name);
	return (name) => find(name) ?? find(name.trim());
}

function distinct(pairs: readonly MappingPair[]): MappingPair[] {
	const keyOf = ({ source, destination }: MappingPair) => JSON.stringify([source, destination]);
	return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
}

/** Items of arrays and entries of maps. */
const BRACKETS = /\[[^\]]*\]/g;
/** Types whose fields are mapped as a whole, and whose items or entries may be mapped instead. */
const HOLDERS: readonly string[] = ['array', 'map', 'object'];

/** A path leads to a field, or into the items of an array or the entries of a map. */
function isField(destination: string, fields: readonly SchemaField[]): boolean {
	const bare = destination.replace(BRACKETS, '');
	return fields.some(
		({ path, type }) =>
			path === destination ||
			(HOLDERS.includes(type) && (path === bare || bare.startsWith(`${path}.`))),
	);
}

function nearest(wanted: string, known: readonly string[]): string {
	const last = (path: string) => loose(path.split('.').at(-1) ?? path);
	const found =
		known.find((path) => loose(path) === loose(wanted)) ??
		known.find((path) => last(path) === last(wanted));
	return found === undefined ? '' : `Do you mean "${found}"? `;
}
