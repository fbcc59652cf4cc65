import type { IDataObject } from 'n8n-workflow';
import { draftFields, type ConnectionDraft } from '../../flowService/baseConnection';
import type { ApiClient } from '../../transport/apiClient';
import type { Written } from '../../transport/entity/kind';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { iamRoleOutput } from './iamRole';
import { draftHints, readDraft, secretsOf } from './s3Input';

/** A task for one connection that takes no further parameters. */
export function connectionTask(
	parameters: ItemParameters,
	run: (client: ApiClient, id: string) => Promise<IDataObject>,
): Task {
	const id = parameters.id('connectionId', 'connection');
	return {
		settings: parameters.settings(),
		run: async (client) => [await run(client, id)],
	};
}

/**
 * A task that makes a whole connection. Those of one name run one after another: only so can an
 * unclear create be told from another item's, and only so does an upsert find what an earlier item created.
 * @param updatedOf names of the parameters written, where they are not all of the draft's
 */
export function draftTask<T extends Written>(
	parameters: ItemParameters,
	write: (client: ApiClient, draft: ConnectionDraft) => Promise<T>,
	updatedOf: (draft: ConnectionDraft, written: T) => string[] = draftFields,
): Task {
	const draft = readDraft(parameters);
	const settings = parameters.settings();
	return {
		settings,
		key: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsOf(draft.keys),
		hints: draftHints(draft),
		async run(client, session) {
			const written = await write(client, draft);
			const role = await iamRoleOutput(client, session, draft, settings);
			const output: IDataObject = { ...written, updated: updatedOf(draft, written), ...role };
			return [output];
		},
	};
}
