import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import { asFailure, cut, Failure } from '../adobe/errors/failure';
import { listFolder, readExplored, type BucketEntry } from '../baseConnection/explore.operation';
import {
	dataFiles,
	isShown,
	resolveFormat,
	type FileFormat,
	type FileFormatChoice,
} from '../file/format';
import { DEFAULT_DELIMITER, headerFindings, type HeaderFindings } from '../file/header';
import {
	DEFAULT_ENCODING,
	fileColumns,
	previewTable,
	type FileColumn,
	readPreview,
	type SamplePreview,
} from '../file/preview';
import { asRecord } from '../adobe/json';

/** What a dataflow reads, as its source connection describes it (contract.md (g)), and the columns. */
export interface SourceFile {
	part: { data: { format: string; properties?: IDataObject }; params: IDataObject };
	columns: FileColumn[];
	/** Problems of the header; undefined for JSON and Parquet. */
	header?: HeaderFindings;
	found: FoundFormat;
	hints: string[];
}

/** How the sample file was read. Delimiter and encoding are null if it is not delimited. */
interface FoundFormat extends Pick<SamplePreview, 'isDelimiterKnown' | 'isEncodingKnown'> {
	/** Path of the sample file. */
	sampleFile: string;
	columnDelimiter: string | null;
	encoding: string | null;
}

/** What to read, and how. */
export interface FileChoice {
	connectionId: string;
	pathType: 'file' | 'folder';
	path: string;
	recursive: boolean;
	format: FileFormatChoice;
}

/**
 * Reads the file, or a sample file of the folder, and its columns. What several items have in common is read once.
 * @throws Failure if the path is not found, or if the format cannot be determined
 */
export async function readSourceFile(client: ApiClient, choice: FileChoice): Promise<SourceFile> {
	const { path, pathType, recursive } = choice;
	const { sample, hints } =
		pathType === 'file'
			? { sample: await lookAt(client, choice, path), hints: [] }
			: await sampleOf(client, choice);
	const { format, preview, isDelimiterKnown, isEncodingKnown } = sample;
	const isDelimited = format.fileType === 'delimited';
	const header = isDelimited ? headerFindings(previewTable(preview), format) : undefined;
	return {
		part: {
			data: dataOf(format),
			params: { path, type: pathType, ...(pathType === 'folder' && recursive && { recursive }) },
		},
		columns: sample.columns,
		header,
		found: {
			sampleFile: sample.path,
			columnDelimiter: isDelimited ? format.columnDelimiter || DEFAULT_DELIMITER : null,
			encoding: isDelimited ? format.encoding || DEFAULT_ENCODING : null,
			isDelimiterKnown,
			isEncodingKnown,
		},
		hints: [...hints, ...nameHints(sample.path), ...sample.hints, ...(header?.hints ?? [])],
	};
}

const LONGEST_NAME = 255;
const NOT_IN_NAMES = /["\\:|<>*?]/;

/** One page of Adobe forbids these characters in names, another one does not (contract.md (d)). */
function nameHints(path: string): string[] {
	for (const name of path.split('/')) {
		const [character] = NOT_IN_NAMES.exec(name) ?? [];
		if (character === undefined && name.length <= LONGEST_NAME) continue;
		const what =
			character === undefined ? `has ${name.length} characters` : `contains ${character}`;
		return [
			`The name "${cut(name)}" ${what}. Adobe's documentation allows up to ${LONGEST_NAME} characters in the name of a file or folder, and none of " \\ : | < > * ?. If a run does not ingest such files, rename them.`,
		];
	}
	return [];
}

interface Sample extends SamplePreview {
	path: string;
	columns: FileColumn[];
}

async function lookAt(
	client: ApiClient,
	{ connectionId, format: choice }: FileChoice,
	path: string,
): Promise<Sample> {
	const { format: wanted, problems } = resolveFormat(path, choice, 'Format');
	if (!wanted) {
		const [{ message, description }] = problems;
		throw new Failure(message, `${description} Nothing was created.`);
	}
	const ask = async (format: FileFormat) =>
		await client.readOnce(['file', connectionId, path, JSON.stringify(format)], async () => {
			const target = { objectType: 'file', object: path, file: format } as const;
			return await readExplored(client, connectionId, target).catch(asNotThere(path));
		});
	const sample = await readPreview(ask, wanted, choice);
	return { ...sample, path, columns: fileColumns(sample.preview) };
}

/** Leaves out values that are the service's default, unless they were chosen (contract.md (g)). */
function dataOf({ fileType, columnDelimiter, compressionType, encoding }: FileFormat) {
	const properties = {
		...(fileType === 'delimited' && columnDelimiter && { columnDelimiter }),
		...(fileType === 'delimited' && encoding && { encoding }),
		...(compressionType && { compressionType }),
	};
	return { format: fileType, ...(Object.keys(properties).length > 0 && { properties }) };
}

/** At most this many files of a folder are read to find one with columns. The first files may be empty. */
const MOST_SAMPLES = 20;

/** The first data file of the folder that has columns, by name. All files of the folder have the same columns. */
async function sampleOf(
	client: ApiClient,
	choice: FileChoice,
): Promise<{ sample: Sample; hints: string[] }> {
	const { connectionId, path, recursive, format } = choice;
	const { folder, pattern } = splitWildcard(path);
	const open = [folder];
	const empty: string[] = [];
	let refused: Failure | undefined;
	for (let next = open.shift(), looks = 0; next !== undefined && looks < MOST_FOLDERS; looks++) {
		const at = next;
		const entries = await client.readOnce(
			['folder', connectionId, at],
			async () => await listFolder(client, connectionId, at).catch(asNotThere(at)),
		);
		const named = entries.filter(
			({ type, name }) => type === 'file' && fitsWildcard(name, pattern),
		);
		const { files, others } = dataFiles(named, format.fileType, pattern);
		for (const file of files.slice(0, Math.max(0, MOST_SAMPLES - empty.length))) {
			const sample = await lookAt(client, choice, file.path).catch(asFailure);
			if (!(sample instanceof Failure)) {
				if (sample.columns.length > 0) return { sample, hints: otherKindHints(others, sample) };
			} else if (!isOfTheFile(sample)) throw sample;
			else refused ??= sample;
			empty.push(file.path);
		}
		if (recursive) {
			const folders = entries.filter(({ type, name }) => type === 'folder' && isShown(name));
			open.push(...folders.map((entry) => entry.path));
		}
		next = open.shift();
	}
	if (refused) throw refused;
	throw noSample(path, empty);
}

/** Whether to try another file after this failure. Some sources refuse empty files. */
function isOfTheFile({ httpCode, sourceCause }: Failure): boolean {
	return httpCode === '400' && [undefined, 'file', 'path'].includes(sourceCause);
}

/** @param empty files without columns */
function noSample(path: string, empty: readonly string[]): Failure {
	if (empty.length > 0) {
		return new Failure(
			`${empty.length < MOST_SAMPLES ? 'The' : `The first ${MOST_SAMPLES}`} files in "${path}" are empty`,
			`Files: ${empty.join(', ')}. Add a file with data to the folder, since the mapping needs its columns. Nothing was created.`,
		);
	}
	return new Failure(
		`No file in "${path}" can be read`,
		'The columns are read from a file in the folder. Add one, choose its Format if its name does not show it, or choose Recursive to include subfolders. Checksums, manifests and names that begin with _ or . are skipped. Nothing was created.',
	);
}

/** Adobe's guides do not exclude any file of a folder [inference]. */
function otherKindHints([first, ...more]: readonly BucketEntry[], { format }: Sample): string[] {
	if (!first) return [];
	return [
		`The path also matches ${more.length + 1} ${more.length === 0 ? 'file' : 'files'} of another format (${first.path}). The dataflow reads every file as ${format.fileType}. Use a wildcard such as *.csv to leave them out.`,
	];
}

const MOST_FOLDERS = 20;

/** `/bucket/daily/*.csv` is the folder `/bucket/daily` and the files that match `*.csv`. */
export function splitWildcard(path: string): { folder: string; pattern: string } {
	const star = path.indexOf('*');
	if (star < 0) return { folder: path, pattern: '*' };
	const end = path.lastIndexOf('/', star);
	return { folder: path.slice(0, Math.max(end, 0)), pattern: path.slice(end + 1) };
}

function asNotThere(path: string): (error: unknown) => Promise<never> {
	return async (error) => {
		throw notReadable(path, await asFailure(error));
	};
}

/** How a source connection reads files, with Adobe's defaults filled in (contract.md (g)). */
export function readingOf(data: object | undefined) {
	const { properties: said, columnDelimiter } = asRecord(data);
	const properties = asRecord(said);
	// Older guides put the delimiter into `data` itself.
	const delimiter = textOf(properties.columnDelimiter ?? columnDelimiter) || DEFAULT_DELIMITER;
	return {
		columnDelimiter: delimiter === '\\t' ? '\t' : delimiter,
		encoding: (textOf(properties.encoding) || DEFAULT_ENCODING).toUpperCase(),
		compressionType: textOf(properties.compressionType).replace(/^none$/i, ''),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
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

/**
 * Whether a name matches a pattern in which a star stands for any number of characters. Each part between two
 * stars is searched for once, so the time does not grow with the number of stars as it does for regular
 * expressions.
 */
export function fitsWildcard(name: string, pattern: string): boolean {
	const star = pattern.indexOf('*');
	if (star < 0) return name === pattern;
	const first = pattern.slice(0, star);
	const last = pattern.slice(pattern.lastIndexOf('*') + 1);
	const end = name.length - last.length;
	if (end < first.length || !name.startsWith(first) || !name.endsWith(last)) return false;
	let at = first.length;
	for (const part of pattern.split('*').slice(1, -1)) {
		const found = name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= end;
}
