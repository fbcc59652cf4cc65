import type { INodeProperties } from 'n8n-workflow';
import { Refusal } from '../adobe/errors/failure';
import { connectionIdField, idLocator, shownAtOnce } from '../node/commonFields';
import { asNumber } from '../node/values';
import {
	compressionField,
	FILE_TYPES,
	foundDelimiterField,
	foundEncodingField,
} from '../file/format';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Daily customers',
	description: 'Name of the dataflow in Experience Platform',
};

const dataflowLocator = {
	displayName: 'Dataflow',
	name: 'dataflowId',
	description: 'The dataflow to work with',
	hint: 'Choose from the list, or drag id from a Dataflow node, or dataflowId from a Dataflow Run node',
	list: 'searchDataflows',
	placeholder: 'e.g. 3f7a1b52-8c5d-4f0e-9a51-1c3b0f2d6e47',
};

export const dataflowIdField = idLocator(dataflowLocator);

/** A dataflow, or all dataflows if the field is empty. */
export function anyDataflowField(description: string): INodeProperties {
	return idLocator({ ...dataflowLocator, description, empty: 'All dataflows' });
}

export const datasetIdField = idLocator({
	displayName: 'Dataset',
	name: 'datasetId',
	description: 'The dataset to write to. It determines the schema.',
	list: 'searchDatasets',
	placeholder: 'e.g. 5f3c3cedb2805c194ff0b69a',
});

export const fileFields: INodeProperties[] = [
	{
		...connectionIdField,
		description: 'The base connection to read the files with',
	},
	{
		displayName: 'Path Type',
		name: 'pathType',
		type: 'options',
		options: [
			{ name: 'File', value: 'file', description: 'Read one file' },
			{
				name: 'Folder',
				value: 'folder',
				description: 'Read the files of a folder, or those that match a wildcard',
			},
		],
		default: 'file',
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description:
			'The file or folder to read. Scroll the list to see subfolders, or type a part of a name, or a folder with a slash.',
		hint: 'In cloud storages the path starts with the bucket or container',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a path...',
				typeOptions: { searchListMethod: 'searchPaths', searchable: true },
			},
			{
				displayName: 'By Path',
				name: 'path',
				type: 'string',
				placeholder: 'e.g. /my-bucket/daily/*.csv',
			},
		],
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: FILE_TYPES,
		default: 'auto',
		description: 'Format of the files',
	},
];

/** The default first, then by length. */
const SCHEDULES = new Map([
	['once', 'Once'],
	['minute', 'Minutes'],
	['hour', 'Hours'],
	['day', 'Days'],
	['week', 'Weeks'],
]);

const scheduleList: INodeProperties = {
	displayName: 'Schedule',
	name: 'schedule',
	type: 'options',
	options: [...SCHEDULES].map(([value, name]) => ({
		name,
		value,
		...(value === 'once' && {
			description: 'One run starts by itself. Start others with Dataflow Run > Run Now.',
		}),
	})),
	default: 'once',
	description:
		'How often the dataflow runs. With Once, the first run starts by itself; Run Now is for files that arrive later.',
};

const intervalField: INodeProperties = {
	displayName: 'Interval',
	name: 'interval',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 15,
	description: 'Time between runs, in the unit chosen under Schedule (at least 15 for Minutes)',
};

const startTimeField: INodeProperties = {
	displayName: 'Start Time',
	name: 'startTime',
	type: 'dateTime',
	default: '',
	description:
		'When the first run starts. If empty, now. Without a time zone, the time zone of the workflow applies.',
};

const PERIODIC = [...SCHEDULES.keys()].filter((value) => value !== 'once');

export const scheduleFields: INodeProperties[] = [
	scheduleList,
	{ ...intervalField, displayOptions: { show: { schedule: PERIODIC } } },
	startTimeField,
];

/** The same fields as optional entries of a collection. */
export const scheduleEntries: INodeProperties[] = [scheduleList, intervalField, startTimeField];

export const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'What the dataflow is for, shown in Experience Platform',
};

const foundCompressionField: INodeProperties = {
	...compressionField,
	description: 'For delimited and JSON files only',
};

const recursiveField: INodeProperties = {
	displayName: 'Recursive',
	name: 'recursive',
	type: 'boolean',
	default: false,
	description: 'Whether to read subfolders as well',
};

export const errorDiagnosticsField: INodeProperties = {
	displayName: 'Error Diagnostics',
	name: 'errorDiagnostics',
	type: 'boolean',
	default: true,
	description: 'Whether Adobe keeps the records that it could not ingest, with the reason',
};

/** @param description what happens above the percentage, and without the option */
export function partialIngestionField(description: string): INodeProperties {
	return {
		displayName: 'Partial Ingestion Percent',
		name: 'partialIngestionPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
		default: 5,
		description,
	};
}

/** @param what what fails as a whole without this option */
export function readPercent(
	value: unknown,
	what: 'batch' | 'run',
): { partialIngestionPercent?: number } {
	if (value === undefined || value === '') return {};
	const percent = asNumber(value, 'partialIngestionPercent', 0);
	if (percent > 0 && percent <= 100) return { partialIngestionPercent: percent };
	throw new Refusal(
		'Partial Ingestion Percent must be greater than 0 and at most 100',
		`Enter such a number, or remove the option so that one failed record fails the ${what}.`,
	);
}

/** Entries that new nodes show below the format. */
const FOUND = { columnDelimiter: 'auto', encoding: 'auto' };

/** How files are read, if the automatic choice is wrong. */
export const readingFields: INodeProperties[] = shownAtOnce(
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: [foundDelimiterField, foundCompressionField, foundEncodingField, recursiveField],
	},
	FOUND,
);

export const additionalFields: INodeProperties[] = shownAtOnce(
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: [
			{
				displayName: 'Backfill',
				name: 'backfill',
				type: 'boolean',
				default: true,
				description:
					'Whether the first run ingests the files that exist already (repeating schedules only)',
			},
			foundDelimiterField,
			foundCompressionField,
			descriptionField,
			foundEncodingField,
			errorDiagnosticsField,
			partialIngestionField(
				'Percentage of records that may fail before the run fails, above 0. If not set at creation, one failed record fails the run.',
			),
			recursiveField,
		],
	},
	FOUND,
);
