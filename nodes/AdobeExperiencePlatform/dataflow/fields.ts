import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { connectionIdField, idLocator } from '../node/commonFields';
import {
	compressionField,
	FILE_TYPES,
	foundDelimiterField,
	foundEncodingField,
} from '../file/fields';

/** What the lists of columns and fields depend on: they are read again when one of these changes. */
const FILE = ['connectionId.value', 'pathType', 'path.value', 'format'];

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Daily customers',
	description: 'What the dataflow is called in Experience Platform',
};

const dataflowLocator = {
	displayName: 'Dataflow',
	name: 'dataflowId',
	description: 'The dataflow to work with',
	list: 'searchDataflows',
	placeholder: 'e.g. 3f7a1b52-8c5d-4f0e-9a51-1c3b0f2d6e47',
};

export const dataflowIdField = idLocator(dataflowLocator);

/** One dataflow, or all where the field is empty. */
export function anyDataflowField(description: string): INodeProperties {
	return idLocator({ ...dataflowLocator, description, empty: 'All dataflows' });
}

export const datasetIdField = idLocator({
	displayName: 'Dataset',
	name: 'datasetId',
	description: 'Where the data goes. Its schema comes with it.',
	list: 'searchDatasets',
	placeholder: 'e.g. 5f3c3cedb2805c194ff0b69a',
});

/** Which file or folder the dataflow reads, and how. */
export const fileFields: INodeProperties[] = [
	{
		...connectionIdField,
		description: 'The base connection that the files are read with',
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
				description: 'Read the files of a folder, or those that a wildcard names',
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
			'The file or folder to read. The list goes deeper as you scroll; type a part of a name, or a folder with a slash, to get there sooner.',
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
		description: 'What the files are',
	},
];

const schemaFieldField: INodeProperties = {
	displayName: 'Field Name or ID',
	name: 'destination',
	type: 'options',
	typeOptions: {
		loadOptionsMethod: 'getSchemaFields',
		loadOptionsDependsOn: ['datasetId.value'],
	},
	default: '',
	description:
		'A field of the schema. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** How columns get into the fields of the dataset's schema. */
export const mappingFields: INodeProperties[] = [
	{
		displayName: 'Mapping',
		name: 'mapping',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Each column goes into the field of the same name',
			},
			{
				name: 'Automatic and Pairs',
				value: 'automaticAndPairs',
				description: 'Choose for some columns; the others go into the field of the same name',
			},
			{ name: 'Mapping Set', value: 'mappingSet', description: 'Use a mapping set that exists' },
			{ name: 'Pairs', value: 'pairs', description: 'Choose for each column; others are left out' },
		],
		default: 'automatic',
		description: 'How columns get into the fields of the schema',
	},
	{
		displayName: 'Pairs',
		name: 'mappings',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add pair or calculated field',
		default: {},
		displayOptions: { show: { mapping: ['automaticAndPairs', 'pairs'] } },
		options: [
			{
				displayName: 'Calculated Field',
				name: 'calculated',
				values: [
					{
						displayName: 'Expression',
						name: 'expression',
						type: 'string',
						default: '',
						placeholder: 'e.g. date(when, "dd/MM/yyyy")',
						description:
							'A Data Prep expression or a constant, such as uuid(), now() or "web". Columns with blanks stand in ${…}.',
					},
					schemaFieldField,
				],
			},
			{
				displayName: 'Pair',
				name: 'pair',
				values: [
					{
						displayName: 'Column Name or ID',
						name: 'source',
						type: 'options',
						typeOptions: { loadOptionsMethod: 'getColumns', loadOptionsDependsOn: FILE },
						default: '',
						description:
							'A column of the file. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
					},
					schemaFieldField,
				],
			},
		],
	},
	{
		displayName: 'Mapping Set ID',
		name: 'mappingSetId',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { mapping: ['mappingSet'] } },
		placeholder: 'e.g. 4d1b5a7e3c6f4f0d8a2b9c1e7d5f3a60',
		description: 'A mapping set of Data Prep that was made for the schema of the dataset',
	},
];

const PERIODIC = ['minute', 'hour', 'day', 'week'];

const scheduleList: INodeProperties = {
	displayName: 'Schedule',
	name: 'schedule',
	type: 'options',
	options: [
		{ name: 'Days', value: 'day' },
		{ name: 'Hours', value: 'hour' },
		{ name: 'Minutes', value: 'minute' },
		{ name: 'Once', value: 'once' },
		{ name: 'Weeks', value: 'week' },
	],
	default: 'once',
	description: 'How often the dataflow runs',
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
		'When the first run starts; now, if empty. Without a time zone it is in that of the workflow.',
};

const shownFor = (values: string[]): IDisplayOptions => ({ show: { schedule: values } });

export const scheduleFields: INodeProperties[] = [
	scheduleList,
	{ ...intervalField, displayOptions: shownFor(PERIODIC) },
	startTimeField,
];

/** The same as entries of a collection, where none of them must be given. */
export const scheduleEntries: INodeProperties[] = [scheduleList, intervalField, startTimeField];

export const descriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'What the dataflow is for, shown in Experience Platform',
};

export const additionalFields: INodeProperties = {
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
				'Whether the first run takes the files that are there already; only for a schedule that repeats',
		},
		foundDelimiterField,
		{ ...compressionField, description: 'For delimited and JSON files only' },
		descriptionField,
		foundEncodingField,
		{
			displayName: 'Error Diagnostics',
			name: 'errorDiagnostics',
			type: 'boolean',
			default: true,
			description: 'Whether Adobe keeps the records that it could not ingest, with the reason',
		},
		{
			displayName: 'Partial Ingestion Percent',
			name: 'partialIngestionPercent',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
			default: 5,
			description:
				'Share of records that may fail before a run fails as a whole; above 0. Left out when the dataflow is made, one bad record fails the run.',
		},
		{
			displayName: 'Recursive',
			name: 'recursive',
			type: 'boolean',
			default: false,
			description: 'Whether to read the folders within the folder, too',
		},
	],
};
