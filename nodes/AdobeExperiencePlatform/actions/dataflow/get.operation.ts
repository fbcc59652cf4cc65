import { getDataflow } from '../../flowService/dataflow';
import type { Operation } from '../types';
import { dataflowTask, oneDataflow } from './tasks';

export const operation: Operation = {
	label: 'Get',
	action: 'Get a dataflow',
	description: 'Read name, state, schedule, parts and etag of one dataflow',
	properties: oneDataflow,
	prepare: (parameters) => dataflowTask(parameters, getDataflow),
};
