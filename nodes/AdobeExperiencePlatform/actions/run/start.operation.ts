import type { IDataObject } from 'n8n-workflow';
import { getRun, startRun } from '../../flowService/run';
import { concurrencyOption, optionsField } from '../commonFields';
import { dataflowIdField } from '../dataflow/fields';
import type { ItemParameters } from '../itemParameters';
import type { Operation, Task } from '../types';
import { failOnErrorOption, maxWaitOption } from './fields';
import { namingRun, readWaitOptions, waited } from './tasks';

/** Starts a run of a dataflow that is scheduled once. */
function prepare(parameters: ItemParameters): Task {
	const dataflowId = parameters.id('dataflowId', 'dataflow');
	const settings = parameters.settings();
	const isWaitedFor = parameters.flagOption('wait');
	const options = readWaitOptions(parameters);
	return {
		settings,
		key: JSON.stringify(['run of', settings.sandboxName, dataflowId]),
		async run(client, session) {
			const readOnce = session.readOnceIn(settings);
			// Items of one dataflow share a run: a second one would bring the same files in twice.
			const runId = await readOnce(
				['run started', dataflowId],
				async () => await startRun(client, dataflowId),
			);
			const read = isWaitedFor
				? waited(client, session, readOnce, { runId, dataflowId }, options)
				: getRun(client, readOnce, runId);
			return [{ ...(await namingRun<object>(runId, read)) } as IDataObject];
		},
	};
}

export const operation: Operation = {
	label: 'Run Now',
	action: 'Run a dataflow now',
	description:
		'Start a run of a dataflow with the schedule Once, for the files changed since its last good run',
	properties: [
		dataflowIdField,
		optionsField(concurrencyOption, failOnErrorOption, maxWaitOption, {
			displayName: 'Wait Until Finished',
			name: 'wait',
			type: 'boolean',
			default: true,
			description: 'Whether to wait until the run has finished',
		}),
	],
	prepare,
};
