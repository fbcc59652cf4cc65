import type { IDataObject } from 'n8n-workflow';
import { getRun } from './explain';
import { retryRun } from './retry';
import type { Operation } from '../node/operation';
import { oneRun, namingRun, runTask } from './fields';

export const operation: Operation = {
	label: 'Retry',
	action: 'Retry a failed dataflow run',
	description: 'Retry a failed run for the same files. Adobe creates a new run.',
	properties: oneRun,
	prepare: (parameters) =>
		runTask(parameters, async (client, id, readOnce) => {
			// Items that name the same run share one retry.
			const { id: runId, retried } = await readOnce(
				['retry of', id],
				async () => await retryRun(client, id),
			);
			const reading = getRun(client, readOnce, runId);
			const run = await (retried ? namingRun(runId, reading) : reading);
			const { id: newId, ...rest } = run;
			return { retried, ...rest, id: newId, retryOf: id } as IDataObject;
		}),
};
