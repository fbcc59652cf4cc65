import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readPercent } from './mapping/words';
import { passedProblems, readSchedule } from './schedule';
import { planDataflow, type DataflowPlan, readMappingDraft, type DataflowDraft } from './plan';
import { type CreatedDataflow, createDataflow } from './create';
import type { ApiClient } from '../adobe/apiClient';
import { concurrencyOption, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { asFlag, asText } from '../node/values';
import { refuseProblems } from '../adobe/errors/failure';
import { type Task, type Operation, inReadingOrder, updatedOutput } from '../node/operation';
import { additionalFields, datasetIdField, fileFields, nameField, scheduleFields } from './fields';
import { mappingFields } from './mapping/fields';
import { plannedFields, upsertDataflow } from './upsert';
import { mappingText } from './mapping/pair';

/** Parameters of Create and of Create or Update. */
const draftProperties: INodeProperties[] = [
	nameField,
	...fileFields,
	...additionalFields,
	datasetIdField,
	...mappingFields,
	...scheduleFields,
	optionsField(concurrencyOption),
];

/**
 * A task that creates or updates a dataflow. It reads and checks everything before the first write. Items with the
 * same name run one after another.
 * @param isNew whether the dataflow is always created
 */
function draftTask(
	parameters: ItemParameters,
	isNew: boolean,
	write: (
		client: ApiClient,
		plan: DataflowPlan,
	) => Promise<CreatedDataflow & { created?: boolean; updated: string[] }>,
): Task {
	const draft = readDraft(parameters, isNew);
	const settings = parameters.settings();
	return {
		settings,
		key: JSON.stringify(['dataflow', settings.sandboxName, draft.name]),
		async run(client, session) {
			const plan = await planDataflow(client, session.readOnceIn(settings), draft);
			for (const hint of plan.hints) client.execution.hints.add(hint);
			const { id, etag, name, created, updated, ...parts } = await write(client, plan);
			const { sourceConnectionId, targetConnectionId, mappingSetId } = parts;
			const output: IDataObject = {
				id,
				name,
				...(etag !== undefined && { etag }),
				...(created !== undefined && { created }),
				// A table shows only the first columns, so what people look for comes before the IDs.
				mappingText: mappingText(plan.links),
				mapping: plan.links.map((link) => ({ ...link })),
				mapped: plan.mapped,
				unmapped: plan.unmapped,
				...updatedOutput(parameters, updated, created),
				sampleFile: plan.found.sampleFile,
				columnDelimiter: plan.found.columnDelimiter,
				encoding: plan.found.encoding,
				sourceConnectionId,
				targetConnectionId,
				mappingSetId,
			};
			return [inReadingOrder(output)];
		},
	};
}

/** How far this machine's clock may be off, in milliseconds. Right before the write, the service's clock decides. */
const CLOCK_SLACK = 24 * 60 * 60_000;

function readDraft(parameters: ItemParameters, isNew: boolean): DataflowDraft {
	const name = parameters.text('name');
	if (name === '') {
		throw parameters.empty(
			'name',
			'Name',
			'Enter a name that distinguishes the dataflow from others.',
		);
	}
	const mapping = readMappingDraft(parameters);
	const more = parameters.members('additionalFields');
	const periodic = { interval: parameters.number('interval', 15) };
	const schedule = parameters.choice('schedule', ['once', 'minute', 'hour', 'day', 'week']);
	const read = readSchedule({
		schedule,
		...(schedule !== 'once' && periodic),
		startTime: parameters.time(parameters.read('startTime'), 'Start Time'),
		...(more.backfill !== undefined && { backfill: asFlag(more.backfill, 'backfill') }),
	});
	refuseProblems(read.problems);
	// An existing dataflow may keep a start time in the past. The service's clock is checked before the write.
	if (isNew) refuseProblems(passedProblems(read.schedule.startTime, Date.now() - CLOCK_SLACK));
	return {
		name,
		description: asText(more.description, 'description'),
		...mapping,
		schedule: read.schedule,
		options: {
			errorDiagnosticsEnabled:
				more.errorDiagnostics === undefined || asFlag(more.errorDiagnostics, 'errorDiagnostics'),
			...readPercent(more.partialIngestionPercent, 'run'),
		},
	};
}

/** Creates a dataflow with all its parts: four writes for each item. */
export const create: Operation = {
	label: 'Create',
	action: 'Create a dataflow',
	description:
		'Create a new dataflow from a file or folder to a dataset, with source connection, target connection and mapping',
	properties: draftProperties,
	prepare: (parameters) =>
		draftTask(parameters, true, async (client, plan) => ({
			...(await createDataflow(client, plan)),
			updated: plannedFields(plan),
		})),
};

/** Creates or updates the one dataflow with this name. */
export const upsert: Operation = {
	label: 'Create or Update',
	action: 'Import a file into a dataset (create or update a dataflow)',
	description: 'Update the dataflow with this name, or create it',
	properties: draftProperties,
	prepare: (parameters) => draftTask(parameters, false, upsertDataflow),
};
