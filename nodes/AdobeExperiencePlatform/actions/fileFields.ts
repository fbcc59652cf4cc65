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

const COMPRESSIONS: INodePropertyOptions[] = [
	{ name: 'By File Name', value: 'auto' },
	{ name: 'Bzip2', value: 'bzip2' },
	{ name: 'Deflate', value: 'deflate' },
	{ name: 'Gzip', value: 'gzip' },
	{ name: 'None', value: 'none' },
	{ name: 'Tar', value: 'tar' },
	{ name: 'Tar + Gzip', value: 'tarGzip' },
	{ name: 'Zip', value: 'zipDeflate' },
];

/** What Compression may be; an expression may give anything. */
export const COMPRESSION_TYPES = COMPRESSIONS.map(({ value }) => String(value));

export const compressionField: INodeProperties = {
	displayName: 'Compression',
	name: 'compressionType',
	type: 'options',
	options: COMPRESSIONS,
	default: 'auto',
};
