import { concurrencyOption, optionsField } from '../node/commonFields';
import type { Operation } from '../node/operation';
import { joined, cut } from '../adobe/errors/failure';
import { addTo } from '../adobe/json';
import { datasetIdField, fileFields, readingFields } from './fields';
import { mappingFields } from './mapping/fields';
import { planMapping, refuseMapping, type FileMapping } from './fileMapping';
import { readMappingDraft } from './plan';
import { readSchema, type SchemaField } from '../dataset/dataset';
import type { FileColumn } from '../file/preview';
import { CHANGE_TYPE, missingFields, withMissingTogether } from './mapping/checks';
import { columnIndex, columnsOf, FieldPaths, type MappingPair } from './mapping/pair';

/** Hints that the rows do not contain. */
function hintsOf({ problems, notes, hints }: FileMapping): string[] {
	const inRows = new Set(notes.map(({ text }) => text));
	const problem = joined(withMissingTogether(problems));
	return [
		...(problem ? [`Create refuses this mapping. ${problem.message}. ${problem.description}`] : []),
		...hints.filter((hint) => !inRows.has(hint)),
	];
}

export const previewMapping: Operation = {
	label: 'Preview Mapping',
	action: 'Preview the mapping of a file to a dataset',
	description:
		'Show which column of a file goes into which field of a dataset, and what is missing or may not fit. Nothing is written.',
	properties: [
		...fileFields,
		...readingFields,
		datasetIdField,
		...mappingFields,
		optionsField(concurrencyOption),
	],
	prepare(parameters) {
		const draft = readMappingDraft(parameters);
		const settings = parameters.settings();
		return {
			settings,
			async run(client) {
				const mapping = await planMapping(client, draft);
				const { columns, header } = mapping.file;
				// Without columns there is no table.
				if (columns.length === 0 || (header?.refusals ?? []).length > 0) refuseMapping(mapping);
				const { fields } = await readSchema(client, mapping.dataset);
				for (const hint of hintsOf(mapping)) client.execution.hints.add(hint);
				return mappingRows(mapping, fields);
			},
		};
	},
};

/** A column and its field, or a field without a column. */
type MappingRow = {
	column: string | null;
	/** A value of the column. */
	sample: string | number | boolean | null;
	field: string | null;
	fieldType: string | null;
	status: 'check' | 'mapped' | 'missing' | 'notMapped';
	note: string;
};

const LONGEST_SAMPLE = 100;

/**
 * A mapping as a table: the columns in the order of the file, then fields without a column: calculated ones, required
 * ones and identities.
 */
function mappingRows(mapping: FileMapping, fields: readonly SchemaField[]): MappingRow[] {
	const { file, pairs } = mapping;
	const { columns } = file;
	const find = columnIndex(columns);
	const uses = new Map<FileColumn | undefined, MappingPair[]>();
	for (const pair of pairs) {
		const found = new Set(columnsOf(pair).flatMap(find));
		for (const column of found.size > 0 ? found : [undefined]) {
			addTo(uses, column, pair);
		}
	}
	const types = new Map(fields.map(({ path, type, exactType }) => [path, exactType ?? type]));
	const typeOf = (field: string) => types.get(field) ?? null;
	const isKnown = columns.length > 0;
	const rowOf = (pair: MappingPair, column?: FileColumn): MappingRow => {
		const texts = textsAbout(mapping, pair);
		const isLacking = !column && isKnown && !pair.isExpression && !pair.isConstant;
		if (isLacking && texts.length === 0)
			texts.push('The file has no such column, so the field stays empty');
		return {
			column: column?.label ?? (pair.isExpression || pair.isConstant ? null : pair.source),
			sample: sampleOf(column),
			field: pair.destination,
			fieldType: typeOf(pair.destination),
			status: texts.length > 0 ? 'check' : 'mapped',
			note: [originOf(pair), ...texts].filter(Boolean).join('. '),
		};
	};
	return [
		...columns.flatMap((column) => {
			const used = uses.get(column);
			return used ? used.map((pair) => rowOf(pair, column)) : [notMapped(mapping, column)];
		}),
		...(uses.get(undefined) ?? []).map((pair) => rowOf(pair)),
		...emptyFields(mapping, fields).map(([field, status, note]) => ({
			column: null,
			sample: null,
			field,
			fieldType: typeOf(field),
			status,
			note,
		})),
	];
}

/** Problems and notes about a pair, its column or its field. */
function textsAbout(
	{ problems, notes }: FileMapping,
	{ source, destination }: MappingPair,
): string[] {
	const all = [
		...problems.map(({ message, description, ...about }) => ({
			...about,
			text: `${message}. ${description}`,
		})),
		...notes,
	];
	return all
		.filter(({ column, field }) => column !== undefined || field !== undefined)
		.filter(
			({ column, field }) =>
				(column ?? source) === source && (field ?? destination) === destination,
		)
		.map(({ text }) => text);
}

function originOf({ source, isExpression, isConstant }: MappingPair): string {
	if (isConstant) return `Constant: ${source}`;
	return isExpression ? `Calculated: ${source}` : '';
}

function notMapped({ notes }: FileMapping, { path, label, ...column }: FileColumn): MappingRow {
	const note =
		label === CHANGE_TYPE
			? 'Adobe reads this column by its name. It marks a record as changed or deleted'
			: (notes.find((each) => each.column === path && each.field === undefined)?.text ?? '');
	const sample = sampleOf(column);
	return { column: label, sample, field: null, fieldType: null, status: 'notMapped', note };
}

function sampleOf(column: Pick<FileColumn, 'cells'> | undefined): MappingRow['sample'] {
	const value = column?.cells?.[0]?.value;
	if (typeof value === 'number' || typeof value === 'boolean') return value;
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text === undefined ? null : cut(text, LONGEST_SAMPLE);
}

type EmptyField = [field: string, status: MappingRow['status'], note: string];

/** Required and identity fields that are not mapped, each once. */
function emptyFields(
	{ identities, pairs, notes, problems }: FileMapping,
	fields: readonly SchemaField[],
): EmptyField[] {
	const fieldPaths = new FieldPaths(pairs.map(({ destination }) => destination));
	const rows = new Map<string, EmptyField>();
	const add = (...row: EmptyField) => {
		if (!rows.has(row[0])) rows.set(row[0], row);
	};
	for (const { path } of missingFields(fieldPaths, fields)) {
		const problem = problems.find(({ field }) => field === path);
		add(path, 'missing', problem?.description ?? 'The schema requires this field');
	}
	const destinations = new Set(pairs.map(({ destination }) => destination));
	for (const { field, text } of notes) {
		if (field !== undefined && !destinations.has(field)) add(field, 'check', text);
	}
	for (const { path } of identities ?? []) {
		if (!fieldPaths.overlaps(path)) add(path, 'notMapped', 'An identity of the schema');
	}
	return [...rows.values()];
}
