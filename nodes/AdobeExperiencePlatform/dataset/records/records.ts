import { isRecord, asRecord } from '../../adobe/json';
import type { Identity, ResolvedSchema, SchemaField } from '../schema';
import { isEmpty, type ValueProblem, convert, type Calendar, identityProblems } from './convert';
import { cut } from '../../adobe/errors/failure';
import {
	type MappingChoice,
	mappingLinks,
	type MappingLink,
	lastPart,
	loose,
} from '../../dataflow/mapping/pair';
import { mapColumns } from '../../dataflow/mapping/automatic';
import { wordsFor } from '../../dataflow/mapping/words';
import type { Problem } from '../../adobe/errors/problem';
import { sourcePath, type FileColumn } from '../../file/columns';

type Step = string | number | typeof EACH;

/** All items of a list, one by one. */
const EACH = Symbol('each item');

/** Dots that are no part of a key in brackets, as in `labels["a.b"]`. */
const DOT = /\.(?![^[]*\])/;

/** A field path as steps: names, numbers of items, and `[*]` or `[]` for each item of a list. */
function stepsOf(path: string): Step[] {
	return path.split(DOT).flatMap((part): Step[] => {
		const [, name = part, brackets = ''] = /^([^[\]]*)((?:\[[^[\]]*\])*)$/.exec(part) ?? [];
		const inner = brackets === '' ? [] : brackets.slice(1, -1).split('][');
		return [name, ...inner.map(innerStep)];
	});
}

/** What a pair of brackets holds. */
function innerStep(text: string): Step {
	if (text === '*' || text === '') return EACH;
	return /^\d{1,5}$/.test(text) ? Number(text) : text.replace(/^(["'])(.*)\1$/, '$2');
}

/** An object without inherited members, so that no name means anything but itself. */
function emptyRecord(): Record<string, unknown> {
	return Object.create(null) as Record<string, unknown>;
}

/** What is at a place with the value put in where the steps lead. */
function placed(current: unknown, steps: Step[], value: unknown): unknown {
	const [step, ...rest] = steps;
	if (step === undefined) return value;
	if (typeof step === 'string') {
		const inner = isObject(current) ? current : emptyRecord();
		inner[step] = placed(inner[step], rest, value);
		return inner;
	}
	const list: unknown[] = Array.isArray(current) ? current : [];
	const values: unknown[] = step === EACH && Array.isArray(value) ? value : [value];
	const first = step === EACH ? 0 : step;
	for (const [offset, item] of values.entries()) {
		list[first + offset] = placed(list[first + offset], rest, item);
	}
	return list;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How items become records of one dataset. */
interface RecordRules {
	schema: ResolvedSchema;
	identities: readonly Identity[];
	/** Records of such a dataset are of no use to Profile without an identity. */
	isForProfile: boolean;
	mapping: Exclude<MappingChoice, { kind: 'mappingSet' }>;
	calendar: Calendar;
}

/** What became of the items. */
interface ItemRecords {
	/** One for each item that fits, in their order. */
	records: Array<Record<string, unknown>>;
	/** Why an item does not fit, by its place among the items. */
	refused: Map<number, Problem>;
	/** Which item field went into which field of the dataset. */
	links: MappingLink[];
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
	const { pairs, problems, notes } = mapColumns(
		mapping,
		columns,
		fields,
		wordsFor(mapping.kind, 'items'),
	);
	const byPath = new Map(columns.map((column) => [column.path, column]));
	const places = pairs.flatMap(({ source, destination }) => {
		const column = byPath.get(source);
		return column ? [{ column, steps: stepsOf(destination), destination }] : [];
	});
	const mapped = [...new Set(places.map(({ column }) => column.label))];
	const result: ItemRecords = {
		records: [],
		refused: new Map(),
		links: mappingLinks(pairs, columns),
		mapped,
		unmapped: columns.map(({ label }) => label).filter((label) => !mapped.includes(label)),
		hints: notes.map(({ text }) => text),
		problems,
	};
	if (problems.length > 0) return result;
	const unknown = new Set<string>();
	for (const [index, item] of items.entries()) {
		const raw = emptyRecord();
		for (const { column, steps } of places) {
			const value = valueAt(item, column.names);
			if (!isEmpty(value)) placed(raw, steps, value);
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
		description: 'Remove the item before this node, or map the fields that it has.',
	};
}

type Place = { column: ItemColumn; steps: Step[]; destination: string };

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
			description: `Fill it before this node, or remove the item.${others}`,
		};
	}
	return {
		message: `The value ${shown(value)}${from} does not fit the dataset field "${path}", which takes ${wanted}`,
		description: `Correct the value before this node, or map another item field to this dataset field.${others}`,
	};
}

function shown(value: unknown): string {
	// A function has no JSON.
	const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? typeof value);
	return cut(text, LONGEST_VALUE);
}

/** The column whose value a field, or what is around it, got. */
function columnOf(path: string, places: Place[]): string | undefined {
	const wanted = stepsOf(path);
	const exact = places.find(({ steps }) =>
		steps.every((step, at) =>
			step === EACH ? typeof wanted[at] === 'number' : step === wanted[at],
		),
	);
	const bare = (text: string) => text.replace(/\[[^\]]*\]/g, '');
	const around = places.find(({ destination }) =>
		`${bare(path)}.`.startsWith(`${bare(destination)}.`),
	);
	return (exact ?? around)?.column.label;
}

/** A field of the items, with the names that lead to it. */
interface ItemColumn extends FileColumn {
	names: string[];
}

const MOST_LEVELS = 20;

/** Fields that take an object as a whole. */
const WHOLE = ['map', 'object'];

/**
 * The fields of all items as columns, in the order in which they come up. Objects are opened, unless the schema has a
 * map of that name, or a pair names the object itself.
 * @param chosen columns that pairs name
 */
export function itemColumns(
	items: ReadonlyArray<Record<string, unknown>>,
	fields: readonly SchemaField[],
	chosen: readonly string[],
): ItemColumn[] {
	const maps = fields.filter(({ type }) => WHOLE.includes(type)).map(({ path }) => path);
	const whole = new Set([...maps, ...maps.map(lastPart), ...chosen].map(loose));
	const columns = new Map<string, ItemColumn>();
	for (const item of items) open(item, [], whole, columns);
	return [...columns.values()];
}

function open(
	value: Record<string, unknown>,
	names: string[],
	whole: Set<string>,
	columns: Map<string, ItemColumn>,
): void {
	for (const [name, member] of Object.entries(value)) {
		const inner = [...names, name];
		const label = inner.join('.');
		if (isPlainObject(member) && !whole.has(loose(label)) && inner.length < MOST_LEVELS) {
			open(member, inner, whole, columns);
			continue;
		}
		// The type of a column matters for hints about files only: here each value is converted.
		if (!columns.has(label)) {
			columns.set(label, { path: sourcePath(inner), label, type: '', names: inner });
		}
	}
}

/** Dates and what else has a class of its own are values. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (!isRecord(value) || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function valueAt(item: Record<string, unknown>, names: readonly string[]): unknown {
	let value: unknown = item;
	for (const name of names) {
		if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	return value;
}
