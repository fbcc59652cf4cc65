import type { INodeProperties } from 'n8n-workflow';
import { DATAFLOW } from './dataflow';
import { dataflowPatch, updateDataflow, type DataflowFields } from './update';
import { readScheduleChange } from './schedule';
import { byLabel, concurrencyOption, etagOption, optionsField } from '../node/commonFields';
import { etagTask, type Operation, type Task } from '../node/operation';
import { inReadingOrder } from '../node/outputs';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal, refuseProblems } from '../adobe/errors/problem';
import { dataflowIdField, descriptionField, nameField, scheduleEntries } from './fields';

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

/** Changes what the item names and nothing else, in one PATCH, and waits until Adobe has carried it out. */
function prepare(parameters: ItemParameters): Task {
	const id = parameters.id('dataflowId', 'dataflow');
	const { operations, updated } = dataflowPatch(readFields(parameters));
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

export const operation: Operation = {
	label: 'Update',
	action: 'Update a dataflow',
	description: 'Change name, description or schedule of a dataflow',
	properties,
	prepare,
};
