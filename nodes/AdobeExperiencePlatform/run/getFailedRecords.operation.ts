import type { INodeProperties } from 'n8n-workflow';
import { getFailedRecords, simplifiedRecord } from './failedRecords';
import { concurrencyOption, limitFields, optionsField, simplifyFields } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { runIdField } from './fields';

const properties: INodeProperties[] = [
	runIdField,
	...limitFields,
	...simplifyFields,
	optionsField(concurrencyOption),
];

/** Reads the records that a run could not ingest: one output for each. */
function prepare(parameters: ItemParameters): Task {
	const id = parameters.id('runId', 'run');
	const limit = parameters.limit();
	const isSimplified = parameters.flag('simplify');
	return {
		settings: parameters.settings(),
		async run(client) {
			const { records, whyNone } = await getFailedRecords(client, id, limit);
			if (whyNone) client.execution.hints.add(`No failed records: ${whyNone}`);
			return isSimplified ? records.map(simplifiedRecord) : records;
		},
	};
}

export const operation: Operation = {
	label: 'Get Failed Records',
	action: 'Get the failed records of a dataflow run',
	description: 'Read the records that Adobe could not ingest, each with the reason',
	properties,
	prepare,
};
