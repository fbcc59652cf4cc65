import type { Problem } from '../adobe/errors/problem';

/**
 * Whether a name fits a pattern in which a star stands for any number of characters. Each part
 * between two stars is looked for once, where it comes first, so that the time does not grow with the number of
 * stars as it does for a regular expression.
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

type FileType = 'delimited' | 'json' | 'parquet';

/** How the user wants files to be read; 'auto' and '' leave it to the file's name. */
export interface FileFormatChoice {
	fileType: string;
	compressionType: string;
	/** One character, `\t`, or one of {@link DELIMITER_WORDS}; '' and 'auto' leave it to the file. */
	columnDelimiter: string;
	/** '' and 'auto' leave it to the file. */
	encoding?: string;
}

/** How to read a file; '' where the service's default does (contract.md (f)). */
export interface FileFormat {
	fileType: FileType;
	compressionType: string;
	/** One character. */
	columnDelimiter: string;
	encoding: string;
}

const AUTO = 'auto';

/** What people write in place of the character. */
const DELIMITER_WORDS = new Map([
	[AUTO, ''],
	['comma', ','],
	['pipe', '|'],
	['semicolon', ';'],
	['tab', '\t'],
	['\\t', '\t'],
]);

/** Where the preview is read first if nothing was chosen; the service's own default is the comma. */
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
 * What the user chose, and the rest from the file's name.
 * @param where of the choice of a type, for the message: `File Options > File Type`
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

/** Whether a choice leaves it to the file. */
export function isAuto(choice = ''): boolean {
	return choice.length > 1 ? choice.trim().toLowerCase() === AUTO : choice === '';
}

/** What a file is by its name; undefined if the name does not tell. */
function typeByName(path: string): FileType | undefined {
	return lastKnown(endingsOf(path));
}

function endingsOf(path: string): string[] {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return name.toLowerCase().split('.').slice(1);
}

/** `data.csv.parquet` is what its last known ending says. */
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

/** Begun by what writes files in parts, or hidden. */
const NOT_DATA_START = /^[_.]/;
/** Checksums, signatures, marks that something is complete, and files that are still written. */
const NOT_DATA_END =
	/\.(crc|crc32|md5|sha1|sha256|sha512|sfv|sig|asc|gpgsig|done|ok|ready|success|trigger|lock|tmp|temp|part|filepart|crdownload|bak|swp)$/i;
const NOT_DATA_NAME =
	/(^|[._\s-])manifest([._\s-]|$)|^(checksums?|(md5|sha1|sha256|sha512)sums?|readme)(\.|$)/i;

/** Pictures, documents, programs and archives, and formats that Adobe does not take from a storage. */
const NEVER_DATA_END =
	/\.(bin|exe|dll|so|jar|class|iso|dmg|7z|rar|png|jpe?g|gif|svg|webp|ico|bmp|tiff?|mp[34]|mov|avi|wav|pdf|docx?|xlsx?|pptx?|odt|ods|html?|xml|avro|orc|css|js|py|sh|sql|db|sqlite)$/i;

/** Whether a file may hold data, by its name; one without a known ending may, since its format can be chosen. */
export function mayHoldData(name: string): boolean {
	if (NEVER_DATA_END.test(name) || NOT_DATA_END.test(name)) return false;
	return isShown(name) || typeByName(name) !== undefined;
}

interface Named {
	name: string;
	path: string;
}

/** The files of a folder that may hold data, and those that are data of another kind. */
interface DataFiles<T> {
	files: T[];
	others: T[];
}

/**
 * The data files of a folder, by name. What accompanies data is passed over; of several kinds the one that most
 * files are counts, and the first by name where it is a tie.
 * @param chosen the format, if it was chosen
 * @param pattern what names must fit, as typed: one that begins with `_` or `.` asks for such names
 */
export function dataFiles<T extends Named>(
	entries: readonly T[],
	chosen: string,
	pattern = '',
): DataFiles<T> {
	const isAsked = NOT_DATA_START.test(pattern);
	const shown = entries
		.filter(({ name }) => (isAsked || isShown(name)) && !NOT_DATA_END.test(name))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
	const data = shown.filter(({ name }) => !NOT_DATA_NAME.test(name));
	// Where there is nothing else, a table may be called so: `shipping_manifest.csv`.
	const own = shown.filter(({ path }) => !['json', undefined].includes(typeByName(path)));
	const kinds = (data.length > 0 ? data : own).map((entry) => ({
		entry,
		kind: typeByName(entry.path),
	}));
	const kind = isAuto(chosen) ? commonest(kinds.map((each) => each.kind)) : (chosen as FileType);
	// With a chosen format any name will do that does not say something else.
	const isOfKind = (each: FileType | undefined) =>
		kind !== undefined && (each === kind || (each === undefined && !isAuto(chosen)));
	return {
		files: kinds.filter((each) => isOfKind(each.kind)).map(({ entry }) => entry),
		others: kinds
			.filter((each) => each.kind !== undefined && !isOfKind(each.kind))
			.map(({ entry }) => entry),
	};
}

/** Whether a file or folder is none of what a writer keeps for itself, such as `_SUCCESS` or `_temporary`. */
export function isShown(name: string): boolean {
	return !NOT_DATA_START.test(name);
}

function commonest(kinds: ReadonlyArray<FileType | undefined>): FileType | undefined {
	const counts = new Map<FileType, number>();
	for (const kind of kinds) if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
