import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { listRuns } from './read';
import { RUN_STATUSES, type RunStatus } from './run';
import { concurrencyOption, filtersField, limitFields, optionsField } from '../node/commonFields';
import { anyDataflowField } from '../dataflow/fields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { asChoice } from '../node/values';

const properties: INodeProperties[] = [
	anyDataflowField('The dataflow whose runs to list. If empty, all dataflows of the sandbox.'),
	...limitFields,
	filtersField(
		{
			displayName: 'Started After',
			name: 'startedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only runs that started at or after this time',
		},
		{
			displayName: 'Started Before',
			name: 'startedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only runs that started before this time',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Failed', value: 'failed' },
				{ name: 'In Progress', value: 'inProgress' },
				{ name: 'Partial Success', value: 'partialSuccess' },
				{ name: 'Queued', value: 'queued' },
				{ name: 'Success', value: 'success' },
			],
			default: 'failed',
		},
	),
	optionsField(concurrencyOption),
];

/** Lists runs, newest first. */
function prepare(parameters: ItemParameters): Task {
	const dataflowId = parameters.located('dataflowId', 'dataflow')
		? parameters.id('dataflowId', 'dataflow')
		: '';
	const { status = '', startedAfter = '', startedBefore = '' } = parameters.collection('filters');
	const filters = {
		dataflowId,
		status: status ? asChoice<RunStatus>(status, 'status', RUN_STATUSES) : ('' as const),
		startedAfter: parameters.time(startedAfter, 'Started After'),
		startedBefore: parameters.time(startedBefore, 'Started Before'),
	};
	const limit = parameters.limit();
	const settings = parameters.settings();
	return {
		settings,
		async run(client, session) {
			const runs = await listRuns(client, session.readOnceIn(settings), filters, limit);
			return runs.map((run) => ({ ...run }) as IDataObject);
		},
	};
}

export const operation: Operation = {
	label: 'Get Many',
	action: 'Get many dataflow runs',
	description: 'List runs of one dataflow or of all, newest first',
	properties,
	prepare,
};
