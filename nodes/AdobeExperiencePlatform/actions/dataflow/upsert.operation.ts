import { upsertDataflow } from '../../flowService/dataflow';
import type { Operation } from '../types';
import { draftProperties, draftTask } from './draftTask';

/** Makes the one dataflow of a name what the item says, created or changed as needed. */
export const operation: Operation = {
	label: 'Create or Update',
	action: 'Create or update a dataflow',
	description: 'Make the one dataflow of this name what the item says, created if it is missing',
	properties: draftProperties,
	prepare: (parameters) => draftTask(parameters, false, upsertDataflow),
};
