import type { SchemaField } from '../../dataset/dataset';
import type { FileColumn } from '../../file/preview';
import { withoutBom } from '../../file/header';
import {
	type ColumnMapping,
	FieldPaths,
	lastPart,
	loose,
	type MappingNote,
	type MappingPair,
	type MappingProblem,
	parseExpression,
	isExpression,
	columnIndex,
} from './pair';
import { type MappingWords, wordsFor } from './fields';
import { mappingProblems } from './checks';
import { listed, cut } from '../../adobe/errors/failure';
import { addTo } from '../../adobe/json';

/**
 * Finds the field for each column: by chosen pairs, by name, or both.
 * @returns the pairs, problems, and notes that are no errors
 */
export function mapColumns(
	choice: ColumnMapping,
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	of: 'file' | 'items' = 'file',
): MappingResult {
	const words = wordsFor(choice.kind, of);
	const chosen = checkPairs(choice.pairs, columns, fields, words);
	const { pairs, problems, notes } =
		choice.kind === 'automatic'
			? automaticMapping(columns, fields, chosen.pairs, words)
			: { pairs: chosen.pairs, problems: [], notes: [] };
	return {
		pairs,
		problems: [...chosen.problems, ...problems, ...mappingProblems(pairs, fields, columns, words)],
		notes,
	};
}

const MOST_FIELDS_NAMED = 5;

interface MappingResult {
	pairs: MappingPair[];
	problems: MappingProblem[];
	notes: MappingNote[];
}

/**
 * Maps each column to the field with the same name. It tries the exact path, then the path without regard to case,
 * blanks, dashes and underscores, then the last part of the path if only one field has it. Once a column has taken a
 * field, later rounds leave that field out. An ambiguous column is not mapped, and a note says so.
 * @param chosen pairs that were chosen by hand, whose columns and fields are taken
 */
function automaticMapping(
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	chosen: readonly MappingPair[],
	words: MappingWords,
): MappingResult {
	const taken = new Set<string>();
	const reserved = new FieldPaths(chosen.map(({ destination }) => destination));
	// A column in an expression may also go into a field on its own.
	const placed = new Set(
		chosen.flatMap(({ source, isExpression }) => (isExpression ? [] : [source])),
	);
	const left = columns.filter(({ path }) => !placed.has(path));
	const found = new Map<FileColumn, string>();
	const notes: MappingNote[] = [];
	const rounds: Array<(column: FileColumn) => string[]> = [
		lookUp(
			fields,
			({ path }) => path,
			(label) => label,
		),
		lookUp(fields, ({ path }) => loose(path)),
		byLastPart(fields),
	];
	for (const candidatesOf of rounds) {
		const wanted = new Map<string, FileColumn[]>();
		for (const column of left) {
			if (found.has(column)) continue;
			const open = candidatesOf(column).filter((path) => !taken.has(path));
			const [only, ...others] = open;
			if (only === undefined) continue;
			const free = open.filter((path) => !reserved.overlaps(path));
			if (free.length === 0) continue;
			if (others.length > 0) {
				const where = free.length < open.length ? '; still free' : '';
				notes.push({
					column: column.path,
					text: `The ${words.one} "${column.label}" matches several fields and was not mapped${where}: ${listed(free, MOST_FIELDS_NAMED)}. Choose one with Mapping > Choose Columns.`,
				});
				continue;
			}
			addTo(wanted, only, column);
		}
		for (const [path, wanting] of wanted) {
			taken.add(path);
			for (const column of wanting) found.set(column, path);
		}
	}
	const byName = left.flatMap((column) => {
		const destination = found.get(column);
		return destination === undefined ? [] : [{ source: column.path, destination }];
	});
	const pairs = [...chosen, ...byName];
	return { pairs, problems: nothing(pairs, columns, words), notes };
}

/** Finds fields by a loose name. The index makes it fast, since files and schemas may have thousands of entries. */
function lookUp(
	fields: readonly SchemaField[],
	nameOf: (field: SchemaField) => string,
	nameOfColumn = loose,
): (column: FileColumn) => string[] {
	const byName = new Map<string, string[]>();
	for (const field of fields) addTo(byName, nameOf(field), field.path);
	return ({ label }) => byName.get(nameOfColumn(label)) ?? [];
}

/**
 * Finds fields whose last part equals the column, or the last part of the column. The latter finds nested fields
 * only, since the ID of a part of a record is not the ID of the record.
 */
function byLastPart(fields: readonly SchemaField[]): (column: FileColumn) => string[] {
	const find = lookUp(fields, ({ path }) => loose(lastPart(path)));
	return (column) => {
		const found = find(column);
		if (found.length > 0 || !column.label.includes('.')) return found;
		return find({ ...column, label: lastPart(column.label) }).filter((path) => path.includes('.'));
	};
}

function nothing(
	pairs: readonly MappingPair[],
	columns: readonly FileColumn[],
	words: MappingWords,
): MappingProblem[] {
	// Even with pairs: a later file may have more columns, which would be left out without notice.
	if (columns.length === 0) return [words.none];
	if (pairs.length > 0) return [];
	return [
		{
			message: `No ${words.one} has the name of a field of the schema`,
			description: `${listOf(words, columns)} Choose Mapping > Pairs.`,
		},
	];
}

/** A long list is cut. */
function listOf({ all }: MappingWords, columns: readonly FileColumn[]): string {
	return `${all}: ${listed(columns.map(({ label }) => label))}.`;
}

/**
 * Checks pairs that were chosen or typed. A column may be written as people write it (`First Name`) or as Data Prep
 * does (`${First Name}`).
 * @param columns columns of the file; if empty, any column is accepted
 * @returns the pairs with the columns in Data Prep's form, and problems
 */
function checkPairs(
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
		// A function call or quoted text is an expression, unless a column has that name.
		const isComputed = pair.isExpression ?? (words.isCalculated && !column && isExpression(source));
		if (isComputed) {
			const { columns: named, problem } = parseExpression(source);
			const what = `calculated field "${cut(source)}"`;
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
					message: `${words.has} no ${words.one} "${cut(path)}", which the ${what} uses`,
					description: `${nearestColumn(path)}Put texts in double quotes. ${all}`,
				});
			}
		} else if (!column && areKnown) {
			problems.push({
				field: destination,
				message: `${words.has} no ${words.one} "${cut(source)}"`,
				description: `${nearestColumn(source)}${all}`,
			});
		}
		if (!isField(destination)) {
			problems.push({
				field: destination,
				message: `The schema has no field "${cut(destination)}"`,
				description: `${nearestField(destination)}Choose one from the list, or enter its full path with dots.`,
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

/** Finds a column by its path or by its label, if the label is unique. Outer blanks may be missing or added. */
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
/** Types that are mapped as a whole, or by their items or entries. */
const HOLDERS: readonly string[] = ['array', 'map', 'object'];

/** Checks whether a path leads to a field, into an item of an array or into an entry of a map. */
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

/** Suggests a name that is spelled almost like the wanted one, or has the same last part. */
function nearestOf(known: readonly string[]): (wanted: string) => string {
	let whole: Map<string, string> | undefined;
	let lastParts = new Map<string, string>();
	const last = (path: string) => loose(lastPart(path));
	return (wanted) => {
		// Most mappings need no suggestion, so the index is built on demand.
		if (!whole) {
			const reversed = [...known].reverse();
			whole = new Map(reversed.map((path) => [loose(path), path]));
			lastParts = new Map(reversed.map((path) => [last(path), path]));
		}
		const found = whole.get(loose(wanted)) ?? lastParts.get(last(wanted));
		return found === undefined ? '' : `Did you mean "${cut(found)}"? `;
	};
}
