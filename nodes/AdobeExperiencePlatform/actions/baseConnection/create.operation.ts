import { createConnection } from '../../flowService/baseConnection';
import type { ItemParameters } from '../itemParameters';
import type { Operation, Task } from '../types';
import { draftProperties } from './draftFields';
import { draftTask } from './tasks';

/** Creates one base connection: one request for each item. */
function prepare(parameters: ItemParameters): Task {
	return draftTask(parameters, createConnection);
}

export const operation: Operation = {
	label: 'Create',
	action: 'Create a base connection',
	description:
		'Create a new base connection for Amazon S3 or another source. Always makes a new one, also if the name is taken.',
	properties: draftProperties,
	prepare,
};
