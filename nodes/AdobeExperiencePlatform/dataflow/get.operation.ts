import { getDataflow } from './list';
import type { Operation } from '../node/operation';
import { dataflowTask, oneDataflow } from './tasks';

export const operation: Operation = {
	label: 'Get',
	action: 'Get a dataflow',
	description: 'Read name, state, schedule, parts and etag of one dataflow',
	properties: oneDataflow,
	prepare: (parameters) => dataflowTask(parameters, getDataflow),
};
