import type { INodeProperties } from 'n8n-workflow';
import { listConnections } from './connection';
import { sources } from './sources';
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
import { sourceChoices } from './sourceFields';
import { connectionOutput } from './simplified';
import { sourceNamed } from './sourceInput';

const [{ value: defaultSource }] = sources;

const properties: INodeProperties[] = [
	...limitFields,
	...simplifyFields,
	filtersField(
		nameFilter,
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			options: sourceChoices(sources),
			default: defaultSource,
			description: 'Without this filter, connections of all sources are listed',
		},
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Disabled', value: 'disabled' },
				{ name: 'Draft', value: 'draft' },
				{ name: 'Enabled', value: 'enabled' },
				{ name: 'Initializing', value: 'initializing' },
			],
			default: 'enabled',
		},
	),
	optionsField(concurrencyOption),
];

/** Lists base connections, newest first. */
function prepare(parameters: ItemParameters): Task {
	const limit = parameters.limit();
	const { name = '', state = '', source: wanted = '' } = parameters.collection('filters');
	const source = wanted === '' ? undefined : sourceNamed(wanted);
	const isSimplified = parameters.flag('simplify');
	return {
		settings: parameters.settings(),
		async run(client) {
			const found = await listConnections(client, { name, state, source }, limit);
			return found.map((connection) => connectionOutput(connection, isSimplified));
		},
	};
}

export const operation: Operation = {
	label: 'Get Many',
	action: 'Get many base connections',
	description: 'List base connections of all sources or of one, newest first',
	properties,
	prepare,
};
