import { setDataflowState } from '../../flowService/dataflow';
import type { Operation } from '../types';
import { dataflowTask, oneDataflow } from './tasks';

export const operation: Operation = {
	label: 'Enable',
	action: 'Enable a dataflow',
	description: 'Let a dataflow run by its schedule again',
	properties: oneDataflow,
	prepare: (parameters) =>
		dataflowTask(parameters, async (client, id) => await setDataflowState(client, id, 'enabled')),
};
