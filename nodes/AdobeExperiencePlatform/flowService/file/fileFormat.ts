import type { Problem } from '../problem';

export type FileType = 'delimited' | 'json' | 'parquet';

/** How the user wants files to be read; 'auto' and '' leave it to the file's name. */
export interface FileFormatChoice {
	fileType: string;
	compressionType: string;
	/** One character, or `\t`. */
	columnDelimiter: string;
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
	const endings = path.toLowerCase().split('/').at(-1)?.split('.').slice(1) ?? [];
	const fileType = chosen && chosen !== 'auto' ? (chosen as FileType) : lastKnown(endings);
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
					mend: 'Give one character, or \\t for a tab.',
				},
			],
		};
	}
	return {
		format: {
			fileType,
			compressionType: fileType === 'parquet' ? '' : readCompression(endings, compressionType),
			columnDelimiter: delimiter,
			encoding,
		},
		problems: [],
	};
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
	return chosen === '\\t' || (!chosen && endings.includes('tsv')) ? '\t' : chosen;
}
