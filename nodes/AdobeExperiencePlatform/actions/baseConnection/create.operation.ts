import { draftFields } from '../../flowService/connection';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { draftProperties } from './draftFields';
import { iamRoleOutput } from './iamRole';
import { draftHints, readDraft, secretsOf } from './s3Input';

export const properties = draftProperties(['create']);

/** Creates one base connection: one request for each item. */
export function prepare(parameters: ItemParameters): Task {
	const draft = readDraft(parameters);
	const settings = parameters.settings();
	return {
		// Only so can an unclear create be told from another item's create of the same name.
		line: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsOf(draft.keys),
		hints: draftHints(draft),
		async run(service, item) {
			const written = await service.create(draft, settings, item);
			const role = await iamRoleOutput(service, draft, settings, item);
			return [{ ...written, updated: draftFields(draft), ...role }];
		},
	};
}
