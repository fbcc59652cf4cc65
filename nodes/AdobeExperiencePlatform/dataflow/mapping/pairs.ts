import { withoutBom, type FileColumn } from '../../file/columns';
import type { SchemaField } from '../../dataset/schema';
import { cut } from '../../adobe/errors/failure';
import { listOf, type MappingWords } from './words';
import { lastPart, loose, type MappingPair, type MappingProblem } from './pair';
import { parseExpression, isExpression, columnIndex } from './expression';

const LONGEST_NAME = 120;

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
	words: MappingWords,
): { pairs: MappingPair[]; problems: MappingProblem[] } {
	const columnOf = columnFinder(columns);
	const find = columnIndex(columns);
	const isField = fieldFinder(fields);
	const nearestColumn = nearestOf(columns.map(({ label }) => label));
	const all = listOf(words, columns);
	const areKnown = columns.length > 0 || !words.isCalculated;
	const nearestField = nearestOf(fields.map(({ path }) => path));
	const problems: MappingProblem[] = [];
	const pairs = chosen.map((pair) => {
		const { source, destination } = pair;
		const column = pair.isExpression ? undefined : columnOf(source);
		// A call or a quoted text is an expression, as long as no column is called so.
		const isComputed = pair.isExpression ?? (words.isCalculated && !column && isExpression(source));
		if (isComputed) {
			const { columns: named, problem } = parseExpression(source);
			const what = `calculated field "${cut(source, LONGEST_NAME)}"`;
			if (problem !== undefined) {
				problems.push({
					field: destination,
					message: `Invalid ${what}`,
					description: `${problem}.`,
				});
			}
			for (const path of columns.length > 0 && problem === undefined ? named : []) {
				if (find(path).length > 0) continue;
				problems.push({
					field: destination,
					message: `${words.has} no ${words.one} "${cut(path, LONGEST_NAME)}", which the ${what} uses`,
					description: `${nearestColumn(path)}Put texts in double quotes. ${all}`,
				});
			}
		} else if (!column && areKnown) {
			problems.push({
				field: destination,
				message: `${words.has} no ${words.one} "${cut(source, LONGEST_NAME)}"`,
				description: `${nearestColumn(source)}${all}`,
			});
		}
		if (!isField(destination)) {
			problems.push({
				field: destination,
				message: `The schema has no field "${cut(destination, LONGEST_NAME)}"`,
				description: `${nearestField(destination)}Choose one from the list, or give its whole path with dots.`,
			});
		}
		return {
			source: column?.path ?? source.trim(),
			destination,
			...(isComputed && { isExpression: true as const }),
		};
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
	return (name) => find(name) ?? find(name.trim()) ?? find(withoutBom(name));
}

function distinct(pairs: readonly MappingPair[]): MappingPair[] {
	const keyOf = ({ source, destination }: MappingPair) => JSON.stringify([source, destination]);
	return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
}

/** Items of arrays and entries of maps. */
const BRACKETS = /\[[^\]]*\]/g;
/** Types whose fields are mapped as a whole, and whose items or entries may be mapped instead. */
const HOLDERS: readonly string[] = ['array', 'map', 'object'];

/** Finds out whether a path leads to a field, or into the items of an array or the entries of a map. */
function fieldFinder(fields: readonly SchemaField[]): (destination: string) => boolean {
	const paths = new Set(fields.map(({ path }) => path));
	const holders = new Set(
		fields.filter(({ type }) => HOLDERS.includes(type)).map(({ path }) => path),
	);
	return (destination) => {
		if (paths.has(destination)) return true;
		const names = destination.replace(BRACKETS, '').split('.');
		let around = '';
		return names.some((name) => {
			around = around === '' ? name : `${around}.${name}`;
			return holders.has(around);
		});
	};
}

/** Suggests a name that is written almost like the wanted one, or ends in the same part. */
function nearestOf(known: readonly string[]): (wanted: string) => string {
	let whole: Map<string, string> | undefined;
	let lastParts = new Map<string, string>();
	const last = (path: string) => loose(lastPart(path));
	return (wanted) => {
		// Most mappings have nothing wrong, and need no suggestion.
		if (!whole) {
			const reversed = [...known].reverse();
			whole = new Map(reversed.map((path) => [loose(path), path]));
			lastParts = new Map(reversed.map((path) => [last(path), path]));
		}
		const found = whole.get(loose(wanted)) ?? lastParts.get(last(wanted));
		return found === undefined ? '' : `Do you mean "${cut(found, LONGEST_NAME)}"? `;
	};
}
