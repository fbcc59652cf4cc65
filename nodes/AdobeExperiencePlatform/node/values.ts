import { characterName, Refusal } from '../adobe/errors/failure';
import { isPlain } from '../adobe/entity/kind';
import { isSafeObjectProperty, type GenericValue, type IDataObject } from 'n8n-workflow';
import { isRecord } from '../adobe/json';
import { DEFAULT_MAX_WAIT } from './commonFields';

/**
 * Values of parameters as the types that operations need. An expression may return any type. Unusable values are
 * refused, since ignoring them would do something else than the user wants.
 */

/** A text without the spaces that pasting may add. Empty for no value. */
export function asText(value: unknown, name: string): string {
	return asRawText(value, name).trim();
}

/** A text with its spaces. */
export function asRawText(value: unknown, name: string): string {
	if (isNothing(value)) return '';
	if (typeof value === 'string' || typeof value === 'number') return whole(String(value), name);
	const date = dateText(value);
	if (date !== undefined) return date;
	throw wrongType(name, value, 'a text');
}

/** Half a character has no form in an address, and Adobe would store another one. */
function whole(text: string, name: string): string {
	const [half] = /\p{Cs}/u.exec(text) ?? [];
	if (half === undefined) return text;
	throw new Refusal(
		`Invalid ${labelOf(name)}: it contains ${characterName(half)}`,
		'The text was cut within a character. Cut it by whole characters: {{ [...$json.name].slice(0, 30).join("") }}.',
	);
}

export function asFlag(value: unknown, name: string): boolean {
	if (isNothing(value) || value === '') return false;
	const flag = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (flag === true || flag === 'true') return true;
	if (flag === false || flag === 'false') return false;
	throw wrongType(name, value, 'true or false');
}

export function asNumber(value: unknown, name: string, fallback: number): number {
	if (isNothing(value) || value === '') return fallback;
	const number = typeof value === 'boolean' ? NaN : Number(value);
	if (!Number.isNaN(number)) return number;
	throw wrongType(name, value, 'a number');
}

/** Max Wait in milliseconds. The field has minutes. */
export function asMaxWait(value: unknown): number {
	const minutes = asNumber(value, 'maxWait', DEFAULT_MAX_WAIT);
	if (minutes > 0) return minutes * 60_000;
	throw new Refusal('Max Wait must be greater than 0', 'Enter a number of minutes, such as 30.');
}

/** Hours, decimals allowed. */
export function asHours(value: unknown, name: string): number {
	const hours = asNumber(value, name, NaN);
	if (hours > 0 && hours < Infinity) return hours;
	throw new Refusal(
		`${labelOf(name)} must be greater than 0`,
		'Enter a number of hours, such as 24 or 0.5.',
	);
}

/** Whether a text may be an ID of Adobe's. Other characters have a meaning in addresses and filters. */
export function isId(text: string): boolean {
	return isPlain(text) && /^[ -.0-~]+$/.test(text) && !/^\.+$/.test(text);
}

/** The refusal does not quote the ID: with a slash, it may be a secret key in the wrong field. */
export function asId(id: string, label: string, noun: string): string {
	if (isId(id)) return id;
	throw new Refusal(
		`${label} is not a ${noun} ID`,
		'Enter only the ID, without slashes, quotes, commas or asterisks.',
	);
}

/** Texts from a list, or from one text with commas. */
export function asList(value: unknown, name: string): string[] {
	if (isNothing(value)) return [];
	const entries = typeof value === 'string' ? value.split(',') : value;
	if (!Array.isArray(entries)) throw wrongType(name, value, 'a list');
	return entries.map((entry) => asText(entry, name)).filter(Boolean);
}

/** Dates of expressions such as `$now` and of database nodes, written as n8n stores them. */
export function dateText(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	const { toISO, isValid } = value as { toISO?: unknown; isValid?: unknown };
	if (typeof toISO !== 'function' || isValid === false) return undefined;
	return String(toISO.call(value));
}

function isNothing(value: unknown): value is null | undefined {
	return value === undefined || value === null;
}

/** Names the type and not the value, which may be a secret in the wrong field. */
export function wrongType(name: string, value: unknown, wanted: string): Refusal {
	const type = Array.isArray(value) ? 'list' : typeof value;
	return new Refusal(
		`${labelOf(name)} is not ${wanted}`,
		`Its expression returned a value of type ${type}. Choose the field that holds the right value.`,
	);
}

export function asChoice<T extends string>(value: string, name: string, values: readonly T[]): T {
	const found = values.find((known) => known === value);
	if (found) return found;
	throw new Refusal(`Invalid value for ${labelOf(name)}`, `Allowed values: ${values.join(', ')}.`);
}

/** The label of a field: S3 Session Token for `s3SessionToken`. */
function labelOf(name: string): string {
	const words = name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/\b(Url|Id)\b/g, (word) => word.toUpperCase());
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The expression that n8n writes when a field is dragged into a parameter: `={{ $json.name }}`, `={{ $json['a
 * b'].c }}`.
 */
const REFERENCE = /^=\{\{\s*\$json([.[].*?)\s*\}\}$/;
const STEP = /\.([A-Za-z_]\w*)|\['([^'\\{}]+)'\]|\["([^"\\{}]+)"\]/y;

/**
 * The value of a parameter without n8n's evaluation: a constant, or a reference to a field of the item that
 * holds a text, a number or a flag. Undefined for everything else.
 *
 * n8n evaluates each expression of each item in a sandbox, which takes as long as sending a request. Most
 * expressions only name a field (docs/benchmark).
 * @param raw the parameter as the workflow has it, before evaluation
 */
export function plainValue(raw: unknown, json: IDataObject): GenericValue {
	if (isRecord(raw)) return plainMembers(raw, json);
	if (typeof raw !== 'string' || !raw.startsWith('=')) return raw as GenericValue;
	const steps = referencedNames(raw);
	return steps && fieldOf(json, steps);
}

function plainMembers(raw: Record<string, unknown>, json: IDataObject): GenericValue {
	// Lists and deeper levels are left to n8n.
	if (Array.isArray(raw)) return undefined;
	const members = Object.entries(raw).map(
		([name, value]) => [name, isRecord(value) ? undefined : plainValue(value, json)] as const,
	);
	return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}

/** The names along the path of a reference. Undefined for other expressions. */
export function referencedNames(raw: unknown): string[] | undefined {
	const [, path] = (typeof raw === 'string' && REFERENCE.exec(raw)) || [];
	return path === undefined ? undefined : stepsOf(path);
}

/** Undefined if it is more than names. */
function stepsOf(path: string): string[] | undefined {
	const steps: string[] = [];
	STEP.lastIndex = 0;
	for (let at = 0; at < path.length; at = STEP.lastIndex) {
		const [, dotted, single, double] = STEP.exec(path) ?? [];
		const name = dotted ?? single ?? double;
		if (name === undefined) return undefined;
		steps.push(name);
	}
	return steps;
}

function fieldOf(json: IDataObject, steps: string[]): GenericValue {
	let value: unknown = json;
	for (const name of steps) {
		// n8n's sandbox guards these.
		if (!isRecord(value) || !isSafeObjectProperty(name) || !Object.hasOwn(value, name)) {
			return undefined;
		}
		value = value[name];
	}
	return ['string', 'number', 'boolean'].includes(typeof value)
		? (value as GenericValue)
		: undefined;
}
