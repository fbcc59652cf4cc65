import { epochMilliseconds } from '../../transport/epoch';
import { Refusal } from '../refusal';

const SOON_MINUTES = 30;

/**
 * When credentials expire, as AWS STS says it: an ISO date (XML answers, AWS tools), epoch seconds (JSON
 * answers), or a date object of an expression.
 * @returns an ISO date in UTC, or '' where none was given
 */
export function readExpiration(value: unknown): string {
	const given = typeof value === 'string' ? value.trim() : value;
	if (given === undefined || given === null || given === '') return '';
	const date = new Date(timeOf(given));
	if (Number.isNaN(date.getTime())) {
		throw new Refusal(
			'Expiration is not a date',
			'Pass it on as the service that gave out the credentials says it, such as Expiration of AWS STS: a date like 2030-01-31T12:00:00Z, or epoch seconds.',
		);
	}
	return date.toISOString();
}

function timeOf(value: unknown): number {
	const number =
		typeof value === 'string' && !/^\d+(\.\d+)?(e\+?\d+)?$/i.test(value) ? NaN : Number(value);
	if (Number.isNaN(number)) return Date.parse(String(value));
	return epochMilliseconds(number);
}

/** The first of two ISO dates in UTC; '' stands for none. */
export function earliest(one: string, other: string): string {
	return [one, other].filter(Boolean).sort()[0] ?? '';
}

/** @param now epoch milliseconds */
export function expirationHints(expiresAt: string, now: number): string[] {
	if (expiresAt === '') return [];
	const minutes = Math.floor((Date.parse(expiresAt) - now) / 60_000);
	if (minutes < 0)
		return [`The new credentials have expired already, at ${expiresAt}. Fetch new ones first.`];
	if (minutes >= SOON_MINUTES) return [];
	return [
		`The new credentials expire in ${minutes} minutes, at ${expiresAt}. A dataflow that runs longer will fail: ask for a longer duration, or update more often.`,
	];
}
