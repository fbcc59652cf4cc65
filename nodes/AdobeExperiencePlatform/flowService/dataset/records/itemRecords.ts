import { asRecord } from '../../../transport/json';
import { cut } from '../../../transport/listed';
import type { MappingChoice } from '../../dataflow';
import { mapColumns } from '../../dataflow/mapColumns';
import { OF_ITEMS } from '../../dataflow/mappingWords';
import type { Problem } from '../../problem';
import type { Identity } from '../identities';
import type { ResolvedSchema } from '../schema';
import { convert, isEmpty, type Calendar, type ValueProblem } from './convert';
import { identityProblems } from './identityProblems';
import { itemColumns, valueAt, type ItemColumn } from './itemColumns';
import { emptyRecord, place, stepsOf } from './place';

/** How items become records of one dataset. */
export interface RecordRules {
	schema: ResolvedSchema;
	identities: readonly Identity[];
	/** Records of such a dataset are of no use to Profile without an identity. */
	isForProfile: boolean;
	mapping: Exclude<MappingChoice, { kind: 'mappingSet' }>;
	calendar: Calendar;
}

/** What became of the items. */
export interface ItemRecords {
	/** One for each item that fits, in their order. */
	records: Array<Record<string, unknown>>;
	/** Why an item does not fit, by its place among the items. */
	refused: Map<number, Problem>;
	mapped: string[];
	unmapped: string[];
	hints: string[];
	/** What is wrong with the mapping as a whole; then there are no records. */
	problems: Problem[];
}

/** Makes a record of each item: columns into fields, values into the types of the fields. */
export function itemRecords(
	items: ReadonlyArray<Record<string, unknown>>,
	{ schema, identities, isForProfile, mapping, calendar }: RecordRules,
): ItemRecords {
	const { fields, root } = schema;
	const columns = itemColumns(
		items,
		fields,
		mapping.pairs.map(({ source }) => source),
	);
	const { pairs, problems, hints } = mapColumns(mapping, columns, fields, OF_ITEMS);
	const byPath = new Map(columns.map((column) => [column.path, column]));
	const places = pairs.flatMap(({ source, destination }) => {
		const column = byPath.get(source);
		return column ? [{ column, steps: stepsOf(destination), destination }] : [];
	});
	const mapped = [...new Set(places.map(({ column }) => column.label))];
	const result: ItemRecords = {
		records: [],
		refused: new Map(),
		mapped,
		unmapped: columns.map(({ label }) => label).filter((label) => !mapped.includes(label)),
		hints,
		problems,
	};
	if (problems.length > 0) return result;
	const unknown = new Set<string>();
	for (const [index, item] of items.entries()) {
		const raw = emptyRecord();
		for (const { column, steps } of places) {
			const value = valueAt(item, column.names);
			if (!isEmpty(value)) place(raw, steps, value);
		}
		const found: ValueProblem[] = [];
		const record = convert(raw, root, '', { calendar, problems: found, unknown });
		if (found.length === 0) found.push(...identityProblems(record, identities, isForProfile));
		const problem = problemOf(found, places) ?? emptiness(record);
		if (problem) result.refused.set(index, problem);
		else result.records.push(record as Record<string, unknown>);
	}
	result.unmapped.push(...unknown);
	return result;
}

/** Sheets have rows that hold nothing. */
function emptiness(record: unknown): Problem | undefined {
	if (Object.keys(asRecord(record)).length > 0) return undefined;
	return {
		message: 'The item has no value for any dataset field that is mapped',
		mend: 'Remove the item before this node, or map the fields that it has.',
	};
}

type Place = { column: ItemColumn; destination: string };

const LONGEST_VALUE = 100;

/** The first of a record's problems, with the number of the others. */
function problemOf(found: ValueProblem[], places: Place[]): Problem | undefined {
	const [first, ...more] = found;
	if (!first) return undefined;
	const { path, value, wanted } = first;
	const column = columnOf(path, places);
	const from = column === undefined ? '' : ` in the item field "${column}"`;
	const others = more.length > 0 ? ` ${more.length} more values of this item do not fit.` : '';
	if (value === undefined) {
		return {
			message: `The dataset field "${path}" is required, and this item has no value for it${column === undefined ? '' : ` (item field "${column}")`}`,
			mend: `Fill it before this node, or remove the item.${others}`,
		};
	}
	return {
		message: `The value ${shown(value)}${from} does not fit the dataset field "${path}", which takes ${wanted}`,
		mend: `Correct the value before this node, or map another item field to this dataset field.${others}`,
	};
}

function shown(value: unknown): string {
	return cut(
		typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value)),
		LONGEST_VALUE,
	);
}

/** The column whose value a field, or what is around it, got. */
function columnOf(path: string, places: Place[]): string | undefined {
	const bare = (text: string) => text.replace(/\[[^\]]*\]/g, '');
	const wanted = bare(path);
	const found = places.find(({ destination }) => {
		const target = bare(destination);
		return wanted === target || wanted.startsWith(`${target}.`);
	});
	return found?.column.label;
}
