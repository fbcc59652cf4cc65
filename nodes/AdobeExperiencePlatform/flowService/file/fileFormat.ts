import type { Problem } from '../problem';

export type FileType = 'delimited' | 'json' | 'parquet';

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

/**
 * What the user chose, and the rest from the file's name.
 * @param where of the choice of a type, for the message: `File Options > File Type`
 */
export function resolveFormat(
	path: string,
	{ fileType: chosen, compressionType, columnDelimiter, encoding = '' }: FileFormatChoice,
	where: string,
): { format?: FileFormat; problems: Problem[] } {
	const endings = endingsOf(path);
	const fileType = isAuto(chosen) ? lastKnown(endings) : (chosen as FileType);
	if (fileType === undefined || ![...typeByEnding.values()].includes(fileType)) {
		return {
			problems: [
				{
					message: `The type of the file "${path.split('/').at(-1)}" cannot be told from its name`,
					mend: `Choose another file, or, where it holds delimited text, JSON or Parquet, its type under ${where}.`,
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
					mend: 'Enter auto, one character, or \\t for a tab.',
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
export function typeByName(path: string): FileType | undefined {
	return lastKnown(endingsOf(path));
}

function endingsOf(path: string): string[] {
	return path.toLowerCase().split('/').at(-1)?.split('.').slice(1) ?? [];
}

/** `data.csv.parquet` is what its last known ending says. */
function lastKnown(endings: string[]): FileType | undefined {
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

function readDelimiter(chosen: string, endings: string[]): string {
	const known =
		chosen.length > 1 ? (DELIMITER_WORDS.get(chosen.trim().toLowerCase()) ?? chosen) : chosen;
	if (known !== '') return known;
	return endings.map((ending) => delimiterByEnding.get(ending)).find(Boolean) ?? '';
}
