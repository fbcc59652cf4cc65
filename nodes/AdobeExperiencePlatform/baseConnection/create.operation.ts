import { createConnection, upsertConnection } from './create';
import type { ItemParameters } from '../node/itemParameters';
import type { Operation, Task } from '../node/operation';
import { updatedOutput } from '../node/outputs';
import { draftProperties } from './fields';
import { draftTask } from './tasks';
import { draftFields } from './connection';
import { draftPatch } from './update';

/** Creates one base connection: one request for each item. */
function prepareCreate(parameters: ItemParameters): Task {
	return draftTask(parameters, createConnection, (draft) =>
		updatedOutput(parameters, draftFields(draft)),
	);
}

export const create: Operation = {
	label: 'Create',
	action: 'Create a base connection',
	description:
		'Create a new base connection for Amazon S3 or another source, even if the name exists already',
	properties: draftProperties,
	prepare: prepareCreate,
};

/** Makes the one connection of a name what the item says, created or changed as needed. */
function prepareUpsert(parameters: ItemParameters): Task {
	return draftTask(parameters, upsertConnection, (draft, { created }) =>
		updatedOutput(parameters, created ? draftFields(draft) : draftPatch(draft).updated, created),
	);
}

export const upsert: Operation = {
	label: 'Create or Update',
	action: 'Connect a source (create or update a base connection)',
	description: 'Update the base connection with this name, or create it',
	properties: draftProperties,
	prepare: prepareUpsert,
};
