import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export const FILE_TYPES: INodePropertyOptions[] = [
	{ name: 'Automatic (by File Extension)', value: 'auto' },
	{ name: 'Delimited (CSV, TSV, …)', value: 'delimited' },
	{ name: 'JSON', value: 'json' },
	{ name: 'Parquet', value: 'parquet' },
];

export const columnDelimiterField: INodeProperties = {
	displayName: 'Column Delimiter',
	name: 'columnDelimiter',
	type: 'string',
	default: ',',
	description: 'One character, or \\t for a tab (delimited files only)',
};

/** The same for a dataflow, which detects the delimiter. */
export const foundDelimiterField: INodeProperties = {
	...columnDelimiterField,
	default: 'auto',
	description:
		'Enter auto to detect comma, semicolon, tab or pipe, or enter one character, or \\t for a tab (delimited files only)',
};

const ENCODING_OPTIONS: INodePropertyOptions[] = [
	{ name: 'ISO-8859-1', value: 'ISO-8859-1' },
	{ name: 'UTF-8', value: 'UTF-8' },
];

export const encodingField: INodeProperties = {
	displayName: 'Encoding',
	name: 'encoding',
	type: 'options',
	options: ENCODING_OPTIONS,
	default: 'UTF-8',
	description: 'For delimited files only',
};

/** The same for a dataflow, which detects the encoding. */
export const foundEncodingField: INodeProperties = {
	...encodingField,
	options: [{ name: 'Automatic', value: 'auto' }, ...ENCODING_OPTIONS],
	default: 'auto',
	description: 'Encoding of the files, detected if Automatic (delimited files only)',
};

export const ENCODINGS = ['auto', ...ENCODING_OPTIONS.map(({ value }) => String(value))];

const COMPRESSIONS: INodePropertyOptions[] = [
	{ name: 'Automatic (by File Extension)', value: 'auto' },
	{ name: 'Bzip2', value: 'bzip2' },
	{ name: 'Deflate', value: 'deflate' },
	{ name: 'Gzip', value: 'gzip' },
	{ name: 'None', value: 'none' },
	{ name: 'Tar', value: 'tar' },
	{ name: 'Tar + Gzip', value: 'tarGzip' },
	{ name: 'Zip', value: 'zipDeflate' },
];

export const COMPRESSION_TYPES = COMPRESSIONS.map(({ value }) => String(value));

export const compressionField: INodeProperties = {
	displayName: 'Compression',
	name: 'compressionType',
	type: 'options',
	options: COMPRESSIONS,
	default: 'auto',
};
