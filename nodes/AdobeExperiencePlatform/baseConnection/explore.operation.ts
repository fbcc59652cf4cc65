import type {
	INodeProperties,
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
} from 'n8n-workflow';
import {
	resolveFormat,
	type FileFormat,
	mayHoldData,
	columnDelimiterField,
	compressionField,
	encodingField,
	FILE_TYPES,
} from '../file/format';
import { concurrencyOption, connectionIdField, optionsField } from '../node/commonFields';
import type { ItemParameters } from '../node/itemParameters';
import { asChoice } from '../node/values';
import { refuseProblems, asFailure, Failure } from '../adobe/errors/failure';
import type { Operation } from '../node/operation';
import type { ApiClient } from '../adobe/apiClient';
import { asRecord, parsedJson } from '../adobe/json';
import { type ExploreTarget, requestExplore } from './connection';
import { explained } from './refused';
import { CONNECTION, chosen, listFor, toChooseFirst, FULL_LIST } from '../node/lists';
import { asPath, storagePath } from './sources/bucket';

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

export const explore: Operation = {
	label: 'Explore',
	action: 'Explore the files of a base connection',
	description: 'List the files and folders that a base connection can see, or preview a file',
	properties,
	prepare(parameters) {
		const id = parameters.id('connectionId', 'connection');
		const target = readTarget(parameters);
		return {
			settings: parameters.settings(),
			run: async (client) => await exploreConnection(client, id, target),
		};
	},
};

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

export interface BucketEntry {
	type: 'file' | 'folder';
	name: string;
	path: string;
}

/**
 * `GET /connections/{id}/explore`: the entries of a folder, or the first rows of a file. A file preview is `{
 * data, schema, … }` or, in an older form, a list of its columns (contract.md (f)). Types of entries come in
 * upper or lower case and are returned in lower case.
 */
export async function exploreConnection(
	client: ApiClient,
	id: string,
	target: ExploreTarget,
): Promise<IDataObject[]> {
	const body = await readExplored(client, id, target);
	const entries = Array.isArray(body) ? body : rowsOf(body);
	const tidied = entries.map((entry) => tidy(entry, target));
	return tidied.some(looksLikeError) ? tidied.map(withRowNumber) : tidied;
}

/** The entries of a folder. '' and '/' are the root. */
export async function listFolder(
	client: ApiClient,
	id: string,
	path: string,
): Promise<BucketEntry[]> {
	const isRoot = /^\/*$/.test(path);
	const target: ExploreTarget = isRoot
		? { objectType: 'root' }
		: { objectType: 'folder', object: path };
	const entries = await exploreConnection(client, id, target);
	return entries
		.filter(({ name, path: at }) => typeof name === 'string' && typeof at === 'string')
		.map(({ type, name, path: at }) => ({
			type: type === 'folder' ? 'folder' : 'file',
			name: String(name),
			path: String(at),
		}));
}

/** The answer of the service. A refusal by the source is explained. */
export async function readExplored(
	client: ApiClient,
	id: string,
	target: ExploreTarget,
): Promise<unknown> {
	const answer = await requestExplore(client, id, target).catch(asFailure);
	if (answer instanceof Failure) {
		throw await explained(client, id, answer, target.objectType === 'root');
	}
	return answer;
}

function rowsOf(body: unknown): unknown[] {
	const fields = asRecord(body);
	if (Array.isArray(fields.data)) return fields.data;
	return Array.isArray(fields.items) ? fields.items : [];
}

function tidy(entry: unknown, { objectType }: ExploreTarget): IDataObject {
	if (typeof entry !== 'object' || entry === null) return { value: entry as string };
	const fields = entry as IDataObject;
	if (objectType === 'file' || typeof fields.type !== 'string') return fields;
	return { ...fields, type: fields.type.toLowerCase() };
}

/** n8n takes an output with only these fields for a failed item (n8n-core, error output). */
const ERROR_FIELDS = new Set(['error', 'message', 'stack']);

function looksLikeError(row: IDataObject): boolean {
	return 'error' in row && Object.keys(row).every((name) => ERROR_FIELDS.has(name));
}

/** A file with `error` as its only column is no failure, so its rows get one more field. */
function withRowNumber(row: IDataObject, index: number): IDataObject {
	return { ...row, rowNumber: index + 1 };
}

/** Folders read for one page of the list, so that the user does not wait long. */
const MOST_FOLDERS = 12;

/**
 * The files of the chosen connection, or its folders if Path Type is Folder. It goes one level deeper as the
 * user scrolls, since n8n keeps a list until another parameter changes. Files that cannot be ingested are left
 * out. A typed text is searched for in names, and a slash in it leads to a folder.
 */
export async function searchPaths(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const first = toChooseFirst(this, CONNECTION);
	if (first) return { results: [first] };
	const id = chosen(this, 'connectionId', 'connection', 'files');
	const wanted = this.getNodeParameter('pathType', 'file') === 'folder' ? 'folder' : 'file';
	const given = filter?.trim() ?? '';
	const typed = storagePath(given) ?? given;
	const end = typed.lastIndexOf('/') + 1;
	const search = typed.slice(end).toLowerCase();
	const folders = foldersOf(paginationToken) ?? [typed.slice(0, end)];
	return await listFor(this, ['paths', id, wanted, search, folders], async (client) => {
		const found: BucketEntry[] = [];
		for (let read = 0; read < MOST_FOLDERS && found.length < FULL_LIST; read++) {
			const folder = folders.shift();
			if (folder === undefined) break;
			const entries = (await listFolder(client, id, folder)).sort(byName);
			found.push(
				...entries.filter(
					({ type, name }) =>
						type === wanted &&
						name.toLowerCase().includes(search) &&
						(type === 'folder' || mayHoldData(name)),
				),
			);
			folders.push(...entries.filter(({ type }) => type === 'folder').map(({ path }) => path));
		}
		return {
			results: found.map(({ path }) => ({ name: path.replace(/^\/+/, ''), value: path })),
			...(folders.length > 0 && { paginationToken: JSON.stringify(folders) }),
		};
	});
}

/** The token comes back from the browser. With any other, the list starts again. */
function foldersOf(token: unknown): string[] | undefined {
	const folders = typeof token === 'string' ? parsedJson(token) : undefined;
	return Array.isArray(folders) ? folders.map(String) : undefined;
}

function byName(a: BucketEntry, b: BucketEntry): number {
	return a.name < b.name ? -1 : 1;
}
