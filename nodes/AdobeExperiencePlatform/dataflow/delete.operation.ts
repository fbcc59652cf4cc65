import { deleteDataflow } from './update';
import { concurrencyOption, optionsField } from '../node/commonFields';
import { asFlag } from '../node/values';
import type { Operation } from '../node/operation';
import { dataflowIdField } from './fields';
import { dataflowTask } from './tasks';

export const operation: Operation = {
	label: 'Delete',
	action: 'Delete a dataflow',
	description: 'Delete a dataflow for good, with what belongs to it alone',
	properties: [
		dataflowIdField,
		optionsField(concurrencyOption, {
			displayName: 'Delete Parts',
			name: 'deleteParts',
			type: 'boolean',
			default: true,
			description:
				'Whether to delete its source and target connection too, where no other dataflow uses them',
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
