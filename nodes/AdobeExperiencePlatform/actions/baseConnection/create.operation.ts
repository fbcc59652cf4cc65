import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { draftProperties } from './draftFields';
import { draftTask } from './tasks';

export const properties = draftProperties(['create']);

/** Creates one base connection: one request for each item. */
export function prepare(parameters: ItemParameters): Task {
	return draftTask(
		parameters,
		async (service, draft, settings, item) => await service.create(draft, settings, item),
	);
}
