import type { Upload } from './import/uploads';
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

/** States of a batch (cat.yaml, batches; EN:ingestion/batch-ingestion/troubleshooting). */
export type BatchStatus =
	| 'loading'
	| 'loaded'
	| 'staging'
	| 'staged'
	| 'success'
	| 'failed'
	| 'aborted'
	| 'abandoned'
	| 'inactive'
	| 'deleted';

/** What a run of a dataflow, or an upload, leaves in the Catalog and in Data Access (contract.md (m)). */
export interface Batch {
	/** a ULID, 26 characters */
	id: string;
	datasetId: string;
	sandboxName: string;
	/** of a run */
	runId?: string;
	/** of a run */
	flowId?: string;
	/** of a batch that came through the Import API */
	upload?: Upload;
	status: BatchStatus;
	/** epoch milliseconds */
	startedAt: number;
	/** epoch milliseconds; only at the end */
	completedAt?: number;
	/** epoch milliseconds of the last change; `completedAt` where it is left out */
	updatedAt?: number;
	inputFiles: InputFile[];
	records: { input: number; output: number; failed: number };
	failedRows: FailedRow[];
	/** refused rows of one more file, each made when it is asked for: more than anybody would hold */
	madeRows?: { count: number; row(index: number): FailedRow };
	/** whether rows may be asked for; partial ingestion forces it */
	diagnosticsEnabled: boolean;
	/** percentage of records that may fail, where the flow has partial ingestion */
	partialIngestionPercent?: number;
	/** errors of the batch as a whole */
	errors: Array<{ code: string; message: string; recordCount?: number }>;
}

/** The batches so far. Runs and uploads record them; the Catalog and Data Access read them. */
export class Batches {
	private byId = new Map<string, Batch>();

	record(batch: Batch): void {
		this.byId.set(batch.id, batch);
	}

	/** Replaces what a batch says of itself. */
	change(id: string, changes: Partial<Batch>): void {
		const batch = this.byId.get(id);
		if (batch) this.byId.set(id, { ...batch, ...changes });
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
	/** Whether a batch has that external id, in whatever sandbox: it is unique in the organization (bi.yaml). */
	hasExternalId(externalId: string): boolean {
		return [...this.byId.values()].some(({ upload }) => upload?.externalId === externalId);
	}

	/** What uploads have brought into a dataset, with the batch of each record, oldest batch first. */
	records(datasetId: string): Array<{ batchId: string; record: Json }> {
		return [...this.byId.values()]
			.filter((batch) => batch.datasetId === datasetId && batch.status === 'success')
			.flatMap(({ id, upload }) =>
				(upload?.records ?? []).map((record) => ({ batchId: id, record })),
			);
	}
}
