import { asRecord, isObject } from '../../adobe/json';
import type { Identity, ResolvedSchema, SchemaField } from '../dataset';
import {
	type Calendar,
	isEmpty,
	type ValueProblem,
	convert,
	identityProblems,
	valueAt,
} from './convert';
import { cut, type Problem } from '../../adobe/errors/failure';
import {
	type ColumnMapping,
	mappingLinks,
	type MappingLink,
	lastPart,
	loose,
} from '../../dataflow/mapping/pair';
import { mapColumns } from '../../dataflow/mapping/automatic';
import { withMissingTogether } from '../../dataflow/mapping/checks';
import { sourcePath, type FileColumn } from '../../file/preview';

type Step = string | number | typeof EACH;

const EACH = Symbol('each item');

/** Dots outside of brackets, so that `labels["a.b"]` is one key. */
const DOT = /\.(?![^[]*\])/;

/** A field path as steps: names, indexes, and `[*]` or `[]` for each item of an array. */
function stepsOf(path: string): Step[] {
	return path.split(DOT).flatMap((part): Step[] => {
		const [, name = part, brackets = ''] = /^([^[\]]*)((?:\[[^[\]]*\])*)$/.exec(part) ?? [];
		const inner = brackets === '' ? [] : brackets.slice(1, -1).split('][');
		return [name, ...inner.map(innerStep)];
	});
}

/** The content of a pair of brackets. */
function innerStep(text: string): Step {
	if (text === '*' || text === '') return EACH;
	return /^\d{1,5}$/.test(text) ? Number(text) : text.replace(/^(["'])(.*)\1$/, '$2');
}

/** An object without inherited members, so that any name can be a key. */
function emptyRecord(): Record<string, unknown> {
	return Object.create(null) as Record<string, unknown>;
}

/** Puts a value at the end of the steps, and returns the result. */
function withValue(current: unknown, steps: Step[], value: unknown): unknown {
	const [step, ...rest] = steps;
	if (step === undefined) return value;
	if (typeof step === 'string') {
		const inner = isObject(current) ? current : emptyRecord();
		inner[step] = withValue(inner[step], rest, value);
		return inner;
	}
	const list: unknown[] = Array.isArray(current) ? current : [];
	const values: unknown[] = step === EACH && Array.isArray(value) ? value : [value];
	const first = step === EACH ? 0 : step;
	for (const [offset, item] of values.entries()) {
		list[first + offset] = withValue(list[first + offset], rest, item);
	}
	return list;
}

interface RecordRules {
	schema: ResolvedSchema;
	identities: readonly Identity[];
	/** Profile cannot use records without an identity. */
	isForProfile: boolean;
	mapping: ColumnMapping;
	calendar: Calendar;
}

interface ItemRecords {
	/** One for each item that fits, in the order of the items. */
	records: Array<Record<string, unknown>>;
	/** Why an item does not fit, by its index. */
	refused: Map<number, Problem>;
	/** Which item field goes into which dataset field. */
	links: MappingLink[];
	mapped: string[];
	unmapped: string[];
	hints: string[];
	/** Problems of the whole mapping. If there are any, there are no records. */
	problems: Problem[];
}

/**
 * Converts each item to a record: item fields are mapped, and values are converted to the types of the dataset
 * fields.
 */
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
	const { pairs, problems, notes } = mapColumns(mapping, columns, fields, 'items');
	const byPath = new Map(columns.map((column) => [column.path, column]));
	const targets = pairs.flatMap(({ source, destination }) => {
		const column = byPath.get(source);
		return column ? [{ column, steps: stepsOf(destination), destination }] : [];
	});
	const mapped = [...new Set(targets.map(({ column }) => column.label))];
	const result: ItemRecords = {
		records: [],
		refused: new Map(),
		links: mappingLinks(pairs, columns),
		mapped,
		unmapped: columns.map(({ label }) => label).filter((label) => !mapped.includes(label)),
		hints: notes.map(({ text }) => text),
		problems: withMissingTogether(problems),
	};
	if (problems.length > 0) return result;
	const unknown = new Set<string>();
	for (const [index, item] of items.entries()) {
		const raw = emptyRecord();
		for (const { column, steps } of targets) {
			const value = valueAt(item, column.names);
			if (!isEmpty(value)) withValue(raw, steps, value);
		}
		const found: ValueProblem[] = [];
		const record = convert(raw, root, '', { calendar, problems: found, unknown });
		if (found.length === 0) found.push(...identityProblems(record, identities, isForProfile));
		const problem = problemOf(found, targets) ?? emptiness(record);
		if (problem) result.refused.set(index, problem);
		else result.records.push(record as Record<string, unknown>);
	}
	result.unmapped.push(...unknown);
	return result;
}

/** Sheets may have empty rows. */
function emptiness(record: unknown): Problem | undefined {
	if (Object.keys(asRecord(record)).length > 0) return undefined;
	return {
		message: 'The item has no value for any mapped dataset field',
		description: 'Remove the item before this node, or map the fields that it has.',
	};
}

type Target = { column: ItemColumn; steps: Step[]; destination: string };

const LONGEST_VALUE = 100;

/** The first problem of a record, with the number of the others. */
function problemOf(found: ValueProblem[], targets: Target[]): Problem | undefined {
	const [first, ...more] = found;
	if (!first) return undefined;
	const { path, value, wanted } = first;
	const column = columnOf(path, targets);
	const from = column === undefined ? '' : ` in the item field "${column}"`;
	const others = more.length > 0 ? ` ${more.length} more values of this item do not fit.` : '';
	if (value === undefined) {
		return {
			message: `The dataset field "${path}" is required, and this item has no value for it${column === undefined ? '' : ` (item field "${column}")`}`,
			description: `${column === undefined ? 'No item field is mapped to it. Map one in Mapping, for instance with Choose Columns' : 'Fill it before this node, or remove the item'}.${others}`,
		};
	}
	return {
		message: `The value ${shown(value)}${from} does not fit the dataset field "${path}", which accepts ${wanted}`,
		description: `Correct the value before this node, or map another item field to this dataset field.${others}`,
	};
}

function shown(value: unknown): string {
	// A function has no JSON.
	const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? typeof value);
	return cut(text, LONGEST_VALUE);
}

/** The item field whose value went into a dataset field, or into an object around it. */
function columnOf(path: string, targets: Target[]): string | undefined {
	const wanted = stepsOf(path);
	const exact = targets.find(({ steps }) =>
		steps.every((step, at) =>
			step === EACH ? typeof wanted[at] === 'number' : step === wanted[at],
		),
	);
	const bare = (text: string) => text.replace(/\[[^\]]*\]/g, '');
	const around = targets.find(({ destination }) =>
		`${bare(path)}.`.startsWith(`${bare(destination)}.`),
	);
	return (exact ?? around)?.column.label;
}

/** An item field, with the names that lead to it. */
interface ItemColumn extends FileColumn {
	names: string[];
}

const MOST_LEVELS = 20;

/** Types that accept a whole object. */
const WHOLE = ['map', 'object'];

/**
 * The fields of all items, in the order of their first appearance. Objects are opened, unless the schema has a map
 * with that name, or a pair names the object itself.
 * @param chosen item fields in pairs
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
		// Each value is converted later, so the type does not matter.
		if (!columns.has(label)) {
			columns.set(label, { path: sourcePath(inner), label, type: '', names: inner });
		}
	}
}

/** Dates and other instances of classes are values. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (!isObject(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
