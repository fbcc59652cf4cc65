import type { INodeProperties, IDataObject } from 'n8n-workflow';
import { DATAFLOW, type Dataflow, shown, SOURCE_CONNECTION, TARGET_CONNECTION } from './dataflow';
import { type DataflowFields, dataflowPatch, updateDataflow } from './update';
import { readScheduleChange } from './schedule';
import { byLabel, concurrencyOption, etagOption, optionsField } from '../node/commonFields';
import { etagTask, type Operation, type Task, inReadingOrder } from '../node/operation';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal, refuseProblems, asFailure, Failure } from '../adobe/errors/failure';
import {
	dataflowIdField,
	descriptionField,
	nameField,
	scheduleEntries,
	dataflowTask,
} from './fields';
import { asFlag } from '../node/values';
import type { ApiClient } from '../adobe/apiClient';
import { bringToState, deleteEntity } from '../adobe/entity/action';
import { getEntity } from '../adobe/entity/read';
import { removeUnusedPart } from './parts';

/** Parameters of an operation on one dataflow that needs nothing else. */
const oneDataflow: INodeProperties[] = [dataflowIdField, optionsField(concurrencyOption)];

const properties: INodeProperties[] = [
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
];

/** Changes what the item names in one PATCH, and waits until Adobe has carried it out. */
function prepare(parameters: ItemParameters): Task {
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
	return etagTask(parameters, DATAFLOW, id, async (client, etag, etags) =>
		inReadingOrder({
			...(await updateDataflow(client, id, operations, { etag, etags })),
			updated,
		}),
	);
}

function readFields(parameters: ItemParameters): DataflowFields {
	const { name, description, schedule, interval, startTime } =
		parameters.collection('updateFields');
	const read = readScheduleChange(
		{ schedule, interval, startTime: parameters.time(startTime, 'Start Time') },
		Date.now(),
	);
	refuseProblems(read.problems);
	return {
		...(name && { name }),
		...(description && { description }),
		...read.fields,
	};
}

export const update: Operation = {
	label: 'Update',
	action: 'Update a dataflow',
	description: 'Change name, description or schedule of a dataflow',
	properties,
	prepare,
};

export const enable: Operation = {
	label: 'Enable',
	action: 'Enable a dataflow',
	description: 'Start the schedule of a dataflow again',
	properties: oneDataflow,
	prepare: (parameters) =>
		dataflowTask(parameters, async (client, id) => await setDataflowState(client, id, 'enabled')),
};

export const disable: Operation = {
	label: 'Disable',
	action: 'Disable a dataflow',
	description: 'Stop the schedule of a dataflow. Its runs and data stay.',
	properties: oneDataflow,
	prepare: (parameters) =>
		dataflowTask(parameters, async (client, id) => await setDataflowState(client, id, 'disabled')),
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
		return dataflowTask(parameters, async (client, id) => {
			const name = await deleteDataflow(client, id, { deleteParts });
			return { deleted: true, ...(!isOfVersion1 && { name, id }) };
		});
	},
};

/**
 * Enables or disables a dataflow and waits for the new state: `POST /flows/{id}/action?op=enable` (contract.md,
 * dataflows). Sends nothing if the dataflow has that state already.
 */
async function setDataflowState(
	client: ApiClient,
	id: string,
	state: 'enabled' | 'disabled',
): Promise<IDataObject> {
	const op = state === 'enabled' ? 'enable' : 'disable';
	return shown(await bringToState<Dataflow>(client, DATAFLOW, id, { op, state }));
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
	const failures: Failure[] = [];
	const left: string[] = [];
	for (const [kind, part] of parts) {
		const failed = await removeUnusedPart(client, kind, part, id).then(() => undefined, asFailure);
		if (!failed) continue;
		failures.push(failed);
		left.push(`${kind.noun} ${part}`);
	}
	const [first] = failures;
	if (first) {
		throw first.with(`The dataflow ${id} was deleted. Not deleted: ${left.join(', ')}.`);
	}
	return flow.name ?? null;
}
