import type { JournalEntry } from '../../local/adobe';
import type { KeySet } from './asked';

/** Length from which a piece of a secret counts as found. */
const WINDOW = 8;

/** What is secret of a set of keys; the ID of an access key is not. */
export function secretsOf(sets: readonly KeySet[]): string[] {
	return sets.flatMap(({ s3SecretKey, s3SessionToken }) => [s3SecretKey, s3SessionToken]);
}

/** The access tokens that went over the wire, as the service wrote them down. */
export function accessTokens(journal: ReadonlyArray<Pick<JournalEntry, 'headers'>>): string[] {
	const tokens = journal.map(({ headers }) =>
		(headers.authorization ?? '').replace(/^Bearer /, ''),
	);
	return [...new Set(tokens)].filter((token) => token !== '');
}

/**
 * How many of the secrets show up, whole or by any piece of 8 characters, in any text that hangs on
 * `where`: values, names, and of errors the message, the stack and whatever else they carry.
 */
export function countSecrets(secrets: readonly string[], where: unknown): number {
	const owners = new Map<string, number>();
	for (const [index, secret] of secrets.entries()) {
		for (let at = 0; at + WINDOW <= secret.length; at++) {
			owners.set(secret.slice(at, at + WINDOW), index);
		}
	}
	const found = new Set<number>();
	for (const text of textsOf(where)) {
		for (let at = 0; at + WINDOW <= text.length; at++) {
			const owner = owners.get(text.slice(at, at + WINDOW));
			if (owner !== undefined) found.add(owner);
		}
	}
	return found.size;
}

/** Every text within a value, hidden properties and circles included. */
function* textsOf(root: unknown): Generator<string> {
	const seen = new Set<unknown>();
	const open = [root];
	while (open.length > 0) {
		const value = open.pop();
		if (typeof value === 'string') yield value;
		if (typeof value !== 'object' || value === null || seen.has(value)) continue;
		seen.add(value);
		if (value instanceof Map || value instanceof Set) open.push(...value.entries());
		for (const name of Object.getOwnPropertyNames(value)) {
			yield name;
			open.push((value as Record<string, unknown>)[name]);
		}
	}
}
