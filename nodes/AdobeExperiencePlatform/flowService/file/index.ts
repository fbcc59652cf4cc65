/** Files of a storage: how they are read, and what is in them. */
export { dataFiles, isShown } from './dataFiles';
export { DEFAULT_DELIMITER, delimiterName, isBetter, otherDelimiters, sepLine } from './delimiter';
export {
	DEFAULT_ENCODING,
	hasMoreThanAscii,
	hasReplacements,
	isLatin1,
	isWindows1252,
} from './encoding';
export {
	fileColumns,
	KEYWORDS,
	previewTable,
	sourcePath,
	withoutBom,
	type Cell,
	type FileColumn,
} from './fileColumns';
export {
	isAuto,
	resolveFormat,
	typeByName,
	type FileFormat,
	type FileFormatChoice,
	type FileType,
} from './fileFormat';
export { duplicateText, headerFindings, type HeaderFindings } from './header';
