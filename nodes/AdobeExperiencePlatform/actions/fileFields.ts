import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** How files are read, for what previews one and what reads many. */
export const FILE_TYPES: INodePropertyOptions[] = [
	{ name: 'By File Name', value: 'auto' },
	{ name: 'Delimited (CSV, TSV, …)', value: 'delimited' },
	{ name: 'JSON', value: 'json' },
	{ name: 'Parquet', value: 'parquet' },
];

export const columnDelimiterField: INodeProperties = {
	displayName: 'Column Delimiter',
	name: 'columnDelimiter',
	type: 'string',
	default: ',',
	description: 'One character, or \\t for a tab; for delimited files only',
};

export const compressionField: INodeProperties = {
	displayName: 'Compression',
	name: 'compressionType',
	type: 'options',
	options: [
		{ name: 'By File Name', value: 'auto' },
		{ name: 'Bzip2', value: 'bzip2' },
		{ name: 'Deflate', value: 'deflate' },
		{ name: 'Gzip', value: 'gzip' },
		{ name: 'None', value: 'none' },
		{ name: 'Tar', value: 'tar' },
		{ name: 'Tar + Gzip', value: 'tarGzip' },
		{ name: 'Zip', value: 'zipDeflate' },
	],
	default: 'auto',
};
