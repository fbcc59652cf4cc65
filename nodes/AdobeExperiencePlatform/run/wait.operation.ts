import type { INodeProperties } from 'n8n-workflow';
import { concurrencyOption, maxWaitOption, optionsField } from '../node/commonFields';
import { dataflowIdField } from '../dataflow/fields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal } from '../adobe/errors/problem';
import type { Operation, Task } from '../node/operation';
import { failOnErrorOption, runIdField, readWaitOptions, waited } from './fields';

const properties: INodeProperties[] = [
	{
		...dataflowIdField,
		required: false,
		description: 'Waits for the newest run of this dataflow, even if Adobe does not list it yet',
	},
	{
		...runIdField,
		required: false,
		description: 'Waits for this run, whatever dataflow is chosen',
	},
	optionsField(concurrencyOption, failOnErrorOption, maxWaitOption),
];

/** Waits until a run has finished. */
function prepare(parameters: ItemParameters): Task {
	const which = readWhich(parameters);
	const settings = parameters.settings();
	const options = readWaitOptions(parameters);
	return {
		settings,
		hints: otherDataflowHints(parameters, which),
		run: async (client, session) => [
			await waited(client, session, session.readOnceIn(settings), which, options),
		],
	};
}

function readWhich(parameters: ItemParameters): { runId: string; dataflowId: string } {
	if (parameters.located('runId', 'run')) {
		return { runId: parameters.id('runId', 'run'), dataflowId: '' };
	}
	if (parameters.located('dataflowId', 'dataflow')) {
		return { runId: '', dataflowId: parameters.id('dataflowId', 'dataflow') };
	}
	throw new Refusal(
		'Dataflow and Run are empty',
		'Choose a dataflow to wait for its newest run ({{ $json.id }} after a Dataflow node), or enter the ID of a run ({{ $json.id }} after Retry).',
	);
}

/** A Dataflow node before, whose dataflow is not the one that is waited for, is mostly a mistake. */
function otherDataflowHints(
	parameters: ItemParameters,
	{ dataflowId }: { dataflowId: string },
): string[] {
	const [id, part] = [parameters.brought('id'), parameters.brought('sourceConnectionId')];
	if (!dataflowId || typeof part !== 'string' || id === dataflowId) return [];
	return [
		'The node before made or updated another dataflow than the one that is waited for here. To wait for that one, give Dataflow the expression {{ $json.id }}.',
	];
}

export const operation: Operation = {
	label: 'Wait Until Finished',
	action: 'Wait until a dataflow run has finished',
	description: 'Wait for a run. If it fails, the node fails with its reason.',
	properties,
	prepare,
};
