import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Problem } from '../adobe/errors/failure';

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

type FileType = 'delimited' | 'json' | 'parquet';

/** How the user wants files to be read. With 'auto' and '', the file's name decides. */
export interface FileFormatChoice {
	fileType: string;
	compressionType: string;
	/** One character, `\t`, or one of {@link DELIMITER_WORDS}. With '' and 'auto', the file decides. */
	columnDelimiter: string;
	/** With '' and 'auto', the file decides. */
	encoding?: string;
}

/** How to read a file. An empty text is the service's default (contract.md (f)). */
export interface FileFormat {
	fileType: FileType;
	compressionType: string;
	/** One character. */
	columnDelimiter: string;
	encoding: string;
}

const AUTO = 'auto';

const DELIMITER_WORDS = new Map([
	[AUTO, ''],
	['comma', ','],
	['pipe', '|'],
	['semicolon', ';'],
	['tab', '\t'],
	['\\t', '\t'],
]);

/** The delimiter for the first preview if none was chosen. The service's own default is the comma. */
const delimiterByEnding = new Map([
	['tsv', '\t'],
	['psv', '|'],
]);

const typeByEnding = new Map<string, FileType>([
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

type ResolvedFormat =
	| { format: FileFormat; problems: [] }
	| { format?: undefined; problems: [Problem] };

/**
 * The user's choices, and the rest from the file's name.
 * @param where the field of the file type, for the message: `File Options > File Type`
 */
export function resolveFormat(
	path: string,
	{ fileType: chosen, compressionType, columnDelimiter, encoding = '' }: FileFormatChoice,
	where: string,
): ResolvedFormat {
	const endings = endingsOf(path);
	const fileType = isAuto(chosen) ? lastKnown(endings) : (chosen as FileType);
	if (fileType === undefined || ![...typeByEnding.values()].includes(fileType)) {
		return {
			problems: [
				{
					message: `The type of the file "${path.split('/').at(-1)}" cannot be detected from its name`,
					description: `Choose another file, or, if it contains delimited text, JSON or Parquet, choose its type under ${where}.`,
				},
			],
		};
	}
	const delimiter = readDelimiter(columnDelimiter, endings);
	if (delimiter.length > 1) {
		return {
			problems: [
				{
					message: 'Column Delimiter has more than one character',
					description: 'Enter auto, one character, or \\t for a tab.',
				},
			],
		};
	}
	return {
		format: {
			fileType,
			compressionType: fileType === 'parquet' ? '' : readCompression(endings, compressionType),
			columnDelimiter: delimiter,
			encoding: isAuto(encoding) ? '' : encoding,
		},
		problems: [],
	};
}

/** Whether the file decides. */
export function isAuto(choice = ''): boolean {
	return choice.length > 1 ? choice.trim().toLowerCase() === AUTO : choice === '';
}

/** Undefined if the name does not show it. */
function typeByName(path: string): FileType | undefined {
	return lastKnown(endingsOf(path));
}

function endingsOf(path: string): string[] {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return name.toLowerCase().split('.').slice(1);
}

/** The last known extension counts, as in `data.csv.parquet`. */
function lastKnown(endings: string[]): FileType | undefined {
	return endings
		.map((ending) => typeByEnding.get(ending))
		.filter(Boolean)
		.at(-1);
}

function readCompression(endings: string[], chosen: string): string {
	if (chosen === 'none') return '';
	if (chosen && chosen !== 'auto') return chosen;
	if (endings.slice(-2).join('.') === 'tar.gz') return 'tarGzip';
	return compressionByEnding.get(endings.at(-1) ?? '') ?? '';
}

function readDelimiter(chosen: string, endings: string[]): string {
	const known =
		chosen.length > 1 ? (DELIMITER_WORDS.get(chosen.trim().toLowerCase()) ?? chosen) : chosen;
	if (known !== '') return known;
	return endings.map((ending) => delimiterByEnding.get(ending)).find(Boolean) ?? '';
}

/** Hidden files, and files of programs that write a table in parts. */
const NOT_DATA_START = /^[_.]/;
/** Checksums, signatures, marks that something is complete, and files that are still written. */
const NOT_DATA_END =
	/\.(crc|crc32|md5|sha1|sha256|sha512|sfv|sig|asc|gpgsig|done|ok|ready|success|trigger|lock|tmp|temp|part|filepart|crdownload|bak|swp)$/i;
const NOT_DATA_NAME =
	/(^|[._\s-])manifest([._\s-]|$)|^(checksums?|(md5|sha1|sha256|sha512)sums?|readme)(\.|$)/i;

/** Pictures, documents, programs and archives, and formats that Adobe does not ingest from a storage. */
const NEVER_DATA_END =
	/\.(bin|exe|dll|so|jar|class|iso|dmg|7z|rar|png|jpe?g|gif|svg|webp|ico|bmp|tiff?|mp[34]|mov|avi|wav|pdf|docx?|xlsx?|pptx?|odt|ods|html?|xml|avro|orc|css|js|py|sh|sql|db|sqlite)$/i;

/**
 * Whether a file may hold data, by its name. Without a known extension it may, since its format can be chosen.
 */
export function mayHoldData(name: string): boolean {
	if (NEVER_DATA_END.test(name) || NOT_DATA_END.test(name)) return false;
	return isShown(name) || typeByName(name) !== undefined;
}

/**
 * The data files of a folder, by name, without the files that accompany data. If there are several kinds, the
 * most frequent one counts, and in a tie the kind of the first name.
 * @param chosen the format, if it was chosen
 * @param pattern for the names, as typed. It includes names with `_` or `.` at the start only if it starts so
 * itself
 * @returns also the files that hold data of another kind
 */
export function dataFiles<T extends { name: string; path: string }>(
	entries: readonly T[],
	chosen: string,
	pattern = '',
): { files: T[]; others: T[] } {
	const isAsked = NOT_DATA_START.test(pattern);
	const shown = entries
		.filter(({ name }) => (isAsked || isShown(name)) && !NOT_DATA_END.test(name))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
	const data = shown.filter(({ name }) => !NOT_DATA_NAME.test(name));
	// With nothing else in the folder, such a name may be that of a table: `shipping_manifest.csv`.
	const own = shown.filter(({ path }) => !['json', undefined].includes(typeByName(path)));
	const kinds = (data.length > 0 ? data : own).map((entry) => ({
		entry,
		kind: typeByName(entry.path),
	}));
	const kind = isAuto(chosen) ? commonest(kinds.map((each) => each.kind)) : (chosen as FileType);
	// With a chosen format, only names of another format are left out.
	const isOfKind = (each: FileType | undefined) =>
		kind !== undefined && (each === kind || (each === undefined && !isAuto(chosen)));
	return {
		files: kinds.filter((each) => isOfKind(each.kind)).map(({ entry }) => entry),
		others: kinds
			.filter((each) => each.kind !== undefined && !isOfKind(each.kind))
			.map(({ entry }) => entry),
	};
}

/** False for files that a writer keeps for itself, such as `_SUCCESS` or `_temporary`. */
export function isShown(name: string): boolean {
	return !NOT_DATA_START.test(name);
}

function commonest(kinds: ReadonlyArray<FileType | undefined>): FileType | undefined {
	const counts = new Map<FileType, number>();
	for (const kind of kinds) if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
