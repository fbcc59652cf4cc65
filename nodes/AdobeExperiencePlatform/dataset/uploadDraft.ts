import type { INodeProperties, IDataObject } from 'n8n-workflow';
import { maxWaitOption, optionsField } from '../node/commonFields';
import {
	datasetIdField,
	errorDiagnosticsField,
	partialIngestionField,
	readPercent,
} from '../dataflow/fields';
import {
	columnsForFields,
	schemaFieldField,
	FIELD_MAPPING,
	noColumns,
	OF_ITEMS,
	byPairs,
	readPairs,
} from '../dataflow/mapping/fields';
import { asRawText, asFlag, asMaxWait, referencedNames } from '../node/values';
import type { BatchOptions, InputFormat } from './batch/lifecycle';
import type { ColumnMapping } from '../dataflow/mapping/pair';
import type { BinaryFile, ItemParameters } from '../node/itemParameters';
import { Refusal } from '../adobe/errors/failure';

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

/** What the items of one batch have in common. */
export interface UploadDraft extends BatchOptions {
	mapping?: ColumnMapping;
	/** Milliseconds; undefined to return without waiting. */
	maxWait?: number;
}

export function readUpload(parameters: ItemParameters): UploadDraft {
	const inputType = parameters.choice('inputType', ['items', 'binary']);
	const diagnostics = parameters.option('errorDiagnostics');
	return {
		datasetId: parameters.id('datasetId', 'dataset'),
		...(inputType === 'items'
			? { mapping: readMapping(parameters), inputFormat: { format: 'json' } }
			: { inputFormat: readFormat(parameters) }),
		errorDiagnostics: diagnostics === undefined || asFlag(diagnostics, 'errorDiagnostics'),
		...readPercent(parameters.option('partialIngestionPercent'), 'batch'),
		...readWait(parameters),
	};
}

function readFormat(parameters: ItemParameters): InputFormat {
	const format = parameters.choice('format', ['jsonLines', 'json', 'parquet']);
	if (format === 'parquet') return { format };
	return { format: 'json', ...(format === 'json' && { isMultiLineJson: true }) };
}

function readMapping(parameters: ItemParameters): ColumnMapping {
	const kind = parameters.choice('mapping', ['automatic', 'automaticAndPairs', 'fields', 'pairs']);
	if (kind === 'automatic') return { kind, pairs: [] };
	if (kind === 'fields') {
		const pairs = readItemRows(parameters).map(({ source, destination }) => ({
			source,
			destination,
		}));
		if (pairs.length > 0) return { kind, pairs };
		throw noColumns();
	}
	return byPairs(kind, readPairs(parameters, OF_ITEMS));
}

/** A row of Choose Columns: an item field, or an expression with its value. */
interface ItemRow {
	source: string;
	destination: string;
	/** Evaluates an expression that does more than name an item field. */
	calculated?(): unknown;
}

/**
 * The rows of Choose Columns. A dragged field is an expression that returns a value, but it stands for the name of
 * the field. The values of other expressions are uploaded, with the expression as the name. That gives all items the
 * same mapping, so they are one batch.
 */
function readItemRows(parameters: ItemParameters): ItemRow[] {
	return parameters.mapper(FIELD_MAPPING).filled.map(({ name: destination, raw, read }) => {
		const names = referencedNames(raw);
		if (names) return { source: names.join('.'), destination };
		if (typeof raw === 'string' && raw.startsWith('=')) {
			return { source: raw.slice(1).trim(), destination, calculated: read };
		}
		return { source: asRawText(raw, destination), destination };
	});
}

/** The fields of an item, and the values of expressions in Choose Columns. */
export function readItem(parameters: ItemParameters, { mapping }: UploadDraft): IDataObject {
	if (mapping?.kind !== 'fields') return parameters.fields;
	const calculated = readItemRows(parameters).flatMap(({ source, calculated: read }) =>
		read ? [[source, read()] as const] : [],
	);
	return calculated.length === 0
		? parameters.fields
		: { ...parameters.fields, ...(Object.fromEntries(calculated) as IDataObject) };
}

function readWait(parameters: ItemParameters): { maxWait?: number } {
	const maxWait = asMaxWait(parameters.option('maxWait'));
	const wait = parameters.option('wait');
	return wait === undefined || asFlag(wait, 'wait') ? { maxWait } : {};
}

/** The file of an item. Formats that cannot be uploaded are refused. */
export function readFile(parameters: ItemParameters): BinaryFile {
	const file = parameters.binary(parameters.text('binaryPropertyName') || 'data');
	if (!/\.(csv|tsv|xlsx?|ods|zip|gz)$/i.test(file.fileName)) return file;
	throw new Refusal(
		`Files like "${file.fileName}" cannot be uploaded as they are`,
		'Read it with the Extract From File node first, and choose Input Type > Items here.',
	);
}
