import type { SchemaField } from '../dataset';
import type { FileColumn } from '../file';
import type { MappingPair } from './mappingPair';

/** What a column of a type cannot become, whatever is in it. Texts can be read as anything simple. */
const NEVER: Record<string, readonly string[]> = {
	string: ['array', 'map', 'object'],
	boolean: ['array', 'map', 'object', 'date', 'date-time', 'integer', 'number'],
	integer: ['array', 'map', 'object', 'boolean'],
	number: ['array', 'map', 'object', 'boolean', 'integer'],
	array: ['boolean', 'date', 'date-time', 'integer', 'number', 'map', 'object'],
	object: ['array', 'boolean', 'date', 'date-time', 'integer', 'number'],
};

/** The many names of a type as a preview spells it: `Int64`, `DOUBLE`, `long`. */
function family(type: string): string {
	if (/^(u?int|long|short|byte|integer)/.test(type)) return 'integer';
	if (/^(double|float|decimal|number)/.test(type)) return 'number';
	if (/^bool/.test(type)) return 'boolean';
	if (/^(array|list)/.test(type)) return 'array';
	if (/^(object|struct|map)/.test(type)) return 'object';
	return type;
}

/** A hint for each pair whose types cannot fit: the run would fail, or leave the field empty. */
export function typeHints(
	pairs: readonly MappingPair[],
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
): string[] {
	const columnTypes = new Map(columns.map(({ path, type }) => [path, family(type)]));
	const fieldTypes = new Map(fields.map(({ path, type }) => [path, type]));
	return pairs.flatMap(({ source, destination }) => {
		const from = columnTypes.get(source) ?? '';
		const to = fieldTypes.get(destination) ?? '';
		if (!NEVER[from]?.includes(to)) return [];
		return [
			`The column "${source}" holds values of type ${from}, and the field "${destination}" wants ${to}: records may be refused.`,
		];
	});
}
