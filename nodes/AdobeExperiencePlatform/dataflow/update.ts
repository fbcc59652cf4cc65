import {
	modify,
	type ModifyOptions,
	type PatchOperation,
	removeForCertain,
} from '../adobe/entity/modify';
import { type Dataflow, mappingOf, DATAFLOW } from './dataflow';
import type { Schedule } from './schedule';
import type { ApiClient } from '../adobe/apiClient';
import type { Dataset } from '../dataset/dataset';
import { mappingSetName, mappingTransformation, type DataflowParts } from './create';
import {
	createMappingSet,
	getMappingSet,
	replaceMappings,
	samePairs,
	type MappingSet,
} from './mapping/mappingSet';
import type { DataflowPlan } from './plan';
import { etagOf, type Written } from '../adobe/entity/kind';
import { waitUntilSettled } from '../adobe/entity/action';
import type { MappingPair } from './mapping/pair';

/** What a patch may change of a dataflow. Undefined members stay as they are. Times in epoch seconds. */
export interface DataflowFields extends Partial<Schedule> {
	name?: string;
	description?: string;
}

/** Where the service stores each field (contract.md (g), paths of a PATCH). */
export const PATHS: Readonly<Record<keyof DataflowFields, string>> = {
	name: '/name',
	description: '/description',
	frequency: '/scheduleParams/frequency',
	interval: '/scheduleParams/interval',
	startTime: '/scheduleParams/startTime',
	backfill: '/scheduleParams/backfill',
};

/** What the schedule Once must not have (contract.md (g): 1361, 1364-400), with a value that each may have. */
const NOT_FOR_ONCE = { interval: 1, backfill: true };

/**
 * The patch for some fields of a dataflow. `add` sets a member whether it exists or not.
 * @param current the dataflow as it was read: then only what differs is written, since start time and backfill cannot
 * be changed after the first run has started (contract.md (g))
 */
export function dataflowPatch(fields: DataflowFields, current?: Dataflow): PatchOperation[] {
	const names = Object.keys(fields) as Array<keyof DataflowFields>;
	const written = names
		.filter((name) => fields[name] !== undefined && !isShown(fields[name], name, current))
		.map(
			(name): PatchOperation => ({
				op: name === 'name' ? 'replace' : 'add',
				path: PATHS[name],
				value: fields[name],
			}),
		);
	return fields.frequency === 'once' ? [...written, ...removedForOnce(current)] : written;
}

/** The service may return numbers as text. Backfill is true if it is missing. */
function isShown(value: unknown, name: keyof DataflowFields, current?: Dataflow): boolean {
	if (!current) return false;
	const shown: Record<string, unknown> = { backfill: true, ...current, ...current.scheduleParams };
	return String(shown[name] ?? '') === String(value);
}

function removedForOnce(current?: Dataflow): PatchOperation[] {
	return (['interval', 'backfill'] as const).flatMap((name): PatchOperation[] => {
		if (!current) return removeForCertain(PATHS[name], NOT_FOR_ONCE[name]);
		const isThere = current.scheduleParams?.[name] !== undefined;
		return isThere ? [{ op: 'remove', path: PATHS[name] }] : [];
	});
}

/**
 * A version of a mapping set, and the patch that makes the dataflow use it. The patch is empty if it does already.
 */
interface UpdatedMapping {
	parts: Pick<DataflowParts, 'mappingSetId' | 'mappingVersion'>;
	operations: PatchOperation[];
}

/** Updates the mapping of a dataflow. If it differs, the mapping set gets a new version. */
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
	// An execution that was stopped may have written a version that the dataflow does not use yet.
	const isApplied = written.id === now.id && written.version <= now.version;
	return isApplied
		? { parts: unchanged, operations: [] }
		: mappingPatch(existing, written.id, written.version);
}

/**
 * A mapping set with these mappings: the stored one if it is equal, a new version if this node created it for this
 * dataflow, and otherwise a new mapping set, since the stored one belongs to somebody else.
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

/** Replaces the mapping of a dataflow. Other transformations stay. */
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

/**
 * Changes a dataflow by one PATCH. Adobe responds before the change is carried out, so this waits for it (contract.md,
 * dataflows).
 * @param target the ID, or the dataflow if it was just read
 * @throws Failure also if Adobe accepted the change and it failed afterwards
 */
export async function updateDataflow(
	client: ApiClient,
	target: string | Dataflow,
	operations: PatchOperation[],
	options: ModifyOptions = {},
): Promise<Written> {
	const since = client.execution.timer.now();
	const written = await modify(client, DATAFLOW, target, () => operations, options);
	const { id } = written;
	const settled = await waitUntilSettled<Dataflow>(client, DATAFLOW, id, since);
	const now = { id, etag: etagOf(settled) ?? written.etag, name: settled.name };
	options.etags?.store(now);
	return now;
}
