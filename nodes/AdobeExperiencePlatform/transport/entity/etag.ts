/**
 * An etag as the service wants it in `If-Match`: verbatim, inner quotes included (contract.md (c);
 * without them it answers 412). What a user typed or copied without quotes, or with the backslashes
 * of a JSON text, is repaired; the form of the rest is opaque and stays.
 * @returns '' for an empty etag
 */
export function normalizeEtag(etag: string): string {
	const bare = etag.replace(/^[\s"\\]+|[\s"\\]+$/g, '');
	return bare === '' ? '' : `"${bare}"`;
}

/**
 * The etag of an entity as the service shows it: `etag` and `version` are equal, and both are
 * absent while a connection is `initializing` (contract.md (c)).
 */
export function etagOf(entity: { etag?: unknown; version?: unknown }): string | undefined {
	for (const value of [entity.etag, entity.version]) {
		if (typeof value === 'string' && value !== '') return value;
	}
	return undefined;
}
