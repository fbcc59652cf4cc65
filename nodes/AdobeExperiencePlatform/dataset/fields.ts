import type { INodeProperties } from 'n8n-workflow';
import { maxWaitOption, optionsField } from '../node/commonFields';
import { datasetIdField, errorDiagnosticsField, partialIngestionField } from '../dataflow/fields';
import { columnsForFields, schemaFieldField } from '../dataflow/mapping/fields';

const forItems = { show: { inputType: ['items'] } };
const forFiles = { show: { inputType: ['binary'] } };

const mappingFields: INodeProperties[] = [
	{
		displayName: 'Mapping',
		name: 'mapping',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Each field of the items goes into the dataset field of the same name',
			},
			{
				name: 'Automatic and Pairs',
				value: 'automaticAndPairs',
				description:
					'Choose for some fields; the others go into the dataset field of the same name',
			},
			{
				name: 'Choose Columns',
				value: 'fields',
				description:
					'Drag an item field to each field of the dataset, or type its name. Other expressions give values.',
			},
			{ name: 'Pairs', value: 'pairs', description: 'Choose for each field; others are left out' },
		],
		default: 'automatic',
		displayOptions: forItems,
		description: 'How item fields are mapped to dataset fields',
	},
	columnsForFields(
		'getItemMapping',
		{ inputType: ['items'], mapping: ['fields'] },
		{ datasetId: [''] },
	),
	{
		displayName: 'Pairs',
		name: 'mappings',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add pair',
		default: {},
		displayOptions: { show: { inputType: ['items'], mapping: ['automaticAndPairs', 'pairs'] } },
		options: [
			{
				displayName: 'Pair',
				name: 'pair',
				values: [
					{
						displayName: 'Item Field',
						name: 'source',
						type: 'string',
						default: '',
						placeholder: 'e.g. First Name',
						description: 'Name of an item field. Use dots for nested fields.',
					},
					{
						...schemaFieldField,
						displayName: 'Dataset Field Name or ID',
						description:
							'A field of the dataset. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
					},
				],
			},
		],
	},
];

export const uploadProperties: INodeProperties[] = [
	datasetIdField,
	{
		displayName: 'Input Type',
		name: 'inputType',
		type: 'options',
		options: [
			{
				name: 'Files',
				value: 'binary',
				description: 'Upload the files of the items: JSON lines, JSON or Parquet',
			},
			{ name: 'Items', value: 'items', description: 'Make a record of each item' },
		],
		default: 'items',
		description: 'What to upload. All input items together become one batch.',
	},
	...mappingFields,
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: forFiles,
		hint: 'The name of the input binary field that holds the file',
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'JSON', value: 'json', description: 'A list of records' },
			{ name: 'JSON Lines', value: 'jsonLines', description: 'A record on each line' },
			{ name: 'Parquet', value: 'parquet' },
		],
		default: 'jsonLines',
		displayOptions: forFiles,
		description:
			'Format of the files. Their records must have the structure of the schema. For CSV files, use Extract From File first, and Input Type > Items.',
	},
	optionsField(
		errorDiagnosticsField,
		maxWaitOption,
		partialIngestionField(
			'Percentage of records that may fail before the batch fails, above 0. If not set, one failed record fails the batch.',
		),
		{
			displayName: 'Wait Until Finished',
			name: 'wait',
			type: 'boolean',
			default: true,
			description: 'Whether to wait until Adobe has ingested the batch',
		},
	),
];
