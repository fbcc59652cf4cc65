import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import { entityPath } from '../adobe/entity/kind';
import { asRecord } from '../adobe/json';
import type { FileFormat } from '../file/format';
import { BASE_CONNECTION, type Connection } from './connection';
import { asFailure, Failure } from '../adobe/errors/failure';
import { explained, adviceFor, isOfKeys } from './refused';

export type ExploreTarget =
	| { objectType: 'root' }
	| { objectType: 'folder'; object: string }
	| { objectType: 'file'; object: string; file: FileFormat };

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
	const body = await explore(client, id, target);
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

/** The preview of a file as the service returns it: columns and first rows. */
export async function previewFile(
	client: ApiClient,
	id: string,
	path: string,
	file: FileFormat,
): Promise<unknown> {
	return await explore(client, id, { objectType: 'file', object: path, file });
}

async function explore(client: ApiClient, id: string, target: ExploreTarget): Promise<unknown> {
	const answer = await requestExplore(client, id, target).catch(asFailure);
	if (answer instanceof Failure) {
		throw await explained(client, id, answer, target.objectType === 'root');
	}
	return answer;
}

/** @param mostTries for requests that the item can do without */
async function requestExplore(
	client: ApiClient,
	id: string,
	target: ExploreTarget,
	mostTries?: number,
): Promise<unknown> {
	return await client.read({
		mostTries,
		method: 'GET',
		path: `${entityPath(BASE_CONNECTION, id)}/explore`,
		query: queryOf(target),
		noun: BASE_CONNECTION.noun,
	});
}

function queryOf(target: ExploreTarget): Array<[string, string]> {
	const query: Array<[string, string]> = [['objectType', target.objectType]];
	if (target.objectType === 'root') return query;
	query.push(['object', target.object]);
	if (target.objectType === 'folder') return query;
	const { fileType, compressionType, columnDelimiter, encoding } = target.file;
	const isDelimited = fileType === 'delimited';
	query.push(['fileType', fileType], ['preview', 'true']);
	if (compressionType) query.push(['compressionType', compressionType]);
	if (isDelimited && columnDelimiter) query.push(['columnDelimiter', columnDelimiter]);
	if (isDelimited && encoding) query.push(['encoding', encoding]);
	return query;
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

/**
 * Why a path could not be read. A missing file and expired keys have different messages.
 * @param failure of the request for the path
 */
export function notReadable(path: string, failure: Failure): Failure {
	const { message, description, httpCode, code, sourceCause } = failure;
	const as = (title: string, text: string) =>
		new Failure(title, `${text} Nothing was created.`, httpCode, code, sourceCause);
	if (sourceCause === 'path') return as(`File not found: ${path.replace(/^\/+/, '')}`, description);
	if (sourceCause !== undefined && sourceCause !== 'file') {
		return as(message, `"${path}" could not be read. ${description}`);
	}
	return as(
		`"${path}" could not be read with this connection`,
		`${message}. ${description} Or choose another path from the list, or another Format.`,
	);
}

/** Why Adobe cannot read with a connection, and the next step. */
interface Diagnosis {
	reason: string;
	whatToDo: string;
	/** Whether new credentials are the next step. */
	isOfKeys: boolean;
}

/** Enough to find out why, without a long wait. */
const MOST_TRIES = 2;

/**
 * Why the test of a connection failed. The test gives no reason (contract.md (f)), but the source does when it
 * refuses to list its files.
 */
export async function whyUnreadable(
	client: ApiClient,
	id: string,
	connection: Connection | undefined,
): Promise<Diagnosis> {
	const refused = await requestExplore(client, id, { objectType: 'root' }, MOST_TRIES).catch(
		asFailure,
	);
	const said = refused instanceof Failure ? refused.sourceCause : undefined;
	// The test is about credentials, unless the source names another cause.
	const cause = said === undefined || said === 'file' ? 'credentials' : said;
	const { message, description } = adviceFor(cause, connection);
	return { reason: message, whatToDo: description, isOfKeys: isOfKeys(cause) };
}
