import type { IDataObject } from 'n8n-workflow';
import { getRun } from './explain';
import { startRun, type WindowChoice } from './start';
import { concurrencyOption, maxWaitOption, optionsField } from '../node/commonFields';
import { dataflowIdField } from '../dataflow/fields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal } from '../adobe/errors/problem';
import type { Operation, Task } from '../node/operation';
import { failOnErrorOption, namingRun, readWaitOptions, waited } from './fields';

/** Starts a run of a dataflow that is scheduled once. */
function prepare(parameters: ItemParameters): Task {
	const dataflowId = parameters.id('dataflowId', 'dataflow');
	const settings = parameters.settings();
	const isWaitedFor = parameters.flagOption('wait');
	const options = readWaitOptions(parameters);
	const window = readWindow(parameters);
	return {
		settings,
		key: JSON.stringify(['run of', settings.sandboxName, dataflowId]),
		async run(client, session) {
			const readOnce = session.readOnceIn(settings);
			// Items of one dataflow and window share a run: a second one would ingest the same files twice.
			const runId = await readOnce(
				['run started', dataflowId, String(window.start), String(window.end)],
				async () => await startRun(client, dataflowId, window),
			);
			const read = isWaitedFor
				? waited(client, session, readOnce, { runId, dataflowId }, options)
				: getRun(client, readOnce, runId);
			return [{ ...(await namingRun<object>(runId, read)) } as IDataObject];
		},
	};
}

/** Which files to ingest; those since the last successful run, if nothing is given. */
function readWindow(parameters: ItemParameters): WindowChoice {
	const start = parameters.time(parameters.option('windowStart'), 'Window Start');
	const end = parameters.time(parameters.option('windowEnd'), 'Window End');
	if (start !== undefined && end !== undefined && seconds(start) >= seconds(end)) {
		throw new Refusal(
			'Window Start is not before Window End',
			'Enter a start that is at least a second earlier than the end.',
		);
	}
	return { start, end };
}

/** Adobe takes windows in whole seconds. */
function seconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}

export const operation: Operation = {
	label: 'Run Now',
	action: 'Run a dataflow now',
	description:
		'Start a run of a dataflow with the schedule Once, for the files changed since its last successful run',
	properties: [
		dataflowIdField,
		optionsField(
			concurrencyOption,
			failOnErrorOption,
			maxWaitOption,
			{
				displayName: 'Wait Until Finished',
				name: 'wait',
				type: 'boolean',
				default: true,
				description: 'Whether to wait until the run has finished',
			},
			{
				displayName: 'Window End',
				name: 'windowEnd',
				type: 'dateTime',
				default: '',
				description: 'Ingest only files changed up to this time. If empty, now.',
			},
			{
				displayName: 'Window Start',
				name: 'windowStart',
				type: 'dateTime',
				default: '',
				description:
					'Ingest files changed since this time again. If empty, only files that are not ingested yet.',
			},
		),
	],
	prepare,
};
