import type { IDataObject } from 'n8n-workflow';
import {
	BASE_CONNECTION,
	updateConnection,
	type ConnectionUpdate,
} from '../../flowService/baseConnection';
import { etagTask } from '../etagTask';
import type { ItemParameters } from '../itemParameters';
import type { Task } from '../types';
import { testOutput } from './testAfterUpdate';

/**
 * A task that changes one connection by a patch: a write, and a read for many items together where
 * the user gave no etag.
 * @param change see {@link updateConnection}
 * @param check what a person is told to check where the test after the update fails
 */
export function updateTask(
	parameters: ItemParameters,
	change: Omit<ConnectionUpdate, 'etag'>,
	check: string,
	{ output, ...more }: Pick<Task, 'secrets' | 'hints'> & { output: IDataObject },
): Task {
	const id = parameters.id('connectionId', 'connection');
	const isTested = parameters.flagOption('testAfterUpdate');
	const task = etagTask(parameters, BASE_CONNECTION, id, async (client, etag, etags) => {
		const written = await updateConnection(client, id, { ...change, etag }, etags);
		const test = isTested ? await testOutput(client, written, check) : {};
		return { ...written, ...output, updated: change.patch.updated, ...test };
	});
	return { ...more, ...task };
}
