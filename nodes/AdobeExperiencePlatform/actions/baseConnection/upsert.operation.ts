import { draftFields } from '../../flowService/connection';
import { draftPatch } from '../../flowService/upsertConnection';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { draftProperties } from './draftFields';
import { draftTask } from './tasks';

export const properties = draftProperties(['upsert']);

/** Makes the one connection of a name what the item says, created or changed as needed. */
export function prepare(parameters: ItemParameters): Task {
	return draftTask(
		parameters,
		async (service, draft, settings, item) => await service.upsert(draft, settings, item),
		(draft, { created }) => (created ? draftFields(draft) : draftPatch(draft).updated),
	);
}
