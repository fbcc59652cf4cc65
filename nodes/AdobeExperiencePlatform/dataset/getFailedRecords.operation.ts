import type { INodeProperties } from 'n8n-workflow';
import { getFailedRecordsOfBatch } from './batch/batch';
import { simplifiedRecord } from '../run/failedRecords';
import { limitFields, optionsField, simplifyFields } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';

const properties: INodeProperties[] = [
	{
		displayName: 'Batch ID',
		name: 'batchId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 01KC0R1N4Y8Q2T6V9XZ3B5D7FG',
		description: 'The batch, as Upload names it',
	},
	...limitFields,
	...simplifyFields,
	optionsField(),
];

/** Reads the records that a batch could not take: one output for each. */
function prepare(parameters: ItemParameters): Task {
	const id = parameters.id('batchId', 'batch');
	const limit = parameters.limit();
	const isSimplified = parameters.flag('simplify');
	return {
		settings: parameters.settings(),
		async run(client) {
			const { records, whyNone } = await getFailedRecordsOfBatch(client, id, limit);
			if (whyNone) client.execution.hints.add(`No failed records: ${whyNone}`);
			return isSimplified ? records.map(simplifiedRecord) : records;
		},
	};
}

export const operation: Operation = {
	label: 'Get Failed Records',
	action: 'Get the failed records of a batch',
	description: 'Read the records of an upload that Adobe could not ingest, each with the reason',
	properties,
	prepare,
};
