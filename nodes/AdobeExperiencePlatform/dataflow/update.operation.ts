import type { INodeProperties } from 'n8n-workflow';
import {
	DATAFLOW,
	type Dataflow,
	shown,
	SOURCE_CONNECTION,
	TARGET_CONNECTION,
	mappingOf,
} from './dataflow';
import { readScheduleChange, type Schedule } from './schedule';
import { byLabel, concurrencyOption, etagOption, optionsField } from '../node/commonFields';
import { entityTask, etagTask, type Operation, type Task, inReadingOrder } from '../node/operation';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal, asFailure, Failure } from '../adobe/errors/failure';
import { dataflowIdField, descriptionField, nameField, scheduleEntries } from './fields';
import { asFlag } from '../node/values';
import type { ApiClient } from '../adobe/apiClient';
import { bringToState, deleteEntity, waitUntilSettled } from '../adobe/entity/action';
import { etagsOf } from '../adobe/entity/etags';
import { getEntity } from '../adobe/entity/read';
import { removeUnusedPart } from './parts';
import {
	modify,
	type ModifyOptions,
	type PatchOperation,
	removeForCertain,
} from '../adobe/entity/modify';
import { mappingSetName, mappingTransformation, type DataflowParts } from './create';
import { createMappingSet, updateMappingSet } from './mapping/mappingSet';
import type { DataflowPlan } from './plan';
import { etagOf, type Written } from '../adobe/entity/kind';

const oneDataflow: INodeProperties[] = [dataflowIdField, optionsField(concurrencyOption)];

function readFields(parameters: ItemParameters): DataflowFields {
	const { name, description, schedule, interval, startTime } =
		parameters.collection('updateFields');
	return {
		...(name && { name }),
		...(description && { description }),
		...readScheduleChange(
			{ schedule, interval, startTime: parameters.time(startTime, 'Start Time') },
			Date.now(),
		),
	};
}

export const update: Operation = {
	label: 'Update',
	action: 'Update a dataflow',
	description: 'Change name, description or schedule of a dataflow',
	properties: [
		dataflowIdField,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: byLabel([{ ...nameField, required: false }, descriptionField, ...scheduleEntries]),
		},
		optionsField(concurrencyOption, etagOption),
	],
	/** Changes what the item names in one PATCH, and waits until Adobe has carried it out. */
	prepare(parameters) {
		const id = parameters.id('dataflowId', 'dataflow');
		const fields = readFields(parameters);
		const operations = dataflowPatch(fields);
		const updated = Object.keys(fields).map((name) => (name === 'frequency' ? 'schedule' : name));
		if (operations.length === 0) {
			throw new Refusal(
				'There is nothing to change',
				'Add a field with a value under Update Fields. A field left empty stays as it is.',
			);
		}
		return etagTask(parameters, DATAFLOW, id, async (client, etag) => {
			const etags = etagsOf(client, DATAFLOW);
			const written = await updateDataflow(client, id, operations, { etag, etags });
			return inReadingOrder({ ...written, updated });
		});
	},
};

export const enable: Operation = {
	label: 'Enable',
	action: 'Enable a dataflow',
	description: 'Start the schedule of a dataflow again',
	properties: oneDataflow,
	prepare: (parameters) => stateTask(parameters, { op: 'enable', state: 'enabled' }),
};

export const disable: Operation = {
	label: 'Disable',
	action: 'Disable a dataflow',
	description: 'Stop the schedule of a dataflow. Its runs and data stay.',
	properties: oneDataflow,
	prepare: (parameters) => stateTask(parameters, { op: 'disable', state: 'disabled' }),
};

export const remove: Operation = {
	label: 'Delete',
	action: 'Delete a dataflow',
	description: 'Delete a dataflow permanently, with the parts that no other dataflow uses',
	properties: [
		dataflowIdField,
		optionsField(concurrencyOption, {
			displayName: 'Delete Parts',
			name: 'deleteParts',
			type: 'boolean',
			default: true,
			description:
				'Whether to also delete its source and target connection if no other dataflow uses them',
		}),
	],
	prepare(parameters) {
		const option = parameters.option('deleteParts');
		const deleteParts = option === undefined || asFlag(option, 'deleteParts');
		const { isOfVersion1 } = parameters;
		return entityTask(parameters, { noun: 'dataflow', isInOrder: true }, async (client, id) => {
			const name = await deleteDataflow(client, id, { deleteParts });
			return { deleted: true, ...(!isOfVersion1 && { name, id }) };
		});
	},
};

/**
 * Enables or disables a dataflow and waits for the new state: `POST /flows/{id}/action?op=enable` (contract.md,
 * dataflows). Sends nothing if the dataflow has that state already.
 */
function stateTask(parameters: ItemParameters, to: { op: string; state: string }): Task {
	return entityTask(parameters, { noun: 'dataflow', isInOrder: true }, async (client, id) =>
		shown(await bringToState<Dataflow>(client, DATAFLOW, id, to)),
	);
}

/**
 * Deletes a dataflow, and its source and target connection if no other dataflow uses them.
 * @returns its name
 * @throws Failure that names the parts that could not be deleted, although the dataflow was
 */
export async function deleteDataflow(
	client: ApiClient,
	id: string,
	{ deleteParts }: { deleteParts: boolean },
): Promise<string | null> {
	const flow = await getEntity<Dataflow>(client, DATAFLOW, id);
	await deleteEntity(client, DATAFLOW, id);
	if (!deleteParts) return flow.name ?? null;
	const parts = [
		...(flow.sourceConnectionIds ?? []).map((part) => [SOURCE_CONNECTION, part] as const),
		...(flow.targetConnectionIds ?? []).map((part) => [TARGET_CONNECTION, part] as const),
	];
	let first: Failure | undefined;
	const left: string[] = [];
	for (const [kind, part] of parts) {
		const removed = await removeUnusedPart(client, kind, part, id).catch(asFailure);
		if (!(removed instanceof Failure)) continue;
		first ??= removed;
		left.push(`${kind.noun} ${part}`);
	}
	if (!first) return flow.name ?? null;
	throw first.with(`The dataflow ${id} was deleted. Not deleted: ${left.join(', ')}.`);
}

/** What a patch may change of a dataflow. Undefined members stay as they are. Times in epoch seconds. */
interface DataflowFields extends Partial<Schedule> {
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
	{ name, dataset, pairs, existing: chosen }: DataflowPlan,
): Promise<UpdatedMapping> {
	const now = mappingOf(existing);
	const unchanged = {
		parts: { mappingSetId: now.id, mappingVersion: now.version },
		operations: [],
	};
	if (chosen) {
		const { id, version } = chosen;
		return id === now.id && version === now.version
			? unchanged
			: mappingPatch(existing, id, version);
	}
	const draft = { name: mappingSetName(name), dataset, pairs };
	const written =
		now.id === ''
			? await createMappingSet(client, draft)
			: await updateMappingSet(client, now.id, draft);
	// An execution that was stopped may have written a version that the dataflow does not use yet.
	const isApplied = written.id === now.id && written.version <= now.version;
	return isApplied ? unchanged : mappingPatch(existing, written.id, written.version);
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
