import { characterName } from '../adobe/errors/failure';
import { isPlain } from '../adobe/entity/kind';
import { Refusal } from '../adobe/errors/problem';
import { isAddress, storagePath } from '../baseConnection/sources/bucket';
import { pastedProblem } from '../baseConnection/sources/pasted';

/** Minutes, as the form has it. */
const DEFAULT_MAX_WAIT = 30;

/**
 * Values of parameters as the types that operations want. An expression may give any type: what is
 * there but of no use is refused, since leaving it out silently would do something else than asked.
 */

/** A text without the blanks that pasting brings along; '' where there is none. */
export function asText(value: unknown, name: string): string {
	return asRawText(value, name).trim();
}

/** A text with its blanks. */
export function asRawText(value: unknown, name: string): string {
	if (isNothing(value)) return '';
	if (typeof value === 'string' || typeof value === 'number') return whole(String(value), name);
	const date = dateText(value);
	if (date !== undefined) return date;
	throw wrongType(name, value, 'a text');
}

/** No request can carry half a character: it has no form in an address, and Adobe would store another one. */
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

/** Milliseconds of Max Wait, which is given in minutes. */
export function asMaxWait(value: unknown): number {
	const minutes = asNumber(value, 'maxWait', DEFAULT_MAX_WAIT);
	if (minutes > 0) return minutes * 60_000;
	throw new Refusal('Max Wait must be greater than 0', 'Enter a number of minutes, such as 30.');
}

/** A time in hours, decimals allowed. */
export function asHours(value: unknown, name: string): number {
	const hours = asNumber(value, name, NaN);
	if (hours > 0 && hours < Infinity) return hours;
	throw new Refusal(
		`${labelOf(name)} must be greater than 0`,
		'Enter a number of hours, such as 24 or 0.5.',
	);
}

/** Whether a text may be an ID of Adobe's: other signs mean something in addresses and filters. */
export function isId(text: string): boolean {
	return isPlain(text) && /^[ -.0-~]+$/.test(text) && !/^\.+$/.test(text);
}

/** An ID as it is. Not quoted in the refusal: what has a slash may be a secret key that went to the wrong field. */
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

/** What an expression such as `$now` gives, as n8n itself writes it where it stores one. */
function dateText(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	const { toISO, isValid } = value as { toISO?: unknown; isValid?: unknown };
	if (typeof toISO !== 'function' || isValid === false) return undefined;
	return String(toISO.call(value));
}

function isNothing(value: unknown): value is null | undefined {
	return value === undefined || value === null;
}

/** Says the type and not the value, which may be a secret that went to the wrong field. */
export function wrongType(name: string, value: unknown, wanted: string): Refusal {
	const type = Array.isArray(value) ? 'list' : typeof value;
	return new Refusal(
		`${labelOf(name)} is not ${wanted}`,
		`Its expression gives a value of type ${type}. Choose the field that holds what is wanted here.`,
	);
}

export function asChoice<T extends string>(value: string, name: string, values: readonly T[]): T {
	const found = values.find((known) => known === value);
	if (found) return found;
	throw new Refusal(`Invalid value for ${labelOf(name)}`, `Allowed values: ${values.join(', ')}.`);
}

/** `s3SessionToken` as the form shows it: S3 Session Token. */
function labelOf(name: string): string {
	const words = name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/\b(Url|Id)\b/g, (word) => word.toUpperCase());
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * A path within a storage, in the form in which listings show it: an address of S3 or Google
 * (`s3://bucket/file`, an ARN, `https://bucket.s3.amazonaws.com/file`) is brought into it.
 */
export function asPath(text: string): string {
	const problem = pastedProblem(text, 'text');
	if (problem) throw new Refusal(`Invalid Path: ${problem.found}`, problem.description);
	const path = storagePath(text);
	if (path !== undefined) return path;
	if (!isAddress(text)) return text;
	throw new Refusal(
		'Invalid Path: it is an address',
		'Enter the path as a listing of the connection shows it, with the bucket first, for instance /my-bucket/daily/customers.csv.',
	);
}
