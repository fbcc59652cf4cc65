import type { IDataObject } from 'n8n-workflow';
import { getRun } from './explain';
import type { Operation } from '../node/operation';
import { oneRun, runTask } from './fields';

export const operation: Operation = {
	label: 'Get',
	action: 'Get a dataflow run',
	description: 'Get the status of a run with its records, files, duration and errors',
	properties: oneRun,
	prepare: (parameters) =>
		runTask(
			parameters,
			async (client, id, readOnce) => ({ ...(await getRun(client, readOnce, id)) }) as IDataObject,
		),
};
