import {
	type SchemaField,
	IDENTITY_MAP,
	type Identities,
	type Dataset,
} from '../../dataset/dataset';
import type { FileColumn } from '../../file/preview';
import { listed } from '../../adobe/errors/failure';
import { addTo } from '../../adobe/json';
import type { MappingWords } from './fields';
import { missing } from './required';
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

/**
 * A note if no column goes into the identity of the records.
 * @param fields fields of the schema; undefined if they were not read
 * @param identities undefined if they could not be read
 */
export function identityNotes(
	pairs: readonly MappingPair[],
	dataset: Dataset,
	fields: readonly SchemaField[] | undefined,
	identities: Identities | undefined,
): MappingNote[] {
	const fieldPaths = new FieldPaths(pairs.map(({ destination }) => destination));
	const isMapped = (path: string) => fieldPaths.overlaps(path);
	const known = identities?.get(dataset.schemaId) ?? [];
	const primary = known.filter(({ isPrimary }) => isPrimary).map(({ path }) => path);
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

/** Field types that a column type can never fit. Text can fit any simple type. */
const NEVER: Record<string, readonly string[]> = {
	string: ['array', 'map', 'object'],
	boolean: ['array', 'map', 'object', 'date', 'date-time', 'integer', 'number'],
	integer: ['array', 'map', 'object', 'boolean'],
	number: ['array', 'map', 'object', 'boolean', 'integer'],
	array: ['boolean', 'date', 'date-time', 'integer', 'number', 'map', 'object'],
	object: ['array', 'boolean', 'date', 'date-time', 'integer', 'number'],
};

/** Groups the names of types in previews: `Int64`, `DOUBLE`, `long`. */
function family(type: string): string {
	if (/^(u?int|long|short|byte|integer)/.test(type)) return 'integer';
	if (/^(double|float|decimal|number)/.test(type)) return 'number';
	if (/^bool/.test(type)) return 'boolean';
	if (/^(array|list)/.test(type)) return 'array';
	if (/^(object|struct|map)/.test(type)) return 'object';
	return type;
}

/** A note for each pair whose types do not fit. Its run would fail, or leave the field empty. */
export function typeNotes(
	pairs: readonly MappingPair[],
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
): MappingNote[] {
	const columnTypes = new Map(columns.map(({ path, type }) => [path, family(type)]));
	const fieldTypes = new Map(fields.map(({ path, type }) => [path, type]));
	return pairs.flatMap(({ source, destination }) => {
		const from = columnTypes.get(source) ?? '';
		const to = fieldTypes.get(destination) ?? '';
		if (!NEVER[from]?.includes(to)) return [];
		return [
			{
				column: source,
				field: destination,
				text: `The column "${source}" holds values of type ${from}, and the field "${destination}" requires ${to}: records may be refused.`,
			},
		];
	});
}
