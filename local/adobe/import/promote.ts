import type { Batch, FailedRow, InputFile } from '../batches';
import { readParquet } from '../bucket/parquet';
import { isObject, type Json } from '../types';
import type { World } from '../world';
import { type Content, linesOf } from './content';
import { CONVERSION, converted, REQUIRED, type Unfit } from './convert';
import type { Upload } from './uploads';

type BatchError = Batch['errors'][number];

const CORRUPT_MESSAGE = 'Row is corrupted and cannot be read, please fix and resend.';

/** A record of a file; `undefined` where the line is none. */
type Row = Json | undefined;

interface ReadFile {
	rows: Array<{ row: Row; line: string }>;
	/** also of a file that is too large to be looked into */
	count: number;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function asRows(values: unknown[], lines?: string[]): ReadFile {
	const rows = values.map((value, index) => ({
		row: isObject(value) ? value : undefined,
		line: lines?.[index] ?? JSON.stringify(value) ?? '',
	}));
	return { rows, count: rows.length };
}

/** Records of one file: JSON over several lines, JSON lines, or Parquet. */
async function readRows({ format, isMultiLineJson }: Upload, content: Content): Promise<ReadFile> {
	const { data } = content;
	if (!data) return { rows: [], count: linesOf(content) };
	if (format === 'parquet') {
		return asRows(await readParquet(data).catch(() => [undefined]));
	}
	const text = data.toString('utf8');
	if (isMultiLineJson) return asRows([parsed(text)].flat());
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	return asRows(lines.map(parsed), lines);
}

interface Judged {
	records: Json[];
	failedRows: FailedRow[];
	files: InputFile[];
	input: number;
}

function errorsOf(problems: Unfit[]): FailedRow['errors'] {
	return problems.map(({ code, message, column }) => ({
		code,
		message: `${message}: ${column}`,
	}));
}

async function judge(world: World, batch: Batch, upload: Upload): Promise<Judged> {
	const dataset = world.datasets.get(batch.datasetId, batch.sandboxName);
	const schema = dataset && world.schemas.find(dataset.schemaId, batch.sandboxName);
	const judged: Judged = { records: [], failedRows: [], files: [], input: 0 };
	for (const [path, { content }] of upload.files) {
		if (!content) continue;
		const { rows, count } = await readRows(upload, content);
		judged.files.push({ path, bytes: content.bytes, records: count });
		judged.input += count;
		for (const { row, line } of rows) {
			const problems: Unfit[] = [];
			const record = row && schema ? converted(row, { ...schema }, '', problems) : row;
			if (row === undefined) {
				const errors = [{ code: '1401', message: CORRUPT_MESSAGE }];
				judged.failedRows.push({ file: path, row: { _corrupt_record: line }, errors });
			} else if (problems.length > 0) {
				judged.failedRows.push({ file: path, row, errors: errorsOf(problems) });
			} else {
				judged.records.push(record as Json);
			}
		}
	}
	return judged;
}

/** What a batch says of itself without any file (EN:ingestion/batch-ingestion/troubleshooting). */
function filesProblem(upload: Upload): BatchError | undefined {
	const contents = [...upload.files.values()].flatMap(({ content }) => content ?? []);
	if (contents.length === 0) {
		return { code: '133', message: 'There were no files uploaded for this batch' };
	}
	return contents.some(({ bytes }) => bytes === 0)
		? { code: '106', message: 'The dataset file is empty' }
		: undefined;
}

const KINDS: Array<[code: string, batchCode: string, message: string]> = [
	['1401', 'INGEST-1401-400', 'The row has corrupted data and cannot be read or parsed.'],
	[CONVERSION, CONVERSION, 'A value cannot be converted into the type of its field.'],
	[REQUIRED, 'INGEST-1555-400', 'A required field is either missing or has a value of null.'],
];

function batchErrors({ failedRows, input }: Judged, diagnostics: boolean): BatchError[] {
	const failed = failedRows.length;
	if (failed === 0) return [];
	if (!diagnostics) {
		return [
			{
				code: 'INGEST-1211-400',
				message: 'Encountered errors while parsing, converting or otherwise validating the data.',
			},
		];
	}
	const counted = KINDS.map(([code, batchCode, message]) => ({
		code: batchCode,
		message,
		recordCount: failedRows.filter(({ errors }) => errors.some((error) => error.code === code))
			.length,
	}));
	return [
		{
			code: 'INGEST-1212-400',
			message: `Encountered ${failed} errors in the data. Successfully ingested ${input - failed} rows. Review the associated diagnostic files for additional details.`,
		},
		...counted.filter(({ recordCount }) => recordCount > 0),
	];
}

async function finish(world: World, id: string, sandboxName: string): Promise<void> {
	const batch = world.batches.get(id, sandboxName);
	const upload = batch?.upload;
	if (!batch || !upload) return;
	const problem = filesProblem(upload);
	const judged = problem ? undefined : await judge(world, batch, upload);
	const now = world.now();
	const end = { completedAt: now, updatedAt: now };
	if (!judged) {
		world.batches.change(id, { ...end, status: 'failed', errors: problem ? [problem] : [] });
		return;
	}
	const { failedRows, input, files } = judged;
	const failed = failedRows.length;
	const percent = batch.partialIngestionPercent ?? 0;
	const isSuccess = failed === 0 || (failed / input) * 100 <= percent;
	world.batches.change(id, {
		...end,
		status: isSuccess ? 'success' : 'failed',
		inputFiles: files,
		records: { input, output: isSuccess ? input - failed : 0, failed },
		failedRows: batch.diagnosticsEnabled ? failedRows : [],
		errors: batchErrors(judged, batch.diagnosticsEnabled),
		upload: { ...upload, records: isSuccess ? judged.records : [] },
	});
}

/** Takes a completed batch through its states, one after another (cat.yaml; EN:…/troubleshooting). */
export function promote(world: World, { id, sandboxName }: Batch): void {
	const { runMs } = world.settings;
	const become = (status: 'staging' | 'staged') => {
		world.batches.change(id, { status, updatedAt: world.now() });
	};
	world.timers.after(runMs / 3, () => become('staging'));
	world.timers.after((runMs * 2) / 3, () => become('staged'));
	world.timers.after(runMs, () => void finish(world, id, sandboxName));
}

/** Leaves a batch to itself: after a time that is printed nowhere it is abandoned (EN:…/troubleshooting). */
export function abandonLater(world: World, { id, sandboxName }: Batch): void {
	world.timers.after(world.settings.abandonMs, () => {
		if (world.batches.get(id, sandboxName)?.status !== 'loading') return;
		world.batches.change(id, { status: 'abandoned', updatedAt: world.now() });
	});
}
