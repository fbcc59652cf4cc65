import type { ApiClient } from '../../transport/apiClient';
import type { PatchOperation } from '../../transport/entity/update';
import type { Dataset } from '../dataset';
import { mappingSetName, mappingTransformation, type DataflowParts } from './create';
import { mappingOf, type Dataflow } from './entities';
import {
	createMappingSet,
	getMappingSet,
	replaceMappings,
	samePairs,
	type MappingSet,
} from './mappingSet';
import type { DataflowPlan } from './plan';
import type { MappingPair } from './mappingPair';

/** A mapping set in one of its versions, and what makes the dataflow use it: nothing where it does. */
interface UpdatedMapping {
	parts: Pick<DataflowParts, 'mappingSetId' | 'mappingVersion'>;
	operations: PatchOperation[];
}

/** Brings the mapping of a dataflow up to the plan: a new version of its mapping set where they differ. */
export async function updatedMapping(
	client: ApiClient,
	existing: Dataflow,
	{ name, dataset, mapping }: DataflowPlan,
): Promise<UpdatedMapping> {
	const now = mappingOf(existing);
	const unchanged = { mappingSetId: now.id, mappingVersion: now.version };
	if ('existing' in mapping) {
		const { id, version } = mapping.existing;
		return id === now.id && version === now.version
			? { parts: unchanged, operations: [] }
			: mappingPatch(existing, id, version);
	}
	const setName = mappingSetName(name);
	const written =
		now.id === ''
			? await createMappingSet(client, setName, dataset, mapping.pairs)
			: await writtenMappings(client, now.id, setName, dataset, mapping.pairs);
	// A run that was killed has written a version that the dataflow does not use yet.
	const isApplied = written.id === now.id && written.version <= now.version;
	return isApplied
		? { parts: unchanged, operations: [] }
		: mappingPatch(existing, written.id, written.version);
}

/**
 * A mapping set with these mappings: the stored one where it has them, a new version of it where it
 * was made for this dataflow, and otherwise one of its own: another one is somebody else's to change.
 */
async function writtenMappings(
	client: ApiClient,
	id: string,
	name: string,
	dataset: Dataset,
	pairs: readonly MappingPair[],
): Promise<MappingSet> {
	const stored = await getMappingSet(client, id);
	if (samePairs(stored.pairs, pairs)) return stored;
	if (stored.name !== undefined && stored.name !== name) {
		return await createMappingSet(client, name, dataset, pairs);
	}
	return await replaceMappings(client, id, name, dataset, pairs);
}

/** Puts the mapping in place of the one that is there; other transformations stay. */
function mappingPatch(
	{ transformations = [] }: Dataflow,
	mappingSetId: string,
	mappingVersion: number,
): UpdatedMapping {
	const value = mappingTransformation(mappingSetId, mappingVersion);
	const index = transformations.findIndex(({ name }) => name === 'Mapping');
	const operation: PatchOperation =
		index < 0
			? { op: 'add', path: '/transformations', value: [...transformations, value] }
			: { op: 'replace', path: `/transformations/${index}`, value };
	return { parts: { mappingSetId, mappingVersion }, operations: [operation] };
}
