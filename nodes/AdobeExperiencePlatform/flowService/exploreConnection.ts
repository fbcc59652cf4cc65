import type { IDataObject } from 'n8n-workflow';
import { asRecord } from './json';
import type { ItemScope } from './run';
import type { Sender } from './sender';
import { connectionPath } from './readConnections';

/** What to look at within the bucket (contract.md (f)). */
export type ExploreTarget =
	| { objectType: 'root' }
	| { objectType: 'folder'; object: string }
	| { objectType: 'file'; object: string; file: FileFormat };

/** How to read a file; '' where the service's default does. */
export interface FileFormat {
	fileType: 'delimited' | 'json' | 'parquet';
	compressionType: string;
	/** One character. */
	columnDelimiter: string;
	encoding: string;
}

/**
 * `GET /connections/{id}/explore`: the entries of the root or a folder, or the first rows of a file.
 * A file comes as `{ data, schema, … }` or, in an older form, as a list of its columns; both are
 * taken (contract.md (f)). Entry types come in upper and in lower case and leave in lower case.
 */
export async function exploreConnection(
	sender: Sender,
	id: string,
	target: ExploreTarget,
	item: ItemScope,
): Promise<IDataObject[]> {
	const sent = await sender.repeat(
		{ method: 'GET', path: `${connectionPath(id)}/explore`, query: queryOf(target) },
		item,
	);
	const { body } = sender.answerOf(sent, item);
	const entries = Array.isArray(body) ? body : rowsOf(body);
	return entries.map((entry) => tidy(entry, target));
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
