import { setDataflowState } from '../../flowService/dataflow';
import type { Operation } from '../types';
import { dataflowTask, oneDataflow } from './tasks';

export const operation: Operation = {
	label: 'Disable',
	action: 'Disable a dataflow',
	description: 'Stop the schedule of a dataflow; its runs and data stay',
	properties: oneDataflow,
	prepare: (parameters) =>
		dataflowTask(parameters, async (client, id) => await setDataflowState(client, id, 'disabled')),
};
