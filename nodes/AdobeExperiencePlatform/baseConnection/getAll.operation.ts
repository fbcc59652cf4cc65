import type { INodeProperties } from 'n8n-workflow';
import { listConnections } from './connection';
import { sources } from './sources';
import {
	concurrencyOption,
	filtersField,
	limitFields,
	nameFilter,
	optionsField,
} from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { sourceChoices } from './sourceFields';
import { sourceNamed } from './sourceInput';

const [{ value: defaultSource }] = sources;

const properties: INodeProperties[] = [
	...limitFields,
	filtersField(
		nameFilter,
		{
			displayName: 'Source',
			name: 'source',
			type: 'options',
			options: sourceChoices(sources),
			default: defaultSource,
			description: 'Without this filter connections of all these sources are listed',
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
	return {
		settings: parameters.settings(),
		run: async (client) => await listConnections(client, { name, state, source }, limit),
	};
}

export const operation: Operation = {
	label: 'Get Many',
	action: 'Get many base connections',
	description: 'List base connections of all sources or of one, newest first',
	properties,
	prepare,
};
