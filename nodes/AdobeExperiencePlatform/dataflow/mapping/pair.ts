import type { Problem } from '../../adobe/errors/problem';
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

/** What a problem or a hint of a mapping is about; nothing if it is about the mapping as a whole. */
interface About {
	/** Path of a column. */
	column?: string;
	/** Path of a field. */
	field?: string;
}

export interface MappingProblem extends Problem, About {}

/** What the user should know of a mapping that works. */
export interface MappingNote extends About {
	text: string;
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

/** Places in a schema that columns go into: dotted paths, with brackets for items of arrays and entries of maps. */
export class FieldPaths {
	private readonly paths = new Set<string>();
	/** Everything that has a place within it. */
	private readonly outer = new Set<string>();

	constructor(paths: Iterable<string>) {
		for (const path of paths) {
			this.paths.add(path);
			for (const around of outerOf(path)) this.outer.add(around);
		}
	}

	/** Whether it is one of the places, lies within one or holds one: a column each would overwrite the other. */
	overlaps(path: string): boolean {
		return this.has(path) || this.holderOf(path) !== undefined;
	}

	/** Whether it is one of the places or holds one. */
	has(path: string): boolean {
		return this.paths.has(path) || this.outer.has(path);
	}

	/** The place that a path lies within. */
	holderOf(path: string): string | undefined {
		return outerOf(path).find((around) => this.paths.has(around));
	}
}

/** `a.b[0].c` lies within `a`, `a.b` and `a.b[0]`. */
export function outerOf(path: string): string[] {
	const outer: string[] = [];
	for (let at = 1; at < path.length; at++) {
		if (path[at] === '.' || path[at] === '[') outer.push(path.slice(0, at));
	}
	return outer;
}

/** The name of a field or column without what it lies within. */
export function lastPart(path: string): string {
	return path.slice(path.lastIndexOf('.') + 1);
}

/** Case, blanks, dashes and underscores do not count. */
export function loose(name: string): string {
	return name.toLowerCase().replace(/[\s_-]+/g, '');
}
