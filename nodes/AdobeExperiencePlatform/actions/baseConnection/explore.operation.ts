import type { INodeProperties } from 'n8n-workflow';
import type { ExploreTarget, FileFormat } from '../../flowService/exploreConnection';
import type { ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import { wrongChoice } from '../values';
import type { Task } from '../types';
import { concurrencyOption, connectionIdField, optionsField, showFor } from './fields';

const operations = ['explore'];

export const properties: INodeProperties[] = [
	connectionIdField(operations),
	{
		displayName: 'Look At',
		name: 'objectType',
		type: 'options',
		options: [
			{ name: 'File', value: 'file', description: 'Preview the first rows of a file' },
			{ name: 'Folder', value: 'folder', description: 'List a folder' },
			{ name: 'Root', value: 'root', description: 'List where the connection begins' },
		],
		default: 'root',
		displayOptions: showFor(operations),
	},
	{
		displayName: 'Path',
		name: 'object',
		type: 'string',
		default: '',
		required: true,
		displayOptions: showFor(operations, { objectType: ['folder', 'file'] }),
		placeholder: 'e.g. /my-bucket/folder/account.csv',
		description: 'Path of the folder or file as a listing shows it in its field path',
	},
	{
		displayName: 'File Options',
		name: 'fileOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: showFor(operations, { objectType: ['file'] }),
		options: [
			{
				displayName: 'Column Delimiter',
				name: 'columnDelimiter',
				type: 'string',
				default: ',',
				description: 'One character, or \\t for a tab; for delimited files only',
			},
			{
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
			},
			{
				displayName: 'Encoding',
				name: 'encoding',
				type: 'options',
				options: [
					{ name: 'ISO-8859-1', value: 'ISO-8859-1' },
					{ name: 'UTF-8', value: 'UTF-8' },
				],
				default: 'UTF-8',
				description: 'For delimited files only',
			},
			{
				displayName: 'File Type',
				name: 'fileType',
				type: 'options',
				options: [
					{ name: 'By File Name', value: 'auto' },
					{ name: 'Delimited (CSV, TSV, …)', value: 'delimited' },
					{ name: 'JSON', value: 'json' },
					{ name: 'Parquet', value: 'parquet' },
				],
				default: 'auto',
			},
		],
	},
	optionsField(operations, concurrencyOption),
];

/** Lists the root or a folder of the bucket, or previews a file: one output for each entry or row. */
export function prepare(parameters: ItemParameters): Task {
	const id = parameters.connectionId();
	const target = readTarget(parameters);
	const settings = parameters.settings();
	return {
		secrets: [],
		run: async (service, item) => await service.explore(id, target, settings, item),
	};
}

function readTarget(parameters: ItemParameters): ExploreTarget {
	const objectType = parameters.text('objectType') || 'root';
	if (objectType === 'root') return { objectType };
	if (objectType !== 'folder' && objectType !== 'file') {
		throw wrongChoice('lookAt', ['root', 'folder', 'file']);
	}
	const object = parameters.text('object');
	if (object === '') {
		throw new Refusal(
			'Path is empty',
			'Give the path of the folder or file, as a listing of the root or a folder shows it.',
		);
	}
	if (objectType === 'folder') return { objectType, object };
	return {
		objectType,
		object,
		file: readFormat(object, parameters.collection('fileOptions', ['columnDelimiter'])),
	};
}

const typeByEnding = new Map<string, FileFormat['fileType']>([
	['csv', 'delimited'],
	['tsv', 'delimited'],
	['txt', 'delimited'],
	['psv', 'delimited'],
	['json', 'json'],
	['jsonl', 'json'],
	['parquet', 'parquet'],
]);

const compressionByEnding = new Map([
	['gz', 'gzip'],
	['gzip', 'gzip'],
	['bz2', 'bzip2'],
	['deflate', 'deflate'],
	['zip', 'zipDeflate'],
	['tgz', 'tarGzip'],
	['tar', 'tar'],
]);

/** Reads what the user chose, and the rest from the file's name. */
function readFormat(path: string, options: Record<string, string>): FileFormat {
	const endings = path.toLowerCase().split('/').at(-1)?.split('.').slice(1) ?? [];
	const chosenType = options.fileType === 'auto' ? '' : options.fileType;
	const fileType = chosenType || lastKnown(endings);
	if (fileType !== 'delimited' && fileType !== 'json' && fileType !== 'parquet') {
		throw new Refusal(
			'The type of the file cannot be told from its name',
			'Choose it under File Options > File Type: delimited, json or parquet.',
		);
	}
	return {
		fileType,
		compressionType: readCompression(endings, options.compressionType),
		columnDelimiter: readDelimiter(options.columnDelimiter, endings),
		encoding: options.encoding ?? '',
	};
}

/** `data.csv.parquet` is what its last known ending says. */
function lastKnown(endings: string[]): FileFormat['fileType'] | undefined {
	return endings
		.map((ending) => typeByEnding.get(ending))
		.filter(Boolean)
		.at(-1);
}

function readCompression(endings: string[], chosen = 'auto'): string {
	if (chosen === 'none') return '';
	if (chosen && chosen !== 'auto') return chosen;
	if (endings.slice(-2).join('.') === 'tar.gz') return 'tarGzip';
	return compressionByEnding.get(endings.at(-1) ?? '') ?? '';
}

function readDelimiter(chosen: string | undefined, endings: string[]): string {
	if (chosen === '\\t' || (!chosen && endings.includes('tsv'))) return '\t';
	if ((chosen ?? '').length > 1) {
		throw new Refusal(
			'Column Delimiter has more than one character',
			'Give one character, or \\t for a tab.',
		);
	}
	return chosen ?? '';
}
