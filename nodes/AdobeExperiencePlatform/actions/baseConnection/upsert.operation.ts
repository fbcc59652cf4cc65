import { draftFields, draftPatch, upsertConnection } from '../../flowService/baseConnection';
import type { ItemParameters } from '../itemParameters';
import type { Operation, Task } from '../types';
import { draftProperties } from './draftFields';
import { draftTask } from './tasks';

/** Makes the one connection of a name what the item says, created or changed as needed. */
function prepare(parameters: ItemParameters): Task {
	return draftTask(parameters, upsertConnection, (draft, { created }) =>
		created ? draftFields(draft) : draftPatch(draft).updated,
	);
}

export const operation: Operation = {
	label: 'Create or Update',
	action: 'Create or update a base connection',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	properties: draftProperties,
	prepare,
};
