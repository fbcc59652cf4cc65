import type { IDataObject } from 'n8n-workflow';
import { getRun, retryRun } from '../../flowService/run';
import type { Operation } from '../types';
import { oneRun } from './fields';
import { namingRun, runTask } from './tasks';

export const operation: Operation = {
	label: 'Retry',
	action: 'Retry a dataflow run',
	description: 'Run a failed run again, for the same files. Adobe makes a new run for it.',
	properties: oneRun,
	prepare: (parameters) =>
		runTask(parameters, async (client, id, readOnce) => {
			const created = await retryRun(client, id);
			const run = await namingRun(created, getRun(client, readOnce, created));
			return { ...run, retryOf: id } as IDataObject;
		}),
};
