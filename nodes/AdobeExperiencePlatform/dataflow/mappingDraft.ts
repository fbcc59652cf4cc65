import { OF_FILE, noPairs, readFields, readPairs } from './mapping/words';
import type { MappingChoice } from './dataflow';
import type { MappingDraft } from './fileMapping';
import { resolveFormat, type FileFormatChoice } from '../file/format';
import { COMPRESSION_TYPES, ENCODINGS } from '../file/fields';
import { cut } from '../adobe/errors/failure';
import type { ItemParameters } from '../node/itemParameters';
import { asPath, asChoice, asFlag, asRawText, asText } from '../node/values';
import { Refusal, refuseProblems } from '../adobe/errors/problem';
import type { MappingPair } from './mapping/pair';

/** Reads which file, which dataset, and which columns go into which fields. */
export function readMappingDraft(parameters: ItemParameters): MappingDraft {
	const pathType = parameters.choice('pathType', ['file', 'folder']);
	const path = readPath(parameters, pathType);
	const more = parameters.members('additionalFields');
	const text = (key: string) => asText(more[key], key);
	const format = {
		fileType: parameters.choice('format', ['auto', 'delimited', 'json', 'parquet']),
		compressionType: asChoice(
			text('compressionType') || 'auto',
			'compressionType',
			COMPRESSION_TYPES,
		),
		// A blank is a delimiter, too.
		columnDelimiter: asRawText(more.columnDelimiter, 'columnDelimiter'),
		encoding: asChoice(text('encoding') || 'auto', 'encoding', ENCODINGS),
	};
	refuseFormat(pathType, path, format);
	return {
		connectionId: parameters.id('connectionId', 'connection'),
		pathType,
		path,
		recursive: asFlag(more.recursive, 'recursive'),
		format,
		datasetId: parameters.id('datasetId', 'dataset'),
		mapping: readMapping(parameters),
	};
}

/** Of a folder the files that are there decide, but what was chosen must be good. */
function refuseFormat(pathType: 'file' | 'folder', path: string, format: FileFormatChoice): void {
	const sample = pathType === 'file' || format.fileType !== 'auto' ? path : 'any.csv';
	refuseProblems(resolveFormat(sample, format, 'Format').problems);
}

function readPath(parameters: ItemParameters, pathType: 'file' | 'folder'): string {
	const path = asPath(parameters.located('path', 'path'));
	if (path === '') {
		throw parameters.empty(
			'path',
			'Path',
			`Choose a ${pathType} from the list, or type its path as the bucket has it, for instance /my-bucket/daily/customers.csv.`,
		);
	}
	if (pathType === 'file' && path.endsWith('/')) {
		throw new Refusal(
			'Path is a folder',
			'Open the list again and choose a file in it, or choose Path Type > Folder.',
		);
	}
	if (pathType === 'file' && path.includes('*')) {
		throw new Refusal(
			'Path has a wildcard',
			'A wildcard may name many files: choose Path Type > Folder.',
		);
	}
	return path;
}

function readMapping(parameters: ItemParameters): MappingChoice {
	const kind = parameters.choice('mapping', [
		'automatic',
		'automaticAndPairs',
		'fields',
		'pairs',
		'mappingSet',
	]);
	if (kind === 'automatic') return { kind, pairs: [] };
	if (kind === 'mappingSet') {
		return { kind, id: parameters.id('mappingSetId', 'mapping set', false) };
	}
	if (kind === 'fields') return { kind, ...readFields(parameters) };
	const pairs = readPairs(parameters, OF_FILE);
	const calculated = readCalculated(parameters);
	if (pairs.length + calculated.length > 0) {
		return { kind: kind === 'pairs' ? kind : 'automatic', pairs, calculated };
	}
	throw noPairs();
}

function readCalculated(parameters: ItemParameters): MappingPair[] {
	return parameters.pairs('mappings', 'calculated').map(({ expression = '', destination = '' }) => {
		const [source, field] = [expression.trim(), destination.trim()];
		if (source && field) return { source, destination: field, isExpression: true };
		throw new Refusal(
			source
				? `The calculated field "${cut(source, LONGEST_EXPRESSION)}" has no field`
				: 'A calculated field has no expression',
			'Fill in both sides of each calculated field, or remove it.',
		);
	});
}

const LONGEST_EXPRESSION = 120;
