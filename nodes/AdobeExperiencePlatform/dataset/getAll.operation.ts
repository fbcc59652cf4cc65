import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { findDatasets } from './dataset';
import { filtersField, limitFields, nameFilter, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { asFlag } from '../node/values';

const properties: INodeProperties[] = [
	...limitFields,
	filtersField(nameFilter, {
		displayName: 'Profile Enabled',
		name: 'profileEnabled',
		type: 'boolean',
		default: true,
		description:
			'Whether only datasets that feed Real-Time Customer Profile are listed, or only others',
	}),
	optionsField(),
];

/** Lists datasets by name. */
function prepare(parameters: ItemParameters): Task {
	const limit = parameters.limit();
	const { name, profileEnabled } = parameters.members('filters');
	const filters = {
		name: String(name ?? ''),
		...(profileEnabled !== undefined && {
			profileEnabled: asFlag(profileEnabled, 'profileEnabled'),
		}),
	};
	return {
		settings: parameters.settings(),
		run: async (client) =>
			(await findDatasets(client, filters, limit)).map(
				(dataset) => ({ ...dataset }) as IDataObject,
			),
	};
}

export const operation: Operation = {
	label: 'Get Many',
	action: 'Get many datasets',
	description: 'List datasets by name, with their IDs and schemas',
	properties,
	prepare,
};
