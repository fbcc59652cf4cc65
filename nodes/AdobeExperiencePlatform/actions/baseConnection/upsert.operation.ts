import { draftFields } from '../../flowService/connection';
import { draftPatch } from '../../flowService/upsertConnection';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { draftProperties } from './draftFields';
import { iamRoleOutput } from './iamRole';
import { draftHints, readDraft, secretsOf } from './s3Input';

export const properties = draftProperties(['upsert']);

/** Makes the one connection of a name what the item says, created or changed as needed. */
export function prepare(parameters: ItemParameters): Task {
	const draft = readDraft(parameters);
	const settings = parameters.settings();
	return {
		// Items of one name: the first may create what the next one then finds.
		line: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsOf(draft.keys),
		hints: draftHints(draft),
		async run(service, item) {
			const written = await service.upsert(draft, settings, item);
			const updated = written.created ? draftFields(draft) : draftPatch(draft).updated;
			const role = await iamRoleOutput(service, draft, settings, item);
			return [{ ...written, updated, ...role }];
		},
	};
}
