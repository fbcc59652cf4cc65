import { randomUUID, createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import {
	bytesOf,
	SIZES,
	uploadBatch,
	type UploadFile,
	type UploadResult,
	type Upload,
} from './batch/upload';
import type { InputFormat } from './batch/lifecycle';
import {
	getDataset,
	type Dataset,
	readIdentities,
	readSchema,
	type ResolvedSchema,
} from './dataset';
import { largeRecordHint } from './batch/batch';
import { itemRecords } from './records/records';
import { mappingText, type ColumnMapping, type MappingLink } from '../dataflow/mapping/pair';
import type { ApiClient } from '../adobe/apiClient';
import type { BinaryFile, ItemParameters } from '../node/itemParameters';
import { listed, Refusal, refuseProblems } from '../adobe/errors/failure';
import type { Operation, Refuse, SharedPart, SharedWork, Task } from '../node/operation';
import { readFile, readItem, readUpload, type UploadDraft, uploadProperties } from './uploadDraft';
import { calendarOf } from './records/convert';

interface Part {
	fields: IDataObject;
	file?: BinaryFile;
}

/** What is sent, and what the output reports about it. */
interface Payload {
	files: UploadFile[];
	/** Distinguishes this upload from others of the same execution. */
	content: Array<string | Buffer>;
	recordsSent: number | null;
	/** Which item field goes into which dataset field. */
	links: MappingLink[];
	mapped: string[];
	unmapped: string[];
}

/** Uploads items as one batch. Items with the same dataset and options belong together. */
function prepare(parameters: ItemParameters): Task {
	const draft = readUpload(parameters);
	const settings = parameters.settings();
	const shared: SharedWork<Part> = {
		key: JSON.stringify([settings, draft]),
		part: {
			fields: readItem(parameters, draft),
			...(!draft.mapping && { file: readFile(parameters) }),
		},
		run: async (parts, client, refuse) =>
			await uploadParts(parts, client, refuse, draft, parameters),
	};
	return { settings, run: async () => await Promise.resolve([]), shared };
}

type Parts = ReadonlyArray<SharedPart<Part>>;

async function uploadParts(
	parts: Parts,
	client: ApiClient,
	refuse: Refuse,
	draft: UploadDraft,
	{ timeZone, executionKey }: ItemParameters,
): Promise<IDataObject[]> {
	// Items with different options are different batches of one dataset.
	const dataset = await getDataset(client, draft.datasetId);
	const payload = draft.mapping
		? await recordsOf(parts, client, refuse, dataset, draft.mapping, timeZone)
		: await filesOf(parts, refuse, draft.inputFormat);
	if (payload.files.length === 0) return [];
	const { files, content, ...sent } = payload;
	const result = await uploadBatch(client, {
		...draft,
		...marksOf(executionKey, dataset.id, content, randomUUID()),
		datasetName: dataset.name,
		isForProfile: dataset.isProfileEnabled === true,
		files,
		recordsSent: sent.recordsSent,
	});
	return [outputOf(result, dataset, { ...sent, bytes: bytesOf(files) })];
}

async function recordsOf(
	parts: Parts,
	client: ApiClient,
	refuse: Refuse,
	dataset: Dataset,
	mapping: ColumnMapping,
	timeZone: string,
): Promise<Payload> {
	const [schema, identities] = await Promise.all([
		readSchema(client, dataset),
		readIdentities(client, dataset),
	]);
	const found = itemRecords(
		parts.map(({ part }) => part.fields),
		{
			schema,
			identities: identities ?? [],
			isForProfile: dataset.isProfileEnabled === true,
			mapping,
			calendar: calendarOf(timeZone),
		},
	);
	refuseProblems(found.problems);
	const count = found.refused.size;
	for (const [at, { message, description }] of found.refused) {
		const all = count > 1 ? ` ${count} of ${parts.length} items do not fit.` : '';
		refuse(parts[at]?.item ?? 0, new Refusal(message, `${description}${all}`));
	}
	const left = mapping.kind === 'automatic' ? unmappedItemHints(found.unmapped) : [];
	for (const hint of [...found.hints, ...left]) client.execution.hints.add(hint);
	const { links, mapped, unmapped, records } = found;
	const { sizes, ...sent } = linesFiles(records);
	if (dataset.isProfileEnabled) {
		const kind = isOfEvents(schema) ? 'event' : 'record';
		const hint = largeRecordHint(dataset.name, kind, sizes);
		if (hint) client.execution.hints.add(hint);
	}
	return { ...sent, recordsSent: records.length, links, mapped, unmapped };
}

function unmappedItemHints(labels: readonly string[]): string[] {
	if (labels.length === 0) return [];
	return [
		`These item fields are not mapped and are not sent: ${listed(labels)}. To map them, use Mapping > Choose Columns.`,
	];
}

async function filesOf(parts: Parts, refuse: Refuse, { format }: InputFormat): Promise<Payload> {
	const files: UploadFile[] = [];
	const names: string[] = [];
	for (const {
		item,
		part: { file },
	} of parts) {
		if (!file) continue;
		names.push(file.fileName);
		const size = await file.size();
		if (size === 0) {
			refuse(
				item,
				new Refusal(
					'The file is empty',
					'Remove the item, or check the node that created the file. Adobe refuses empty files.',
				),
			);
			continue;
		}
		const name = `${String(files.length + 1).padStart(5, '0')}.${format}`;
		files.push({ name, size, open: async () => await file.open() });
	}
	return {
		files,
		content: [...names, ...files.map(({ size }) => String(size))],
		recordsSent: null,
		links: [],
		mapped: [],
		unmapped: [],
	};
}

/** Records as JSON lines, in files that Adobe accepts as a whole. */
function linesFiles(records: ReadonlyArray<Record<string, unknown>>): {
	files: UploadFile[];
	content: Buffer[];
	/** Of each record, in bytes. */
	sizes: number[];
} {
	const files: UploadFile[] = [];
	const content: Buffer[] = [];
	const sizes: number[] = [];
	let lines: string[] = [];
	let length = 0;
	const close = () => {
		if (lines.length === 0) return;
		const bytes = Buffer.from(lines.join(''));
		const open = async () => await Promise.resolve(bytes);
		files.push({
			name: `${String(files.length + 1).padStart(5, '0')}.json`,
			size: bytes.length,
			open,
		});
		content.push(bytes);
		[lines, length] = [[], 0];
	};
	for (const record of records) {
		const line = `${JSON.stringify(record)}\n`;
		if (length + line.length > SIZES.records) close();
		lines.push(line);
		length += line.length;
		sizes.push(Buffer.byteLength(line) - 1);
	}
	close();
	return { files, content, sizes };
}

/** Only the class of events requires the time of each record. */
function isOfEvents({ fields }: ResolvedSchema): boolean {
	return fields.some(({ path, required }) => path === 'timestamp' && required);
}

function outputOf(
	{ batchId, status, recordsWritten, recordsFailed, errors }: UploadResult,
	dataset: Dataset,
	{
		recordsSent,
		links,
		mapped,
		unmapped,
		bytes,
	}: Omit<Payload, 'files' | 'content'> & { bytes: number },
): IDataObject {
	return {
		batchId,
		status,
		datasetName: dataset.name,
		datasetId: dataset.id,
		recordsSent,
		recordsWritten,
		recordsFailed,
		bytes,
		mappingText: mappingText(links),
		mapping: links,
		mapped,
		unmapped,
		errors: errors.map((error) => ({ ...error })),
	};
}

export const operation: Operation = {
	label: 'Upload',
	action: 'Import records into a dataset (upload without a bucket)',
	description:
		'Upload all items, or the files that they hold, to a dataset as one batch, and wait until it is ingested',
	properties: uploadProperties,
	prepare,
};

function hashOf(...parts: Array<string | Buffer>): string {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(`${part.length}:`).update(part);
	return hash.digest('hex').slice(0, 40);
}

export function marksOf(
	executionKey: string,
	datasetId: string,
	content: ReadonlyArray<string | Buffer>,
	random: string,
): Pick<Upload, 'upload' | 'data' | 'externalId'> {
	const data = hashOf(datasetId, ...content);
	const upload = hashOf(executionKey, data);
	return { upload, data, externalId: `n8n-${upload}-${random}` };
}
