import type { IDataObject } from 'n8n-workflow';
import {
	draftFields,
	ownExpiration,
	secretsIn,
	type ConnectionDraft,
} from '../../flowService/baseConnection';
import type { ApiClient } from '../../transport/apiClient';
import type { Written } from '../../transport/entity/kind';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { expirationHints } from './expiration';
import { roleOutput } from './role';
import { draftHints, readDraft } from './sourceInput';

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
	const expiresAt = ownExpiration(draft.method, draft.credentials);
	return {
		settings,
		key: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsIn(draft.method, draft.credentials),
		hints: [...draftHints(draft), ...expirationHints(expiresAt, Date.now())],
		async run(client, session) {
			const written = await write(client, draft);
			const role = await roleOutput(client, session, draft, settings);
			const updated = updatedOf(draft, written);
			const output: IDataObject = { ...written, updated, ...(expiresAt && { expiresAt }), ...role };
			return [output];
		},
	};
}
