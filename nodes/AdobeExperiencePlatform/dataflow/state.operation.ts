import { setDataflowState } from './update';
import type { Operation } from '../node/operation';
import { dataflowTask, oneDataflow } from './tasks';

export const enable: Operation = {
	label: 'Enable',
	action: 'Enable a dataflow',
	description: 'Start the schedule of a dataflow again',
	properties: oneDataflow,
	prepare: (parameters) =>
		dataflowTask(parameters, async (client, id) => await setDataflowState(client, id, 'enabled')),
};

export const disable: Operation = {
	label: 'Disable',
	action: 'Disable a dataflow',
	description: 'Stop the schedule of a dataflow. Its runs and data stay.',
	properties: oneDataflow,
	prepare: (parameters) =>
		dataflowTask(parameters, async (client, id) => await setDataflowState(client, id, 'disabled')),
};
