import { parseExpression } from './expression';

/** A column or expression, and the field that it goes into. */
export interface MappingPair {
	/** A column as Data Prep names it, or an expression. */
	source: string;
	destination: string;
	/** Whether the source is computed; otherwise it is the name of a column. */
	isExpression?: true;
	/** Whether the source is a text for every record, as a stored mapping set may have it. */
	isConstant?: true;
}

export type SourceType = 'ATTRIBUTE' | 'EXPRESSION';

/** A name that has to be escaped is only documented as part of an expression (contract.md, mapping sets). */
export function sourceTypeOf({ source, isExpression }: MappingPair): SourceType {
	return isExpression || /\$\{|\\/.test(source) ? 'EXPRESSION' : 'ATTRIBUTE';
}

/** Paths of the columns that a pair takes. */
export function columnsOf(pair: MappingPair): string[] {
	if (pair.isConstant) return [];
	return pair.isExpression ? parseExpression(pair.source).columns : [pair.source];
}
