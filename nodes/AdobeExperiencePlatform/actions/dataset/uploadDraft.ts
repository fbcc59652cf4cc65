import { createHash } from 'node:crypto';
import type { InputFormat, Upload } from '../../flowService/batch';
import { OF_ITEMS, type MappingChoice } from '../../flowService/dataflow';
import { noPairs, readPairs, readPercent } from '../ingestionParameters';
import type { BinaryFile, ItemParameters } from '../itemParameters';
import { Refusal } from '../refusal';
import { asFlag, asNumber } from '../values';

const DEFAULT_MAX_WAIT = 30;

/** What the items of one batch have in common. */
export interface UploadDraft {
	datasetId: string;
	mapping?: Exclude<MappingChoice, { kind: 'mappingSet' }>;
	inputFormat: InputFormat;
	errorDiagnostics: boolean;
	partialIngestionPercent?: number;
	/** Milliseconds; undefined for not waiting. */
	maxWait?: number;
}

export function readUpload(parameters: ItemParameters): UploadDraft {
	const inputType = parameters.choice('inputType', ['items', 'binary']);
	const diagnostics = parameters.option('errorDiagnostics');
	return {
		datasetId: parameters.id('datasetId', 'dataset'),
		...(inputType === 'items'
			? { mapping: readMapping(parameters), inputFormat: { format: 'json' } }
			: { inputFormat: readFormat(parameters) }),
		errorDiagnostics: diagnostics === undefined || asFlag(diagnostics, 'errorDiagnostics'),
		...readPercent(parameters.option('partialIngestionPercent'), 'batch'),
		...readWait(parameters),
	};
}

function readFormat(parameters: ItemParameters): InputFormat {
	const format = parameters.choice('format', ['jsonLines', 'json', 'parquet']);
	if (format === 'parquet') return { format };
	return { format: 'json', ...(format === 'json' && { isMultiLineJson: true }) };
}

function readMapping(parameters: ItemParameters): NonNullable<UploadDraft['mapping']> {
	const kind = parameters.choice('mapping', ['automatic', 'automaticAndPairs', 'pairs']);
	if (kind === 'automatic') return { kind, pairs: [] };
	const pairs = readPairs(parameters, OF_ITEMS);
	if (pairs.length > 0) return { kind: kind === 'pairs' ? kind : 'automatic', pairs };
	throw noPairs();
}

function readWait(parameters: ItemParameters): { maxWait?: number } {
	const minutes = asNumber(parameters.option('maxWait'), 'maxWait', DEFAULT_MAX_WAIT);
	if (!(minutes > 0)) {
		throw new Refusal('Max Wait must be greater than 0', 'Enter a number of minutes, such as 30.');
	}
	const wait = parameters.option('wait');
	return wait === undefined || asFlag(wait, 'wait') ? { maxWait: minutes * 60_000 } : {};
}

/** A file of an item; what cannot be uploaded as it is, is refused. */
export function readFile(parameters: ItemParameters): BinaryFile {
	const file = parameters.binary(parameters.text('binaryPropertyName') || 'data');
	if (!/\.(csv|tsv|xlsx?|ods|zip|gz)$/i.test(file.fileName)) return file;
	throw new Refusal(
		`Files like "${file.fileName}" cannot be uploaded as they are`,
		'Read it with the Extract From File node first, and choose Input Type > Items here.',
	);
}

function hashOf(...parts: Array<string | Buffer>): string {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(`${part.length}:`).update(part);
	return hash.digest('hex').slice(0, 40);
}

/** The marks by which an upload is known again. */
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
