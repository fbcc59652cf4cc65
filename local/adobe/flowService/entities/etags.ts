import type { Random } from '../../random';
import type { Settings } from '../../server/settings';

/**
 * A new version of an entity. The quotes are part of the string (contract.md (c), ETag and If-Match).
 * @param style `azure`: Cosmos DB style; `guid`: as on AEP on AWS
 */
export function newEtag(random: Random, style: Settings['etagStyle']): string {
	if (style === 'guid') return `"${random.uuid()}"`;
	return `"${random.hex(8)}-0000-0200-0000-${random.hex(8)}"`;
}
