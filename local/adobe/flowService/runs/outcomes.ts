import type { FailedRow, InputFile } from '../../batches';
import type { Flow } from '../../types';
import { numberOf } from '../flows/schedule';
import { copyFailure } from './causes';
import type { Ingestion } from './ingest';
import { REQUIRED_MISSING } from './rowErrors';

/** How a run is made to end, whatever lies in the bucket. `keysRefused` is `credentials`, always with the engine's words. */
export const OUTCOMES = [
	'success',
	'partialSuccess',
	'failed',
	'keysRefused',
	'credentials',
	'network',
	'path',
	'file',
	'records',
	'limit',
	'noFiles',
	'unknown',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** How many records may fail, and whether the refused ones are kept. */
export interface Tolerance {
	/** `undefined`: none may fail */
	percent?: number;
	diagnostics: boolean;
}

/** What the options of a flow allow; partial ingestion forces diagnostics (contract.md (m), Failed records). */
export function toleranceOf({ options = {} }: Flow): Tolerance {
	const percent = numberOf(options.partialIngestionPercent);
	if (percent > 0) return { percent, diagnostics: true };
	return { diagnostics: options.errorDiagnosticsEnabled === true };
}

const FILE: InputFile = { path: '/acme-landing/made-up/rows.csv', bytes: 6400, records: 100 };

function made(failed: number): Ingestion {
	const failedRows = Array.from({ length: failed }, (_, index): FailedRow => {
		const row = { Id: `made-up-${index + 1}` };
		return { file: FILE.path, row, errors: [REQUIRED_MISSING.ofRow('_id')] };
	});
	return { kind: 'read', files: [FILE], failedRows };
}

/** What the promotion says of a whole batch that it refuses. */
const REFUSED_BATCHES: Partial<Record<Outcome, { code: string; message: string }>> = {
	limit: {
		code: 'INGEST-1000-400',
		message: 'Batch ingestion guardrails hit: 25400 files (over the 25000 threshold)',
	},
	noFiles: {
		code: '133',
		message:
			'We are unable to locate any files uploaded for this batch. Please upload files to ingest.',
	},
};

/** A hundred made-up records, or a failure, for an outcome that somebody asked for. */
export function forced(
	outcome: Outcome,
	tolerance: Tolerance,
	failure: (
		cause: 'credentials' | 'network' | 'path' | 'file' | 'unknown',
	) => ReturnType<typeof copyFailure>,
): { ingestion: Ingestion; tolerance: Tolerance } {
	switch (outcome) {
		case 'keysRefused':
		case 'credentials':
			return { ingestion: { kind: 'notCopied', failure: failure('credentials') }, tolerance };
		case 'network':
		case 'path':
		case 'file':
		case 'unknown':
			return { ingestion: { kind: 'notCopied', failure: failure(outcome) }, tolerance };
		case 'limit':
		case 'noFiles':
			return {
				ingestion: {
					kind: 'unreadable',
					error: REFUSED_BATCHES[outcome] as { code: string; message: string },
				},
				tolerance,
			};
		case 'success':
			return { ingestion: made(0), tolerance };
		case 'partialSuccess':
			return { ingestion: made(3), tolerance: { percent: 5, diagnostics: true } };
		default:
			return { ingestion: made(60), tolerance: { ...tolerance, percent: undefined } };
	}
}
