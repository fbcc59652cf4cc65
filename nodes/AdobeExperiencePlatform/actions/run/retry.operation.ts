import type { IDataObject } from 'n8n-workflow';
import { getRun, retryRun } from '../../flowService/run';
import type { Operation } from '../types';
import { oneRun } from './fields';
import { runTask } from './tasks';

export const operation: Operation = {
	label: 'Retry',
	action: 'Retry a dataflow run',
	description: 'Run a failed run again, for the same files. Adobe makes a new run for it.',
	properties: oneRun,
	prepare: (parameters) =>
		runTask(parameters, async (client, id, readOnce) => {
			const created = await retryRun(client, id);
			return { ...(await getRun(client, readOnce, created)), retryOf: id } as IDataObject;
		}),
};
