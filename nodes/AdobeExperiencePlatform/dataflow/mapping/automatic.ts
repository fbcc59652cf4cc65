import type { SchemaField } from '../../dataset/schema';
import { type FileColumn, withoutBom } from '../../file/columns';
import {
	type MappingChoice,
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
import { OF_FILE, type MappingWords, listOf } from './words';
import { mappingProblems } from './checks';
import { listed, cut } from '../../adobe/errors/failure';

/**
 * Finds the field for each column: by the pairs that were chosen, by name, or both.
 * @returns the pairs, what cannot work, and what the user should know although it is no error
 */
export function mapColumns(
	choice: Exclude<MappingChoice, { kind: 'mappingSet' }>,
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	words: MappingWords = OF_FILE,
): MappingResult {
	const chosen = checkPairs(
		[...choice.pairs, ...(choice.calculated ?? [])],
		columns,
		fields,
		words,
	);
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
 * Maps each column to the field of the same name: the exact path first; then the whole path, ignoring
 * case, blanks, dashes and underscores; then the last part of a path, where only one field has it. A
 * field that one column has by a better match is not open to others. What is ambiguous is left out
 * with a hint.
 * @param chosen pairs that were chosen by hand: their columns and fields are theirs alone
 */
function automaticMapping(
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	chosen: readonly MappingPair[],
	words: MappingWords,
): MappingResult {
	const taken = new Set<string>();
	const reserved = new FieldPaths(chosen.map(({ destination }) => destination));
	// A column that an expression uses may go into a field by itself, too.
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
					text: `The ${words.one} "${column.label}" fits several fields and was not mapped${where}: ${listed(free, MOST_FIELDS_NAMED)}. Choose one with Mapping > Choose Columns.`,
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

/** Finds fields by a loose name, quickly: files and schemas may have thousands of each. */
function lookUp(
	fields: readonly SchemaField[],
	nameOf: (field: SchemaField) => string,
	nameOfColumn = loose,
): (column: FileColumn) => string[] {
	const byName = new Map<string, string[]>();
	for (const field of fields) addTo(byName, nameOf(field), field.path);
	return ({ label }) => byName.get(nameOfColumn(label)) ?? [];
}

function addTo<T>(lists: Map<string, T[]>, name: string, value: T): void {
	const list = lists.get(name);
	if (list) list.push(value);
	else lists.set(name, [value]);
}

/**
 * Fields whose last part is the column, or the column's last part. The latter goes into nested fields only:
 * the ID of something within a record is not the ID of the record.
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
	// Also with pairs: the columns that a fuller file of the same name has would be left out silently.
	if (columns.length === 0) return [words.none];
	if (pairs.length > 0) return [];
	return [
		{
			message: `No ${words.one} has the name of a field of the schema`,
			description: `${listOf(words, columns)} Choose Mapping > Pairs.`,
		},
	];
}

const LONGEST_NAME = 120;

/**
 * Checks pairs that the user has chosen or typed. A column may be named as people write it
 * (`First Name`) or as Data Prep does (`${First Name}`).
 * @param columns those of the file; empty where they are not known, then any is taken
 * @returns the pairs with each column as Data Prep names it, and what cannot work
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
