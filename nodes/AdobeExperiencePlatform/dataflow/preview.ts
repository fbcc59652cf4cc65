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

/** A preview and how it had to be read. */
export interface SamplePreview {
	preview: unknown;
	/** '' where nothing had to be said: the service's default does. */
	format: FileFormat;
	/** Whether the file shows its delimiter and its encoding: one column, and ASCII, fit any. */
	isDelimiterKnown: boolean;
	isEncodingKnown: boolean;
	hints: string[];
}

const LATIN_1 = 'ISO-8859-1';
/** Further readings to find the delimiter. */
const MOST_DELIMITERS = 2;

/**
 * Reads the preview of a file, again where delimiter or encoding are to be found and the first reading was wrong.
 * @param ask for the preview with a format
 * @param format what was chosen, and the rest from the file's name
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
				`The file holds characters that are not ${encoding}: they will be damaged in the dataset. Set Encoding to auto, or save the file in UTF-8.`,
			],
		};
	}
	const format = { ...reading.format, encoding: LATIN_1 };
	const preview = await ask(format);
	if (!isLatin1(reading.preview, preview)) {
		return {
			...reading,
			hints: [
				'The file is UTF-8 with some damaged characters, which will be damaged in the dataset, too. Save the file again from its source.',
			],
		};
	}
	const hints = isWindows1252(preview)
		? [
				'The file seems to be Windows-1252: characters such as € and curly quotes will be lost, since Adobe reads ISO-8859-1 and UTF-8 only. Save the file in UTF-8.',
			]
		: [];
	return { preview, format, hints };
}

/**
 * What is wrong with a mapping, led by what is wrong with the first row of the file: it explains why columns are not
 * found.
 */
export function headerProblems(
	header: HeaderFindings | undefined,
	pairs: readonly MappingPair[],
	problems: readonly MappingProblem[],
): MappingProblem[] {
	if (!header) return [...problems];
	const causes = problems.length > 0 ? header.causes : [];
	return [...header.refusals, ...duplicated(header, pairs), ...causes, ...problems];
}

/** What the user should know of the first row although the mapping works. */
export function headerHints(header: HeaderFindings | undefined): string[] {
	return (header?.causes ?? []).map(({ message, description }) => `${message}. ${description}`);
}

/** Which of several columns of one name gets into the field is not known. */
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
				'Give each column a name of its own in the first row of the file, or leave it out of the mapping.',
		}));
}

/** A column of a delimited file as its first row has it. */
function plainName(path: string): string {
	return withoutBom(path.replace(/^\$\{(.*)\}$/s, '$1').replaceAll('\\.', '.'));
}
