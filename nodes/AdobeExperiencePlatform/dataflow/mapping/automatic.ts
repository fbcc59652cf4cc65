import { checkPairs } from './pairs';
import type { SchemaField } from '../../dataset/schema';
import type { FileColumn } from '../../file/columns';
import type { MappingChoice } from '../dataflow';
import { OF_FILE, type MappingWords, listOf } from './words';
import { mappingProblems } from './checks';
import { listed } from '../../adobe/errors/failure';
import {
	FieldPaths,
	lastPart,
	loose,
	type MappingNote,
	type MappingPair,
	type MappingProblem,
} from './pair';

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
