import type { Content } from './content';
import type { Json } from '../types';

/** A part of a large file; both ends included, as `Content-Range` counts. */
export interface Part {
	start: number;
	end: number;
	content: Content;
}

/** A file of a batch. */
export interface UploadedFile {
	/** `undefined` until a large file is completed */
	content?: Content;
	/** of a large file */
	parts?: Part[];
}

/** What a batch that was made through the Import API has beyond the batch of a run. */
export interface Upload {
	/** the client's own id, unique in the organization; the batch's id where none was sent (bi.yaml, IngestBatch) */
	externalId: string;
	format: 'json' | 'parquet' | 'csv';
	isMultiLineJson: boolean;
	/** those of the client */
	tags: Record<string, string[]>;
	replay?: Json;
	/** by path */
	files: Map<string, UploadedFile>;
	/** what became of the dataset's records; empty until the batch is a success, and for large files */
	records: Json[];
}
