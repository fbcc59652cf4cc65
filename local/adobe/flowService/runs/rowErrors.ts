import type { FailedRow } from '../../batches';

type RowError = FailedRow['errors'][number];

/** A reason why rows are refused, in the words of a batch and in those of a row (EN:ingestion/quality/error-diagnostics.md). */
export interface RowErrorKind {
	/** as batches and runs name it */
	code: string;
	message: string;
	/** `code` of a row is the number alone, as in Adobe's sample */
	ofRow(detail?: string): RowError;
}

function kind(code: string, message: string, rowMessage: string): RowErrorKind {
	const [, number = code] = code.split('-');
	return {
		code,
		message,
		ofRow: (detail) => ({
			code: number,
			message: detail === undefined ? rowMessage : `${rowMessage}: ${detail}`,
		}),
	};
}

/** A line that is no record at all. */
export const CORRUPT = kind(
	'INGEST-1401-400',
	'The row has corrupted data and cannot be read or parsed. Fix the corrupted data and try again.',
	'Row is corrupted and cannot be read, please fix and resend.',
);

/** A field that the schema requires has no value. */
export const REQUIRED_MISSING = kind(
	'INGEST-1555-400',
	'A required field is either missing or has a value of null. Add the required field to the input row and try again.',
	'A required field is missing or null',
);

/** A value does not fit the field that it is mapped to. */
export const NOT_MAPPED = kind(
	'MAPPER-3700-400',
	'Mapper Transform Error',
	'Mapper Transform Error',
);

const KINDS = [CORRUPT, NOT_MAPPED, REQUIRED_MISSING];

/** Errors of a batch for the rows that it refused: first how many in all, then how many for each reason. */
export function batchErrors(failedRows: FailedRow[], ingested: number, diagnostics: boolean) {
	if (failedRows.length === 0) return [];
	if (!diagnostics) {
		return [
			{
				code: 'INGEST-1211-400',
				message:
					'Encountered errors while parsing, converting or otherwise validating the data. Please resend the data with error diagnostics enabled to collect additional information on failure types',
			},
		];
	}
	const counted = KINDS.map(({ code, message }) => ({
		code,
		recordCount: failedRows.filter(({ errors }) =>
			errors.some((error) => code.includes(`-${error.code}-`)),
		).length,
		message,
	}));
	return [
		{
			code: 'INGEST-1212-400',
			message: `Encountered ${failedRows.length} errors in the data. Successfully ingested ${ingested} rows. Review the associated diagnostic files for additional details.`,
		},
		...counted.filter(({ recordCount }) => recordCount > 0),
	];
}
