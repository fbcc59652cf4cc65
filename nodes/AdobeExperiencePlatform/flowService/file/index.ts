/** Files of a storage: how they are read, and what is in them. */
export { fileColumns, sourcePath, type FileColumn } from './fileColumns';
export { resolveFormat, type FileFormat, type FileFormatChoice, type FileType } from './fileFormat';
