import type { JournalEntry } from '../../local/adobe';
import type { KeySet } from '../../test/support/madeUp';

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
