import type { SchemaField } from '../dataset';
import type { FileColumn } from '../file';
import type { Problem } from '../problem';
import { listed } from '../../transport/listed';
import { formOf, isDate } from './dataPrepDates';
import { columnsOf, type MappingPair } from './mappingPair';
import { OF_FILE, type MappingWords } from './mappingWords';
import { Places } from './places';

/** Required fields that no pair maps, and fields that two columns would go into, as a whole or in part. */
export function mappingProblems(
	pairs: readonly MappingPair[],
	fields: readonly SchemaField[],
	columns: readonly FileColumn[] = [],
	words: MappingWords = OF_FILE,
): Problem[] {
	const places = new Places(pairs.map(({ destination }) => destination));
	const used = new Set(pairs.flatMap(columnsOf));
	const free = columns.filter(({ path }) => !used.has(path));
	return [
		...doubled(pairs, words),
		...nested(pairs, places, words),
		...missing(places, fields, free, words),
	];
}

function doubled(pairs: readonly MappingPair[], { one, many }: MappingWords): Problem[] {
	const sources = new Map<string, string[]>();
	for (const { source, destination } of pairs) {
		const found = sources.get(destination);
		if (found) found.push(source);
		else sources.set(destination, [source]);
	}
	return [...sources]
		.filter(([, columns]) => columns.length > 1)
		.map(([field, columns]) => ({
			message: `${columns.length} ${many} would go into the field "${field}": ${listed(columns)}`,
			mend: `A field takes one ${one}: choose which with Mapping > Automatic and Pairs.`,
		}));
}

/** A column for an object, array or map as a whole, and another for a part of it. */
function nested(pairs: readonly MappingPair[], places: Places, { a }: MappingWords): Problem[] {
	return pairs.flatMap(({ source, destination }) => {
		const holder = places.holderOf(destination);
		return holder === undefined
			? []
			: [
					{
						message: `The field "${destination}" lies within "${holder}", and ${a} goes into each`,
						mend: `One would overwrite the other: remove the mapping of "${source}", or that into "${holder}".`,
					},
				];
	});
}

function missing(
	places: Places,
	fields: readonly SchemaField[],
	free: readonly FileColumn[],
	words: MappingWords,
): Problem[] {
	return fields
		.filter(
			({ path, required, requiredWithin }) =>
				!places.has(path) &&
				(required || (requiredWithin !== undefined && places.has(requiredWithin))),
		)
		.map((field) => ({
			message: `No ${words.one} goes into the field "${field.path}", which the schema requires${field.requiredWithin === undefined ? '' : ` within ${field.requiredWithin}`}`,
			mend: adviceFor(field, free, words),
		}));
}

/** @param free columns that nothing takes */
function adviceFor(
	{ path, type }: SchemaField,
	free: readonly FileColumn[],
	{ fill, isCalculated }: MappingWords,
): string {
	if (!isCalculated) return fill;
	const expression =
		path === '_id' ? 'uuid()' : path === 'timestamp' || type === 'date-time' ? timeOf(free) : '';
	if (expression === '') return fill;
	return `${fill} Or choose Mapping > Automatic and Pairs and add a calculated field: ${expression} into ${path}.`;
}

/** A column of times; if there is none, the time of the run. */
function timeOf(free: readonly FileColumn[]): string {
	for (const { path, cells = [] } of free) {
		const texts = cells.map(({ value }) => value).filter((value) => typeof value === 'string');
		const [first] = texts;
		if (first === undefined) continue;
		// Digits alone may be anything.
		if (texts.every((text) => isDate(text) && /\D/.test(text))) return `date(${path})`;
		const form = texts.map(formOf).find((each) => each !== undefined);
		if (form !== undefined && texts.every((text) => DATE_LIKE.test(text))) {
			return `date(${path}, "${form}")`;
		}
	}
	return 'now()';
}

const DATE_LIKE = /^\d{1,2}[./-]\d{1,2}[./-]\d{4}/;
