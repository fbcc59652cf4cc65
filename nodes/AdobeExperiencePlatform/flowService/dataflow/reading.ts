import { asRecord } from '../../transport/json';
import { DEFAULT_DELIMITER, DEFAULT_ENCODING } from '../file';

/** How a source connection reads, with what Adobe takes where it does not say (contract.md (g)). */
export function readingOf(data: object | undefined) {
	const { properties: said, columnDelimiter } = asRecord(data);
	const properties = asRecord(said);
	// Older guides put the delimiter into `data` itself.
	const delimiter = textOf(properties.columnDelimiter ?? columnDelimiter) || DEFAULT_DELIMITER;
	return {
		columnDelimiter: delimiter === '\\t' ? '\t' : delimiter,
		encoding: (textOf(properties.encoding) || DEFAULT_ENCODING).toUpperCase(),
		compressionType: textOf(properties.compressionType).replace(/^none$/i, ''),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
