import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { concurrencyOption, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { asFlag, asHours } from '../node/values';
import { listFields, readFilters } from './getAll.operation';
import { readHealth } from './health/health';

const properties: INodeProperties[] = [
	...listFields,
	optionsField(
		concurrencyOption,
		{
			displayName: 'Expect Data Every',
			name: 'expectEvery',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 24,
			description:
				'How many hours a dataflow may be without new records before its health is noData. If not set, a longer schedule interval extends this time.',
		},
		{
			displayName: 'Test Connections',
			name: 'testConnections',
			type: 'boolean',
			default: false,
			description:
				'Whether to test each base connection once, to find keys that have expired before a run fails',
		},
	),
];

/** Says how dataflows stand, the worst first. */
function prepare(parameters: ItemParameters): Task {
	const given = parameters.option('expectEvery');
	const test = parameters.option('testConnections');
	const question = {
		filters: readFilters(parameters),
		limit: parameters.limit(),
		expectEvery: given === undefined ? undefined : asHours(given, 'expectDataEvery'),
		testConnections: test !== undefined && asFlag(test, 'testConnections'),
	};
	const settings = parameters.settings();
	return {
		settings,
		async run(client, session) {
			const found = await readHealth(client, session.readOnceIn(settings), question);
			return found.map((one) => ({ ...one }) as IDataObject);
		},
	};
}

export const operation: Operation = {
	label: 'Check Health',
	action: 'Check the health of dataflows',
	description:
		'Check whether all dataflows ingest data: which fail and why, are disabled, get no data or never ran, worst first',
	properties,
	prepare,
};
