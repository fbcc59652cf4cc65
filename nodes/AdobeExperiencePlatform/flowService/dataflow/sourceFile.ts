import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { asFailure, Failure } from '../../transport/errors/failure';
import type { ReadOnce } from '../../transport/session';
import { listFolder, previewFile, type BucketEntry } from '../baseConnection';
import type { DataflowDraft } from './draft';
import { notReadable } from '../notReadable';
import { fitsWildcard } from '../wildcard';
import { fileColumns, resolveFormat, type FileColumn, type FileFormat } from '../file';

/** What a dataflow reads, as its source connection says it (contract.md (g)), and the columns in it. */
export interface SourceFile {
	part: { data: { format: string; properties?: IDataObject }; params: IDataObject };
	columns: FileColumn[];
}

/** The parts of a draft that say what to read. */
export type FileChoice = Pick<
	DataflowDraft,
	'connectionId' | 'pathType' | 'path' | 'recursive' | 'format'
>;

/**
 * Looks at the file, or at one of the folder that stands for all: it must be there, and its preview
 * tells the columns. What many items ask for is read once.
 * @throws Failure where the path is not there, or its format cannot be told
 */
export async function readSourceFile(
	client: ApiClient,
	readOnce: ReadOnce,
	choice: FileChoice,
): Promise<SourceFile> {
	const { connectionId, pathType, path, recursive } = choice;
	const sample = pathType === 'file' ? path : (await sampleOf(client, readOnce, choice)).path;
	const { format, problems } = resolveFormat(sample, choice.format, 'Format');
	if (!format) {
		const [problem] = problems;
		throw new Failure(
			problem?.message ?? 'The format is not known',
			`${problem?.mend} Nothing was created.`,
		);
	}
	const preview = await readOnce(
		['file', connectionId, sample, JSON.stringify(format)],
		async () => await previewFile(client, connectionId, sample, format).catch(asNotThere(sample)),
	);
	return {
		part: {
			data: dataOf(format),
			params: { path, type: pathType, ...(pathType === 'folder' && recursive && { recursive }) },
		},
		columns: fileColumns(preview),
	};
}

/** Values that the service would take by default are left out (contract.md (g)). */
function dataOf({ fileType, columnDelimiter, compressionType, encoding }: FileFormat) {
	const properties = {
		...(fileType === 'delimited' && columnDelimiter && { columnDelimiter }),
		...(fileType === 'delimited' && encoding && { encoding }),
		...(compressionType && { compressionType }),
	};
	return { format: fileType, ...(Object.keys(properties).length > 0 && { properties }) };
}

/** The first file, by name, that the path names: all files of a dataflow have the same columns. */
async function sampleOf(
	client: ApiClient,
	readOnce: ReadOnce,
	{ connectionId, path, recursive, format }: FileChoice,
): Promise<BucketEntry> {
	const { folder, matches } = splitWildcard(path);
	const isWanted = (entry: BucketEntry) =>
		matches(entry.name) && resolveFormat(entry.path, format, 'Format').format !== undefined;
	const open = [folder];
	for (let next = open.shift(), looks = 0; next !== undefined && looks < MOST_FOLDERS; looks++) {
		const at = next;
		const entries = await readOnce(
			['folder', connectionId, at],
			async () => await listFolder(client, connectionId, at).catch(asNotThere(at)),
		);
		const files = entries.filter((entry) => entry.type === 'file').sort(byPath);
		const found = files.find(isWanted);
		if (found) return found;
		if (recursive) {
			open.push(...entries.filter(({ type }) => type === 'folder').map((entry) => entry.path));
		}
		next = open.shift();
	}
	throw new Failure(
		`There is no file in "${path}" that could be read`,
		'The columns are learned from a file that is there: put one in, choose its Format where the name does not tell it, or choose Recursive for the folders within. Nothing was created.',
	);
}

const MOST_FOLDERS = 20;

function byPath(a: BucketEntry, b: BucketEntry): number {
	return a.path < b.path ? -1 : 1;
}

/** `/bucket/daily/*.csv` is the folder `/bucket/daily` and the files whose name fits `*.csv`. */
export function splitWildcard(path: string): {
	folder: string;
	matches: (name: string) => boolean;
} {
	const star = path.indexOf('*');
	if (star < 0) return { folder: path, matches: () => true };
	const end = path.lastIndexOf('/', star);
	const pattern = path.slice(end + 1);
	return {
		folder: path.slice(0, Math.max(end, 0)),
		matches: (name) => fitsWildcard(name, pattern),
	};
}

function asNotThere(path: string): (error: unknown) => Promise<never> {
	return async (error) => {
		throw notReadable(path, await asFailure(error));
	};
}
