import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { OF_FILE, noPairs, readPairs, readPercent } from './mapping/words';
import { passedProblems, readSchedule } from './schedule';
import { planDataflow, type DataflowPlan } from './plan';
import { type CreatedDataflow, createDataflow } from './create';
import type { DataflowDraft, MappingChoice } from './dataflow';
import { resolveFormat, type FileFormatChoice } from '../file/format';
import type { ApiClient } from '../adobe/apiClient';
import { concurrencyOption, optionsField } from '../node/commonFields';
import { COMPRESSION_TYPES, ENCODINGS } from '../file/fields';
import { cut } from '../adobe/errors/failure';
import type { ItemParameters } from '../node/itemParameters';
import { asPath, asChoice, asFlag, asRawText, asText } from '../node/values';
import { Refusal, refuseProblems } from '../adobe/errors/problem';
import type { Task, Operation } from '../node/operation';
import {
	additionalFields,
	datasetIdField,
	fileFields,
	mappingFields,
	nameField,
	scheduleFields,
} from './fields';
import { plannedFields, upsertDataflow } from './upsert';
import type { MappingPair } from './mapping/pair';

/** The parameters of what makes a whole dataflow: Create, and Create or Update. */
const draftProperties: INodeProperties[] = [
	nameField,
	...fileFields,
	datasetIdField,
	...mappingFields,
	...scheduleFields,
	additionalFields,
	optionsField(concurrencyOption),
];

/**
 * A task that makes a whole dataflow. Everything is read and checked before the first write; items of
 * one name run one after another.
 * @param isNew whether it always makes a new one
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
				// What people look for comes before the IDs: a table shows the first columns only.
				mapped: plan.mapped,
				unmapped: plan.unmapped,
				updated,
				sampleFile: plan.found.sampleFile,
				columnDelimiter: plan.found.columnDelimiter,
				encoding: plan.found.encoding,
				sourceConnectionId,
				targetConnectionId,
				mappingSetId,
			};
			return [output];
		},
	};
}

/** By so much this machine's clock may differ from the service's, milliseconds. Right before the write the service's counts. */
const CLOCK_SLACK = 24 * 60 * 60_000;

function readDraft(parameters: ItemParameters, isNew: boolean): DataflowDraft {
	const name = parameters.text('name');
	if (name === '') {
		throw new Refusal('Name is empty', 'Give the dataflow a name that tells it from others.');
	}
	const pathType = parameters.choice('pathType', ['file', 'folder']);
	const path = readPath(parameters, pathType);
	const more = parameters.members('additionalFields');
	const flag = (key: string, fallback: boolean) =>
		more[key] === undefined ? fallback : asFlag(more[key], key);
	const text = (key: string) => asText(more[key], key);
	const format = {
		fileType: parameters.choice('format', ['auto', 'delimited', 'json', 'parquet']),
		compressionType: asChoice(
			text('compressionType') || 'auto',
			'compressionType',
			COMPRESSION_TYPES,
		),
		// A blank is a delimiter, too.
		columnDelimiter: asRawText(more.columnDelimiter, 'columnDelimiter'),
		encoding: asChoice(text('encoding') || 'auto', 'encoding', ENCODINGS),
	};
	refuseFormat(pathType, path, format);
	const periodic = { interval: parameters.number('interval', 15) };
	const schedule = parameters.choice('schedule', ['once', 'minute', 'hour', 'day', 'week']);
	const read = readSchedule({
		schedule,
		...(schedule !== 'once' && periodic),
		startTime: parameters.time(parameters.read('startTime'), 'Start Time'),
		...(more.backfill !== undefined && { backfill: asFlag(more.backfill, 'backfill') }),
	});
	refuseProblems(read.problems);
	// One that exists may keep a start that has passed. The service's clock is asked before the write.
	if (isNew) refuseProblems(passedProblems(read.schedule.startTime, Date.now() - CLOCK_SLACK));
	return {
		name,
		description: text('description'),
		connectionId: parameters.id('connectionId', 'connection'),
		pathType,
		path,
		recursive: flag('recursive', false),
		format,
		datasetId: parameters.id('datasetId', 'dataset'),
		mapping: readMapping(parameters),
		schedule: read.schedule,
		options: {
			errorDiagnosticsEnabled: flag('errorDiagnostics', true),
			...readPercent(more.partialIngestionPercent, 'run'),
		},
	};
}

/** Of a folder the files that are there decide, but what was chosen must be good. */
function refuseFormat(pathType: 'file' | 'folder', path: string, format: FileFormatChoice): void {
	const sample = pathType === 'file' || format.fileType !== 'auto' ? path : 'any.csv';
	refuseProblems(resolveFormat(sample, format, 'Format').problems);
}

function readPath(parameters: ItemParameters, pathType: 'file' | 'folder'): string {
	const path = asPath(parameters.located('path', 'path'));
	if (path === '') {
		throw new Refusal(
			'Path is empty',
			`Choose a ${pathType} from the list, or type its path as the bucket has it, for instance /my-bucket/daily/customers.csv.`,
		);
	}
	if (pathType === 'file' && path.endsWith('/')) {
		throw new Refusal(
			'Path is a folder',
			'Open the list again and choose a file in it, or choose Path Type > Folder.',
		);
	}
	if (pathType === 'file' && path.includes('*')) {
		throw new Refusal(
			'Path has a wildcard',
			'A wildcard may name many files: choose Path Type > Folder.',
		);
	}
	return path;
}

function readMapping(parameters: ItemParameters): MappingChoice {
	const kind = parameters.choice('mapping', [
		'automatic',
		'automaticAndPairs',
		'pairs',
		'mappingSet',
	]);
	if (kind === 'automatic') return { kind, pairs: [] };
	if (kind === 'mappingSet') {
		return { kind, id: parameters.id('mappingSetId', 'mapping set', false) };
	}
	const pairs = readPairs(parameters, OF_FILE);
	const calculated = readCalculated(parameters);
	if (pairs.length + calculated.length > 0) {
		return { kind: kind === 'pairs' ? kind : 'automatic', pairs, calculated };
	}
	throw noPairs();
}

function readCalculated(parameters: ItemParameters): MappingPair[] {
	return parameters.pairs('mappings', 'calculated').map(({ expression = '', destination = '' }) => {
		const [source, field] = [expression.trim(), destination.trim()];
		if (source && field) return { source, destination: field, isExpression: true };
		throw new Refusal(
			source
				? `The calculated field "${cut(source, LONGEST_EXPRESSION)}" has no field`
				: 'A calculated field has no expression',
			'Fill in both sides of each calculated field, or remove it.',
		);
	});
}

const LONGEST_EXPRESSION = 120;

/** Creates one dataflow with all its parts: four writes for each item. */
export const create: Operation = {
	label: 'Create',
	action: 'Create a dataflow',
	description:
		'Create a dataflow from a file or folder to a dataset, with source connection, target connection and mapping. Always makes a new one.',
	properties: draftProperties,
	prepare: (parameters) =>
		draftTask(parameters, true, async (client, plan) => ({
			...(await createDataflow(client, plan)),
			updated: plannedFields(plan),
		})),
};

/** Makes the one dataflow of a name what the item says, created or changed as needed. */
export const upsert: Operation = {
	label: 'Create or Update',
	action: 'Create or update a dataflow',
	description: 'Make the one dataflow of this name what the item says, created if it is missing',
	properties: draftProperties,
	prepare: (parameters) => draftTask(parameters, false, upsertDataflow),
};
