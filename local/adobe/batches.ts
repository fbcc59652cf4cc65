import type { Json } from './types';

/** What a batch read, of one file. */
export interface InputFile {
	/** with the bucket, as explore shows it */
	path: string;
	bytes: number;
	records: number;
}

/** A record that the batch refused, and why (contract.md (m), the member `_errors`). */
export interface FailedRow {
	/** path of the file it came from */
	file: string;
	/** the original columns */
	row: Json;
	errors: Array<{ code: string; message: string }>;
}

/** What a run of a dataflow leaves in the Catalog and in Data Access (contract.md (m)). */
export interface Batch {
	/** a ULID, 26 characters */
	id: string;
	datasetId: string;
	sandboxName: string;
	runId: string;
	flowId: string;
	status: 'success' | 'failed';
	/** epoch milliseconds */
	startedAt: number;
	/** epoch milliseconds */
	completedAt: number;
	inputFiles: InputFile[];
	records: { input: number; output: number; failed: number };
	failedRows: FailedRow[];
	/** whether rows may be asked for; partial ingestion forces it */
	diagnosticsEnabled: boolean;
	/** percentage of records that may fail, where the flow has partial ingestion */
	partialIngestionPercent?: number;
	/** errors of the batch as a whole */
	errors: Array<{ code: string; message: string; recordCount?: number }>;
}

/** The batches so far. Runs record them; the Catalog and Data Access read them. */
export class Batches {
	private byId = new Map<string, Batch>();

	record(batch: Batch): void {
		this.byId.set(batch.id, batch);
	}

	/** The batch of that id, unless it is in another sandbox. */
	get(id: string, sandboxName: string): Batch | undefined {
		const batch = this.byId.get(id);
		return batch?.sandboxName === sandboxName ? batch : undefined;
	}

	/** All batches of a sandbox, oldest first. */
	all(sandboxName: string): Batch[] {
		return [...this.byId.values()].filter((batch) => batch.sandboxName === sandboxName);
	}
}
