import { getEntity } from '../adobe/entity/read';
import { concurrencyOption, optionsField, simplifyFields } from '../node/commonFields';
import type { Operation } from '../node/operation';
import { DATAFLOW, type Dataflow } from './dataflow';
import { dataflowIdField } from './fields';
import { dataflowOutputs } from './simplified';
import { dataflowTask } from './tasks';

export const operation: Operation = {
	label: 'Get',
	action: 'Get a dataflow',
	description: 'Get name, state, schedule, parts and etag of a dataflow',
	properties: [dataflowIdField, ...simplifyFields, optionsField(concurrencyOption)],
	prepare(parameters) {
		const isSimplified = parameters.flag('simplify');
		return dataflowTask(parameters, async (client, id, readOnce) => {
			const flow = await getEntity<Dataflow>(client, DATAFLOW, id);
			const [output] = await dataflowOutputs(client, readOnce, [flow], isSimplified);
			return output ?? {};
		});
	},
};
