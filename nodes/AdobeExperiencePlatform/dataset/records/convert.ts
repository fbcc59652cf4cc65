import { asRecord, DAY, isObject, isRecord, parsedJson } from '../../adobe/json';
import { readTime } from '../../node/times';
import { asText, dateText } from '../../node/values';
import { NUMBER } from '../../dataflow/mapping/fit';
import { typeOf, IDENTITY_MAP, type Identity } from '../dataset';

/** Adobe accepts only years of four digits. Epoch milliseconds. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const FRACTION = /:\d\d\.(\d{1,3})/;

export type Calendar = ReturnType<typeof calendarOf>;

/** Reads dates as the parameters of this node do: without a time zone, in that of the workflow. */
export function calendarOf(timeZone: string) {
	const days = new Intl.DateTimeFormat('en-US', {
		timeZone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	});
	return {
		/** Epoch milliseconds; undefined if the value is no date. */
		instant(value: unknown): number | undefined {
			try {
				const text = asText(value, 'value');
				const time = readTime(text, 'value', timeZone);
				if (time === undefined || time < FIRST || time > LAST) return undefined;
				if (time % 1000 !== 0) return time;
				const [, fraction = ''] = FRACTION.exec(text) ?? [];
				return time + Number(fraction.padEnd(3, '0'));
			} catch {
				// The error is about a parameter, so it is replaced.
				return undefined;
			}
		},
		/** Such as `2030-01-31`. */
		day(instant: number): string {
			const parts = new Map(days.formatToParts(instant).map(({ type, value }) => [type, value]));
			const year = String(parts.get('year')).padStart(4, '0');
			return `${year}-${parts.get('month')}-${parts.get('day')}`;
		},
	};
}

/** A value that does not fit its field, or a required field without a value. */
export interface ValueProblem {
	/** Field path, with indexes of array items. */
	path: string;
	/** Undefined for a field without a value. */
	value?: unknown;
	/** What the field accepts, in words: `a whole number from 0 to 10`. */
	wanted: string;
}

/** What all values of a record share. */
interface Conversion {
	calendar: Calendar;
	problems: ValueProblem[];
	/** Field paths that the schema does not have. Their values are left out. */
	unknown: Set<string>;
}

type Node = Record<string, unknown>;

/** What the field accepts, if the value does not fit. */
class Wanted {
	constructor(readonly words: string) {}
}

/**
 * Converts a value to the type of its field. Adobe converts few types, and never booleans or arrays (Batch ingestion,
 * conversion table). A value that cannot be converted is added to the problems.
 * @param node a node of the resolved schema
 * @returns undefined if there is no value
 */
export function convert(value: unknown, node: Node, path: string, to: Conversion): unknown {
	if (isEmpty(value)) return undefined;
	const type = typeOf(node);
	if (type === 'array') return convertList(value, node, path, to);
	if (isRecord(node.properties) || type === 'map') return convertObject(value, node, path, to);
	const converted = convertSimple(value, type, node, to.calendar);
	if (!(converted instanceof Wanted)) return converted;
	to.problems.push({ path, value, wanted: converted.words });
	return undefined;
}

/** Sheets and forms return an empty text for no value. */
export function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function convertList(value: unknown, node: Node, path: string, to: Conversion): unknown[] {
	const parsed = fromJson(value, '[');
	// A single value is a list of one, since forms return one answer without a list.
	const values = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
	const items = asRecord(node.items);
	return values
		.map((item, index) => convert(item, items, `${path}[${index}]`, to))
		.filter((item) => item !== undefined);
}

function convertObject(value: unknown, node: Node, path: string, to: Conversion): unknown {
	const parsed = fromJson(value, '{');
	if (!isObject(parsed) || parsed instanceof Date) {
		to.problems.push({ path, value, wanted: 'an object' });
		return undefined;
	}
	const { properties, additionalProperties } = node;
	const members = new Map<string, unknown>();
	for (const [name, member] of Object.entries(parsed)) {
		if (isEmpty(member)) continue;
		const inner = isRecord(properties) ? valueAt(properties, [name]) : additionalProperties;
		const memberPath = path ? `${path}.${name}` : name;
		if (isRecord(inner)) members.set(name, convert(member, inner, memberPath, to));
		else to.unknown.add(memberPath.replace(/\[\d+\]/g, '[]'));
	}
	for (const missing of missingIn(node, members, path)) {
		to.problems.push({ path: missing, wanted: 'a value' });
	}
	return Object.fromEntries(members);
}

/** Required members without a value. If an object is missing, its required members. */
function missingIn(node: Node, given: ReadonlyMap<string, unknown>, path: string): string[] {
	const names = Array.isArray(node.required) ? (node.required as unknown[]).map(String) : [];
	return names
		.filter((name) => !given.has(name))
		.flatMap((name) => {
			const memberPath = path ? `${path}.${name}` : name;
			const inner = missingIn(asRecord(asRecord(node.properties)[name]), new Map(), memberPath);
			return inner.length > 0 ? inner : [memberPath];
		});
}

/** Sheets and databases return lists and objects as JSON text. */
function fromJson(value: unknown, begins: '[' | '{'): unknown {
	if (typeof value !== 'string' || !value.trim().startsWith(begins)) return value;
	return parsedJson(value) ?? value;
}

function convertSimple(value: unknown, type: string, node: Node, calendar: Calendar): unknown {
	switch (type) {
		case 'string':
			return toText(value, node);
		case 'boolean':
			return toBoolean(value);
		case 'integer':
		case 'number':
			return toNumber(value, type, node);
		case 'date':
			return toDate(value, calendar);
		case 'date-time':
			return toDateTime(value, calendar);
		default:
			// An object of any form, or an unknown type.
			return value;
	}
}

function toText(value: unknown, node: Node): unknown {
	const date = dateText(value);
	const text = date ?? (typeof value === 'object' ? undefined : String(value));
	if (text === undefined) return new Wanted('text');
	const { enum: allowed } = node;
	return Array.isArray(allowed) ? allowedText(text, allowed.map(String), node) : text;
}

/** An allowed value, by another letter case or by its label, if only one matches. */
function allowedText(text: string, allowed: string[], node: Node): string | Wanted {
	if (allowed.includes(text)) return text;
	const labels = asRecord(node['meta:enum']);
	const wanted = caseless(text);
	const near = allowed.filter(
		(one) => caseless(one) === wanted || caseless(String(labels[one] ?? one)) === wanted,
	);
	const [only, another] = near;
	return only === undefined || another !== undefined ? new Wanted(oneOf(allowed)) : only;
}

function caseless(text: string): string {
	return text.trim().toLowerCase();
}

const MOST_VALUES = 8;

function oneOf(allowed: string[]): string {
	const more = allowed.length - MOST_VALUES;
	return `one of ${allowed.slice(0, MOST_VALUES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Texts that Data Prep reads as booleans, and 1 and 0, which databases return. */
const BOOLEANS = new Map<string, boolean>([
	...['true', 'yes', 'y', 'on', '1'].map((word) => [word, true] as const),
	...['false', 'no', 'n', 'off', '0'].map((word) => [word, false] as const),
]);

function toBoolean(value: unknown): boolean | Wanted {
	const found = typeof value === 'object' ? undefined : BOOLEANS.get(caseless(String(value)));
	return found ?? new Wanted('true or false');
}

const SIZES = new Map([
	['byte', 128],
	['short', 32_768],
	['int', 2_147_483_648],
	['integer', 2_147_483_648],
]);

function toNumber(value: unknown, type: 'integer' | 'number', node: Node): number | Wanted {
	const { least, most } = rangeOf(node);
	const words = type === 'integer' ? 'a whole number' : 'a number';
	const from = Number.isFinite(least) ? ` from ${least}` : '';
	const wanted = new Wanted(words + from + (Number.isFinite(most) ? ` to ${most}` : ''));
	const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
	if (typeof text !== 'string' || !NUMBER.test(text.trim())) return wanted;
	const number = Number(text);
	if (!Number.isFinite(number)) return wanted;
	// A longer number would silently lose digits.
	if (type === 'integer' && !Number.isSafeInteger(number)) return wanted;
	return number < least || number > most ? wanted : number;
}

function rangeOf(node: Node): { least: number; most: number } {
	const size = SIZES.get(String(node['meta:xdmType']));
	const [least, most] = size === undefined ? [-Infinity, Infinity] : [-size, size - 1];
	const { minimum, maximum } = node;
	return {
		least: typeof minimum === 'number' ? Math.max(minimum, least) : least,
		most: typeof maximum === 'number' ? Math.min(maximum, most) : most,
	};
}

const DAY_ONLY = /^\d{4}-\d\d-\d\d$/;
/** Epoch numbers and texts in UTC. */
const IN_UTC = /^\d+$|(?:Z|[+-]00(?::?00)?)$/i;

function toDate(value: unknown, calendar: Calendar): string | Wanted {
	const instant = calendar.instant(value);
	if (instant === undefined) return new Wanted('a date such as 2030-01-31');
	const text = dateText(value) ?? String(value).trim();
	// A day has no time zone.
	if (DAY_ONLY.test(text)) return text;
	// Databases and CRMs return a day as midnight in UTC, which is the evening before in America.
	const isDay = instant % DAY === 0 && IN_UTC.test(text);
	return isDay ? new Date(instant).toISOString().slice(0, 10) : calendar.day(instant);
}

function toDateTime(value: unknown, calendar: Calendar): string | Wanted {
	const instant = calendar.instant(value);
	if (instant === undefined) return new Wanted('a date and time such as 2030-01-31T12:00:00Z');
	return new Date(instant).toISOString();
}

/** Adobe silently skips records with other identities (Data ingestion, quality). */
const LONGEST_IDENTITY = 1024;

const ECID = /^\d{38}$/;

/** Identities that make Adobe skip the record. */
export function identityProblems(
	record: unknown,
	identities: readonly Identity[],
	isForProfile: boolean,
): ValueProblem[] {
	const problems = identities.flatMap(({ path, namespace }) => {
		const value = valueAt(record, path.split('.'));
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
		(path) => !isEmpty(valueAt(record, path.split('.'))),
	);
	const [first] = primary;
	if (isForProfile && first && !isKnown) {
		problems.push({ path: first.path, value: undefined, wanted: 'a value' });
	}
	return problems;
}

/** The value at the end of the names, each an own member. */
export function valueAt(record: unknown, names: readonly string[]): unknown {
	return names.reduce<unknown>(
		(value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
		record,
	);
}
