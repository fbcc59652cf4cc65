import type { INodeProperties } from 'n8n-workflow';
import { listDataflows, type DataflowFilters } from './list';
import {
	concurrencyOption,
	filtersField,
	limitFields,
	nameFilter,
	optionsField,
	simplifyFields,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { asId } from '../node/values';
import { dataflowOutputs } from './simplified';

/** Which dataflows, and how many. */
export const listFields: INodeProperties[] = [
	...limitFields,
	filtersField(
		{
			displayName: 'Connection ID',
			name: 'connectionId',
			type: 'string',
			default: '',
			description: 'Only dataflows that use this base connection',
		},
		{
			displayName: 'Dataset ID',
			name: 'datasetId',
			type: 'string',
			default: '',
			description: 'Only dataflows that write to this dataset',
		},
		nameFilter,
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Disabled', value: 'disabled' },
				{ name: 'Draft', value: 'draft' },
				{ name: 'Enabled', value: 'enabled' },
			],
			default: 'enabled',
		},
	),
];

export function readFilters(parameters: ItemParameters): DataflowFilters {
	const given = parameters.collection('filters');
	const { name = '', state = '', connectionId = '', datasetId = '' } = given;
	if (connectionId) asId(connectionId, 'Connection ID', 'connection');
	if (datasetId) asId(datasetId, 'Dataset ID', 'dataset');
	return { name, state, connectionId, datasetId };
}

/** Lists dataflows that bring data in, newest first. */
function prepare(parameters: ItemParameters): Task {
	const limit = parameters.limit();
	const filters = readFilters(parameters);
	const isSimplified = parameters.flag('simplify');
	const settings = parameters.settings();
	return {
		settings,
		async run(client, session) {
			const flows = await listDataflows(client, filters, limit);
			return await dataflowOutputs(client, session.readOnceIn(settings), flows, isSimplified);
		},
	};
}

export const operation: Operation = {
	label: 'Get Many',
	action: 'Get many dataflows',
	description: 'List dataflows that ingest data, newest first',
	properties: [...listFields, ...simplifyFields, optionsField(concurrencyOption)],
	prepare,
};
