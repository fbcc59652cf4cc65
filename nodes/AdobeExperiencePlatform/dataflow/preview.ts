import {
	DEFAULT_DELIMITER,
	isBetter,
	otherDelimiters,
	sepLine,
	duplicateText,
	type HeaderFindings,
} from '../file/header';
import {
	hasMoreThanAscii,
	hasReplacements,
	isLatin1,
	isWindows1252,
	previewTable,
	withoutBom,
} from '../file/columns';
import { isAuto, type FileFormat, type FileFormatChoice } from '../file/format';
import { columnsOf, type MappingPair, type MappingProblem } from './mapping/pair';

/** A preview, and how it was read. */
export interface SamplePreview {
	preview: unknown;
	/** Empty members mean the service's default. */
	format: FileFormat;
	/**
	 * Whether the file shows its delimiter and its encoding. A single column fits any delimiter, and ASCII fits any
	 * encoding.
	 */
	isDelimiterKnown: boolean;
	isEncodingKnown: boolean;
	hints: string[];
}

const LATIN_1 = 'ISO-8859-1';
/** At most this many more previews to find the delimiter. */
const MOST_DELIMITERS = 2;

/**
 * Reads the preview of a file, and reads it again if the automatic delimiter or encoding was wrong.
 * @param ask reads the preview in a format
 * @param format the chosen format, completed from the file name
 */
export async function readPreview(
	ask: (format: FileFormat) => Promise<unknown>,
	format: FileFormat,
	choice: FileFormatChoice,
): Promise<SamplePreview> {
	const first = await ask(format);
	if (format.fileType !== 'delimited') {
		const isKnown = { isDelimiterKnown: false, isEncodingKnown: false };
		return { preview: first, format, ...isKnown, hints: [] };
	}
	const divided = await findDelimiter(ask, { preview: first, format }, choice);
	const decoded = await findEncoding(ask, divided, choice);
	const { preview } = decoded;
	return {
		...decoded,
		isDelimiterKnown: !isAuto(choice.columnDelimiter) || previewTable(preview).names.length > 1,
		isEncodingKnown: !isAuto(choice.encoding) || hasMoreThanAscii(preview),
	};
}

interface Reading {
	preview: unknown;
	format: FileFormat;
}

async function findDelimiter(
	ask: (format: FileFormat) => Promise<unknown>,
	reading: Reading,
	{ columnDelimiter }: FileFormatChoice,
): Promise<Reading> {
	if (!isAuto(columnDelimiter)) return reading;
	const table = previewTable(reading.preview);
	const others = otherDelimiters(table, reading.format.columnDelimiter);
	const named = sepLine(table, reading.format.columnDelimiter);
	const wanted = named === undefined ? others : [named, ...others];
	for (const delimiter of [...new Set(wanted)].slice(0, MOST_DELIMITERS)) {
		if (delimiter === (reading.format.columnDelimiter || DEFAULT_DELIMITER)) continue;
		const format = { ...reading.format, columnDelimiter: delimiter };
		const preview = await ask(format);
		if (isBetter(previewTable(preview), table, delimiter)) return { preview, format };
	}
	return reading;
}

async function findEncoding(
	ask: (format: FileFormat) => Promise<unknown>,
	reading: Reading,
	{ encoding }: FileFormatChoice,
): Promise<Reading & { hints: string[] }> {
	if (!hasReplacements(reading.preview)) return { ...reading, hints: [] };
	if (!isAuto(encoding)) {
		return {
			...reading,
			hints: [
				`The file contains characters that are not ${encoding}. They will be damaged in the dataset. Set Encoding to auto, or save the file in UTF-8.`,
			],
		};
	}
	const format = { ...reading.format, encoding: LATIN_1 };
	const preview = await ask(format);
	if (!isLatin1(reading.preview, preview)) {
		return {
			...reading,
			hints: [
				'The file is UTF-8 and contains damaged characters, which will also be damaged in the dataset. Save the file again from its source.',
			],
		};
	}
	const hints = isWindows1252(preview)
		? [
				'The file seems to be Windows-1252. Characters such as € and curly quotes will be lost, since Adobe reads only ISO-8859-1 and UTF-8. Save the file in UTF-8.',
			]
		: [];
	return { preview, format, hints };
}

/** The problems of a mapping. Problems of the header come first, since they explain why columns are missing. */
export function headerProblems(
	header: HeaderFindings | undefined,
	pairs: readonly MappingPair[],
	problems: readonly MappingProblem[],
): MappingProblem[] {
	if (!header) return [...problems];
	const causes = problems.length > 0 ? header.causes : [];
	return [...header.refusals, ...duplicated(header, pairs), ...causes, ...problems];
}

/** Hints about the header of a file whose mapping works. */
export function headerHints(header: HeaderFindings | undefined): string[] {
	return (header?.causes ?? []).map(({ message, description }) => `${message}. ${description}`);
}

/** It is unknown which of several columns with the same name goes into the field. */
function duplicated(
	{ duplicates }: HeaderFindings,
	pairs: readonly MappingPair[],
): MappingProblem[] {
	const used = new Map(pairs.flatMap(columnsOf).map((path) => [plainName(path), path]));
	return [...duplicates]
		.filter(([name]) => used.has(name))
		.map(([name, positions]) => ({
			column: used.get(name),
			message: duplicateText(name, positions),
			description:
				'Give each column a unique name in the first row of the file, or leave it out of the mapping.',
		}));
}

/** A column of a delimited file as it is written in the header. */
function plainName(path: string): string {
	return withoutBom(path.replace(/^\$\{(.*)\}$/s, '$1').replaceAll('\\.', '.'));
}
