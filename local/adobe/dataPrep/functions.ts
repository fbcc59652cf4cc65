import { createHash, randomUUID } from 'node:crypto';

import { parseDate, readDate } from './dates';

/** A function cannot be computed with these arguments. */
export class TransformError extends Error {}

type Compute = (args: unknown[]) => unknown;

export interface ElFunction {
	name: string;
	category: string;
	description: string;
	example: string;
	compute: Compute;
}

const text = (value: unknown) => (value === undefined || value === null ? '' : String(value));
const isNothing = (value: unknown) => value === undefined || value === null;

function dateOf([value, pattern, fallback]: unknown[]): string | undefined {
	if (value instanceof Date) return value.toISOString();
	if (isNothing(value) || value === '') return undefined;
	const time =
		pattern === undefined ? readDate(text(value)) : parseDate(text(value), text(pattern));
	if (time !== undefined) return new Date(time).toISOString();
	if (fallback !== undefined) return dateOf([fallback]);
	throw new TransformError(`"${text(value)}" is not a date`);
}

function numberOf(value: unknown): number {
	const parsed = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
	if (Number.isFinite(parsed)) return parsed;
	throw new TransformError(`"${text(value)}" is not a number`);
}

const hash = (algorithm: string): Compute => {
	return ([value]) => createHash(algorithm).update(text(value)).digest('hex');
};

const describe = (
	category: string,
	name: string,
	description: string,
	example: string,
	compute: Compute,
): ElFunction => ({ category, name, description, example, compute });

/** The functions that this Data Prep computes; Adobe has many more (EN:data-prep/functions). */
export const FUNCTIONS: readonly ElFunction[] = [
	describe('Date / Time', 'date', 'Reads a date from a text', 'date("2026-06-01")', dateOf),
	describe('Date / Time', 'now', 'The time of the run', 'now()', () => new Date().toISOString()),
	describe('Date / Time', 'timestamp', 'The time of the run in milliseconds', 'timestamp()', () =>
		Date.now(),
	),
	describe(
		'Hierarchies - Arrays',
		'first',
		'The first item',
		'first("1", "2")',
		([value, ...rest]) =>
			Array.isArray(value) && rest.length === 0 ? (value as unknown[])[0] : value,
	),
	describe('Hashing', 'md5', 'MD5 of a text', 'md5("acme")', hash('md5')),
	describe('Hashing', 'sha1', 'SHA-1 of a text', 'sha1("acme")', hash('sha1')),
	describe('Hashing', 'sha256', 'SHA-256 of a text', 'sha256("acme")', hash('sha256')),
	describe('Logical', 'coalesce', 'The first value that is there', 'coalesce(a, b)', (args) =>
		args.find((value) => !isNothing(value)),
	),
	describe('Logical', 'iif', 'One of two values', 'iif(paid, "yes", "no")', ([when, yes, no]) =>
		when === true || when === 'true' ? yes : no,
	),
	describe(
		'Logical',
		'is_empty',
		'Whether nothing is there',
		'is_empty(a)',
		([value]) => isNothing(value) || value === '' || (Array.isArray(value) && value.length === 0),
	),
	describe('Logical', 'nullify', 'No value', 'nullify()', () => undefined),
	describe('Numeric', 'to_bigint', 'A whole number', 'to_bigint("12")', ([value]) =>
		Math.trunc(numberOf(value)),
	),
	describe('Numeric', 'to_decimal', 'A number', 'to_decimal("1.5")', ([value]) => numberOf(value)),
	describe('Numeric', 'to_float', 'A number', 'to_float("1.5")', ([value]) => numberOf(value)),
	describe('Numeric', 'to_integer', 'A whole number', 'to_integer("12")', ([value]) =>
		Math.trunc(numberOf(value)),
	),
	describe('String', 'concat', 'Joins texts', 'concat("Hi", " ", "there")', (args) =>
		args.map(text).join(''),
	),
	describe('String', 'lower', 'The text in lower case', 'lower("ACME")', ([value]) =>
		text(value).toLowerCase(),
	),
	describe('String', 'replacestr', 'Replaces texts', 'replacestr("1,5", ",", ".")', (args) => {
		const [value, what, by] = args.map(text);
		return (value ?? '').replaceAll(what ?? '', by ?? '');
	}),
	describe('String', 'trim', 'The text without blanks around it', 'trim(" Acme ")', ([value]) =>
		text(value).trim(),
	),
	describe('String', 'upper', 'The text in upper case', 'upper("acme")', ([value]) =>
		text(value).toUpperCase(),
	),
	describe('Identifiers', 'guid', 'A new UUID', 'guid()', () => randomUUID()),
	describe('Identifiers', 'uuid', 'A new UUID', 'uuid()', () => randomUUID()),
];
