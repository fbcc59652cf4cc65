import { type SchemaField, IDENTITY_MAP, type Identity, type Dataset } from '../../dataset/dataset';
import type { FileColumn } from '../../file/preview';
import { listed, type Problem } from '../../adobe/errors/failure';
import { addTo } from '../../adobe/json';
import type { MappingWords } from './fields';
import { formOf, isDate } from './fit';
import {
	columnsOf,
	FieldPaths,
	type MappingNote,
	type MappingPair,
	type MappingProblem,
	columnIndex,
} from './pair';

/** Required fields that are not mapped, and fields that two columns go into, as a whole or in part. */
export function mappingProblems(
	pairs: readonly MappingPair[],
	fields: readonly SchemaField[],
	columns: readonly FileColumn[],
	words: MappingWords,
): MappingProblem[] {
	const fieldPaths = new FieldPaths(pairs.map(({ destination }) => destination));
	const used = new Set(pairs.flatMap(columnsOf));
	const free = columns.filter(({ path }) => !used.has(path));
	return [
		...doubled(pairs, words),
		...nested(pairs, fieldPaths, words),
		...missing(fieldPaths, fields, free, words),
	];
}

function doubled(pairs: readonly MappingPair[], { one, many }: MappingWords): MappingProblem[] {
	const sources = new Map<string, string[]>();
	for (const { source, destination } of pairs) addTo(sources, destination, source);
	return [...sources]
		.filter(([, columns]) => columns.length > 1)
		.map(([field, columns]) => ({
			field,
			message: `${columns.length} ${many} would go into the field "${field}": ${listed(columns)}`,
			description: `A field can have only one ${one}. Choose it with Mapping > Automatic and Pairs.`,
		}));
}

/** One column goes into an object, array or map, and another one into a part of it. */
function nested(
	pairs: readonly MappingPair[],
	fieldPaths: FieldPaths,
	{ a }: MappingWords,
): MappingProblem[] {
	return pairs.flatMap(({ source, destination }) => {
		const holder = fieldPaths.holderOf(destination);
		return holder === undefined
			? []
			: [
					{
						field: destination,
						message: `The field "${destination}" lies within "${holder}", and ${a} goes into each`,
						description: `One would overwrite the other. Remove the mapping of "${source}", or that into "${holder}".`,
					},
				];
	});
}

/** @param free columns that are not mapped */
function missing(
	fieldPaths: FieldPaths,
	fields: readonly SchemaField[],
	free: readonly FileColumn[],
	words: MappingWords,
): MappingProblem[] {
	return missingFields(fieldPaths, fields).map(({ path, type, requiredWithin }) => {
		const expression = words.isCalculated ? expressionFor({ path, type }, free) : undefined;
		const calculated = expression === undefined ? [] : [`${expression} into ${path}`];
		return {
			field: path,
			message: `No ${words.one} is mapped to the required field "${path}"${requiredWithin === undefined ? '' : ` (required within "${requiredWithin}")`}`,
			description: adviceFor(words, calculated),
			missing: { words, calculated },
		};
	});
}

/** @param calculated expressions, each with its field */
function adviceFor(
	{ fill, calculate }: Pick<MappingWords, 'fill' | 'calculate'>,
	calculated: readonly string[],
): string {
	return calculated.length === 0
		? fill
		: `${fill} ${calculate} ${listed(calculated, undefined, '; ')}.`;
}

/** The same problems, with one for all required fields that are not mapped, since the advice is the same. */
export function withMissingTogether(problems: readonly MappingProblem[]): Problem[] {
	const all = problems.filter((problem) => problem.missing !== undefined);
	const [first] = all;
	if (!first?.missing || all.length === 1) return [...problems];
	const { words } = first.missing;
	const advice = adviceFor(
		words,
		all.flatMap((problem) => problem.missing?.calculated ?? []),
	);
	const together: Problem = {
		message: `No ${words.one} is mapped to ${all.length} required fields: ${listed(all.map(({ field }) => `"${field ?? ''}"`))}`,
		description: `Is this the right dataset? ${advice}`,
	};
	return problems.flatMap((problem) => {
		if (problem === first) return [together];
		return problem.missing ? [] : [problem];
	});
}

/**
 * Required fields that are not mapped. A field that is required within an optional object counts only if something
 * goes into that object.
 */
export function missingFields(
	fieldPaths: FieldPaths,
	fields: readonly SchemaField[],
): SchemaField[] {
	return fields.filter(
		({ path, required, requiredWithin }) =>
			!fieldPaths.has(path) &&
			(required || (requiredWithin !== undefined && fieldPaths.has(requiredWithin))),
	);
}

/** The usual expression for a required field. */
export function expressionFor(
	{ path, type }: Pick<SchemaField, 'path' | 'type'>,
	free: readonly FileColumn[],
): string | undefined {
	if (path === '_id') return 'uuid()';
	return path === 'timestamp' || type === 'date-time' ? timeOf(free) : undefined;
}

/** An expression with a column that contains times; without such a column, the time of the run. */
function timeOf(free: readonly FileColumn[]): string {
	for (const { path, cells = [] } of free) {
		const texts = cells.map(({ value }) => value).filter((value) => typeof value === 'string');
		const [first] = texts;
		if (first === undefined) continue;
		// Digits alone are not necessarily a date.
		if (texts.every((text) => isDate(text) && /\D/.test(text))) return `date(${path})`;
		const form = texts.map(formOf).find((each) => each !== undefined);
		if (form !== undefined && texts.every((text) => DATE_LIKE.test(text))) {
			return `date(${path}, "${form}")`;
		}
	}
	return 'now()';
}

const DATE_LIKE = /^\d{1,2}[./-]\d{1,2}[./-]\d{4}/;

/**
 * A note if no column goes into the identity of the records.
 * @param fields fields of the schema; undefined if they were not read
 * @param identities undefined if they could not be read
 */
export function identityNotes(
	pairs: readonly MappingPair[],
	dataset: Dataset,
	fields: readonly SchemaField[] | undefined,
	identities: readonly Identity[] | undefined,
): MappingNote[] {
	const fieldPaths = new FieldPaths(pairs.map(({ destination }) => destination));
	const isMapped = (path: string) => fieldPaths.overlaps(path);
	const primary = (identities ?? []).filter(({ isPrimary }) => isPrimary).map(({ path }) => path);
	const consequence = dataset.isProfileEnabled
		? 'Real-Time Customer Profile skips such records'
		: 'records cannot be distinguished by it';
	if (primary.length > 0) {
		return primary
			.filter((path) => !isMapped(path))
			.map((path) => ({
				field: path,
				text: `No column is mapped to "${path}", the primary identity of the schema: ${consequence}. Map a column to it.`,
			}));
	}
	if (!dataset.isProfileEnabled || isMapped(IDENTITY_MAP)) return [];
	const hasMap = fields?.some(
		({ path }) => path === IDENTITY_MAP || path.startsWith(`${IDENTITY_MAP}.`),
	);
	if (hasMap) {
		return [
			{
				field: IDENTITY_MAP,
				text: `The dataset "${dataset.name}" is enabled for Real-Time Customer Profile, and no column is mapped to "${IDENTITY_MAP}" or to a primary identity: ${consequence}. Map an identity.`,
			},
		];
	}
	if (identities !== undefined) return [];
	return [
		{
			text: `The dataset "${dataset.name}" is enabled for Real-Time Customer Profile, and its primary identity could not be read. Check that a column is mapped to it.`,
		},
	];
}

/** Which columns of the file a mapping uses. */
interface Coverage {
	/** Labels of columns that are mapped, directly or in an expression. */
	mapped: string[];
	unmapped: string[];
	/** Columns in the mapping that are missing in the file. */
	lacking: string[];
}

/** Compares a mapping with the columns of the file. If there are none, all columns in the mapping count as mapped. */
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

/**
 * Marks a record as changed or deleted. Adobe reads this column by its name, without a mapping (Sources, change data
 * capture).
 */
export const CHANGE_TYPE = '_change_request_type';

const MOST_COLUMNS_NAMED = 5;

export function unmappedHints(labels: readonly string[], hasPairs: boolean): string[] {
	const named = labels.filter((label) => label !== CHANGE_TYPE);
	if (named.length === 0) return [];
	return [
		`These columns are not mapped and will not be ingested: ${listed(named, MOST_COLUMNS_NAMED)}. To map them, ${hasPairs ? 'add a pair for each' : 'choose Mapping > Choose Columns'}.`,
	];
}
