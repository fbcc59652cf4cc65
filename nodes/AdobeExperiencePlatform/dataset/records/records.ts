import { isRecord, asRecord } from '../../adobe/json';
import { IDENTITY_MAP, type Identity, type ResolvedSchema } from '../schema';
import { isEmpty, type ValueProblem, convert, type Calendar } from './convert';
import { cut } from '../../adobe/errors/failure';
import type { MappingChoice } from '../../dataflow/dataflow';
import { mapColumns } from '../../dataflow/mapping/automatic';
import { mappingLinks, type MappingLink } from '../../dataflow/mapping/links';
import { wordsFor } from '../../dataflow/mapping/words';
import type { Problem } from '../../adobe/errors/problem';
import { itemColumns, valueAt, type ItemColumn } from './columns';

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

/** Adobe skips records with other identities without a word (Data ingestion, quality). */
const LONGEST_IDENTITY = 1024;
const ECID = /^\d{38}$/;

/** Identities of a record by which Adobe would leave it out. */
function identityProblems(
	record: unknown,
	identities: readonly Identity[],
	isForProfile: boolean,
): ValueProblem[] {
	const problems = identities.flatMap(({ path, namespace }) => {
		const value = at(record, path);
		if (isEmpty(value)) return [];
		const text = String(value);
		const isEcid = namespace.toUpperCase() === 'ECID';
		if (isEcid && !ECID.test(text)) {
			return [{ path, value, wanted: 'an ECID, which has 38 digits' }];
		}
		return text.length > LONGEST_IDENTITY
			? [{ path, value, wanted: `an identity of up to ${LONGEST_IDENTITY} characters` }]
			: [];
	});
	const primary = identities.filter(({ isPrimary }) => isPrimary);
	const isKnown = [IDENTITY_MAP, ...primary.map(({ path }) => path)].some(
		(path) => !isEmpty(at(record, path)),
	);
	const [first] = primary;
	if (isForProfile && first && !isKnown) {
		problems.push({ path: first.path, value: undefined, wanted: 'a value' });
	}
	return problems;
}

function at(record: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
			record,
		);
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
