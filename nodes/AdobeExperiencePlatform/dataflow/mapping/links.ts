import type { FileColumn } from '../../file/columns';
import { columnIndex } from './expression';
import type { MappingPair } from './pair';

/** A column, or the expression that calculates a value, and the field that it goes into. */
export interface MappingLink {
	column: string;
	field: string;
}

/** A mapping for the output: columns by the names that people know. */
export function mappingLinks(
	pairs: readonly MappingPair[],
	columns: readonly FileColumn[],
): MappingLink[] {
	const find = columnIndex(columns);
	return pairs.map(({ source, destination, isExpression, isConstant }) => {
		const [column, ...others] = isExpression || isConstant ? [] : find(source);
		return { column: column && others.length === 0 ? column.label : source, field: destination };
	});
}

/** The same to be read: n8n's table shows a list of objects as a tree, and line breaks as signs. */
export function mappingText(links: readonly MappingLink[]): string {
	return links.map(({ column, field }) => `${column} → ${field}`).join('; ');
}
