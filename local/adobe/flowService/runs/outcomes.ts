import type { FailedRow, InputFile } from '../../batches';
import type { Flow } from '../../types';
import { numberOf } from '../flows/schedule';
import type { Ingestion } from './ingest';
import { REQUIRED_MISSING } from './rowErrors';

/** How a run is made to end, whatever lies in the bucket. */
export type Outcome = 'success' | 'partialSuccess' | 'failed' | 'keysRefused';

export const OUTCOMES: Outcome[] = ['success', 'partialSuccess', 'failed', 'keysRefused'];

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

/** A hundred made-up records for an outcome that somebody asked for. */
export function forced(
	outcome: Outcome,
	tolerance: Tolerance,
): { ingestion: Ingestion; tolerance: Tolerance } {
	switch (outcome) {
		case 'keysRefused':
			return { ingestion: { kind: 'refused' }, tolerance };
		case 'success':
			return { ingestion: made(0), tolerance };
		case 'partialSuccess':
			return { ingestion: made(3), tolerance: { percent: 5, diagnostics: true } };
		default:
			return { ingestion: made(60), tolerance: { ...tolerance, percent: undefined } };
	}
}
