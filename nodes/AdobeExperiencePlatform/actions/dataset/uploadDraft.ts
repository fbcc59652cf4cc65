import { createHash } from 'node:crypto';
import type { InputFormat, Upload } from '../../flowService/batch';
import type { MappingChoice } from '../../flowService/dataflow';
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
		...readPercent(parameters.option('partialIngestionPercent')),
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
	const pairs = parameters.pairs('mappings', 'pair').map(({ source = '', destination = '' }) => {
		if (source.trim() && destination.trim()) return { source, destination: destination.trim() };
		throw new Refusal(
			source.trim()
				? `The item field "${source}" has no dataset field`
				: 'A pair has no item field',
			'Fill in both sides of each pair, or remove it.',
		);
	});
	if (pairs.length > 0) return { kind: kind === 'pairs' ? kind : 'automatic', pairs };
	throw new Refusal('Pairs is empty', 'Add a pair, or choose Mapping > Automatic.');
}

function readPercent(value: unknown): { partialIngestionPercent?: number } {
	if (value === undefined || value === '') return {};
	const percent = asNumber(value, 'partialIngestionPercent', 0);
	if (percent > 0 && percent <= 100) return { partialIngestionPercent: percent };
	throw new Refusal(
		'Invalid value for Partial Ingestion Percent',
		'Enter a number above 0 and up to 100, or leave it out, so that one bad record fails the batch.',
	);
}

function readWait(parameters: ItemParameters): { maxWait?: number } {
	const minutes = asNumber(parameters.option('maxWait'), 'maxWait', DEFAULT_MAX_WAIT);
	if (!(minutes > 0)) {
		throw new Refusal('Max Wait must be above 0', 'Enter a number of minutes, such as 30.');
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
