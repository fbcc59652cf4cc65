import { deleteDataflow } from './update';
import { concurrencyOption, optionsField } from '../node/commonFields';
import { asFlag } from '../node/values';
import type { Operation } from '../node/operation';
import { dataflowIdField } from './fields';
import { dataflowTask } from './tasks';

export const operation: Operation = {
	label: 'Delete',
	action: 'Delete a dataflow',
	description: 'Delete a dataflow permanently, with the parts that belong to it alone',
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
