import { IDENTITY_MAP, type Dataset, type Identities, type SchemaField } from '../dataset';
import type { MappingPair } from './mappingPair';
import { Places } from './places';

/**
 * A hint if no column goes into what identifies the records of a dataset.
 * @param fields of the schema; undefined if they were not read
 * @param identities undefined if they could not be read
 */
export function identityHints(
	pairs: readonly MappingPair[],
	dataset: Dataset,
	fields: readonly SchemaField[] | undefined,
	identities: Identities | undefined,
): string[] {
	const places = new Places(pairs.map(({ destination }) => destination));
	const isMapped = (path: string) => places.overlaps(path);
	const known = identities?.get(dataset.schemaId) ?? [];
	const primary = known.filter(({ isPrimary }) => isPrimary).map(({ path }) => path);
	const consequence = dataset.isProfileEnabled
		? 'Real-Time Customer Profile skips such records'
		: 'records cannot be told apart by it';
	if (primary.length > 0) {
		return primary
			.filter((path) => !isMapped(path))
			.map(
				(path) =>
					`No column is mapped to "${path}", the primary identity of the schema: ${consequence}. Map a column to it.`,
			);
	}
	if (!dataset.isProfileEnabled || isMapped(IDENTITY_MAP)) return [];
	const hasMap = fields?.some(
		({ path }) => path === IDENTITY_MAP || path.startsWith(`${IDENTITY_MAP}.`),
	);
	if (hasMap) {
		return [
			`The dataset "${dataset.name}" is enabled for Real-Time Customer Profile, and no column is mapped to "${IDENTITY_MAP}" or to a primary identity: ${consequence}. Map an identity.`,
		];
	}
	if (identities !== undefined) return [];
	return [
		`The dataset "${dataset.name}" is enabled for Real-Time Customer Profile, and its primary identity could not be read. Check that a column is mapped to it.`,
	];
}
