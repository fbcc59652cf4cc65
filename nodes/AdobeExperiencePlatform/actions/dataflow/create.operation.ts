import { createDataflow, plannedFields } from '../../flowService/dataflow';
import type { Operation } from '../types';
import { draftProperties, draftTask } from './draftTask';

/** Creates one dataflow with all its parts: four writes for each item. */
export const operation: Operation = {
	label: 'Create',
	action: 'Create a dataflow',
	description:
		'Create a dataflow from a file or folder to a dataset, with source connection, target connection and mapping. Always makes a new one.',
	properties: draftProperties,
	prepare: (parameters) =>
		draftTask(parameters, true, async (client, plan) => ({
			...(await createDataflow(client, plan)),
			updated: plannedFields(plan),
		})),
};
