import type { IDataObject } from 'n8n-workflow';
import type { CallSettings, FlowService, ItemScope } from '../../flowService';
import { draftFields, type ConnectionDraft, type Written } from '../../flowService/connection';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { iamRoleOutput } from './iamRole';
import { draftHints, readDraft, secretsOf } from './s3Input';

/** A task for one connection that takes no further parameters. */
export function connectionTask(
	parameters: ItemParameters,
	run: (
		service: FlowService,
		id: string,
		settings: CallSettings,
		item: ItemScope,
	) => Promise<IDataObject>,
): Task {
	const id = parameters.connectionId();
	const settings = parameters.settings();
	return {
		secrets: [],
		run: async (service, item) => [await run(service, id, settings, item)],
	};
}

/**
 * A task that makes a whole connection. Those of one name stand in one line: only so can an unclear
 * create be told from another item's, and only so does an upsert find what an earlier item created.
 * @param updatedOf names of the parameters written, where they are not all of the draft's
 */
export function draftTask<T extends Written>(
	parameters: ItemParameters,
	write: (
		service: FlowService,
		draft: ConnectionDraft,
		settings: CallSettings,
		item: ItemScope,
	) => Promise<T>,
	updatedOf: (draft: ConnectionDraft, written: T) => string[] = draftFields,
): Task {
	const draft = readDraft(parameters);
	const settings = parameters.settings();
	return {
		line: JSON.stringify([settings.sandboxName, draft.name]),
		secrets: secretsOf(draft.keys),
		hints: draftHints(draft),
		async run(service, item) {
			const written = await write(service, draft, settings, item);
			const role = await iamRoleOutput(service, draft, settings, item);
			const output: IDataObject = { ...written, updated: updatedOf(draft, written), ...role };
			return [output];
		},
	};
}
