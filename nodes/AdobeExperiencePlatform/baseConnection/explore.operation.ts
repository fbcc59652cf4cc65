import type { INodeProperties } from 'n8n-workflow';
import { exploreConnection, type ExploreTarget } from './explore';
import { resolveFormat, type FileFormat } from '../file/format';
import { concurrencyOption, connectionIdField, optionsField } from '../node/commonFields';
import { columnDelimiterField, compressionField, encodingField, FILE_TYPES } from '../file/fields';
import type { ItemParameters } from '../node/itemParameters';
import { asPath, asChoice } from '../node/values';
import { refuseProblems } from '../adobe/errors/failure';
import type { Operation, Task } from '../node/operation';

const properties: INodeProperties[] = [
	connectionIdField,
	{
		displayName: 'Look At',
		name: 'objectType',
		type: 'options',
		options: [
			{ name: 'File', value: 'file', description: 'Preview the first rows of a file' },
			{ name: 'Folder', value: 'folder', description: 'List a folder' },
			{ name: 'Root', value: 'root', description: 'List the root of the connection' },
		],
		default: 'root',
	},
	{
		displayName: 'Path',
		name: 'object',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { objectType: ['folder', 'file'] } },
		placeholder: 'e.g. /my-bucket/folder/account.csv',
		description: 'Path of the folder or file, from the field path of a listing',
	},
	{
		displayName: 'File Options',
		name: 'fileOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { objectType: ['file'] } },
		options: [
			columnDelimiterField,
			compressionField,
			encodingField,
			{
				displayName: 'File Type',
				name: 'fileType',
				type: 'options',
				options: FILE_TYPES,
				default: 'auto',
			},
		],
	},
	optionsField(concurrencyOption),
];

function prepare(parameters: ItemParameters): Task {
	const id = parameters.id('connectionId', 'connection');
	const target = readTarget(parameters);
	return {
		settings: parameters.settings(),
		run: async (client) => await exploreConnection(client, id, target),
	};
}

function readTarget(parameters: ItemParameters): ExploreTarget {
	const objectType = asChoice(parameters.text('objectType') || 'root', 'lookAt', [
		'root',
		'folder',
		'file',
	]);
	if (objectType === 'root') return { objectType };
	const object = asPath(parameters.text('object'));
	if (object === '') {
		throw parameters.empty(
			'object',
			'Path',
			'Enter the path of the folder or file, as a listing shows it.',
		);
	}
	if (objectType === 'folder') return { objectType, object };
	const options = parameters.collection('fileOptions', ['columnDelimiter']);
	const { fileType = 'auto', compressionType = 'auto', columnDelimiter = '', encoding } = options;
	const choice = { fileType, compressionType, columnDelimiter, encoding };
	const { format, problems } = resolveFormat(object, choice, 'File Options > File Type');
	refuseProblems(problems);
	return { objectType, object, file: format as FileFormat };
}

export const operation: Operation = {
	label: 'Explore',
	action: 'Explore the files of a base connection',
	description: 'List the files and folders that a base connection can see, or preview a file',
	properties,
	prepare,
};
