import type { Batch, FailedRow } from '../batches';
import type { Json } from '../types';

/** A file that Data Access offers. */
export interface ExportFile {
	/** below the folder that was asked for */
	name: string;
	/** JSON lines */
	text: string;
	/** in place of the text, for a file that is made while it is sent */
	pieces?: Iterable<string>;
}

function lines(values: unknown[]): string {
	return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

function isCorrupt({ row }: FailedRow): boolean {
	return '_corrupt_record' in row;
}

/** A refused row with the reasons beside its columns (EN:ingestion/quality/error-diagnostics.md). */
function withErrors({ row, errors }: FailedRow, name: string): Json {
	return { ...row, _errors: errors, _filename: name };
}

/** Rows of an error file; the service splits them at a size that is not documented. */
const ROWS_OF_A_FILE = 1000;

function errorFiles(kind: 'conversion' | 'parsing', rows: FailedRow[]): ExportFile[] {
	const count = Math.ceil(rows.length / ROWS_OF_A_FILE);
	return Array.from({ length: count }, (_, index) => {
		const name = `${kind}_errors_${index}.json`;
		const part = rows.slice(index * ROWS_OF_A_FILE, (index + 1) * ROWS_OF_A_FILE);
		return { name, text: lines(part.map((row) => withErrors(row, name))) };
	});
}

/** A large file; its length is not told, since it is not known. */
function madeFile(rows: Batch['madeRows']): ExportFile[] {
	if (!rows) return [];
	const name = 'conversion_errors_large.json';
	const pieces = {
		*[Symbol.iterator]() {
			for (let index = 0; index < rows.count; index++) {
				yield lines([withErrors(rows.row(index), name)]);
			}
		},
	};
	return [{ name, text: '', pieces }];
}

/** Files with refused rows: first those that could not be converted, then those that could not be read at all. */
export function rowErrors(batch: Batch): ExportFile[] {
	if (!batch.diagnosticsEnabled) return [];
	const parsing = batch.failedRows.filter(isCorrupt);
	const conversion = batch.failedRows.filter((row) => !isCorrupt(row));
	return [
		...errorFiles('conversion', conversion),
		...errorFiles('parsing', parsing),
		...madeFile(batch.madeRows),
	];
}

/** The sample of refused rows, at most a hundred. */
export function rowErrorSample(batch: Batch): ExportFile | undefined {
	const name = 'row_error_samples.json';
	const rows = batch.diagnosticsEnabled ? batch.failedRows.slice(0, 100) : [];
	return rows.length === 0
		? undefined
		: { name, text: lines(rows.map((row) => withErrors(row, name))) };
}

/** Files that say what the batch read: a path on each line. */
export function inputFiles(batch: Batch): ExportFile[] {
	if (batch.inputFiles.length === 0) return [];
	return [
		{ name: 'fileMetaData1.json', text: lines(batch.inputFiles.map(({ path }) => ({ path }))) },
	];
}
