import type { Problem } from '../../adobe/errors/problem';
import { type FileColumn, KEYWORDS, withoutBom } from '../../file/columns';

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

type SourceType = 'ATTRIBUTE' | 'EXPRESSION';

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

/** Names in an expression of Data Prep (Data Prep functions page): `a`, `a.b`, `a[0].b`, `${First Name}.b`. */
const SEGMENT = String.raw`(?:\$\{(?:\\.|[^}\\])*\}|(?:\\\.|[\p{L}\p{N}_$])+)`;

const PATH = new RegExp(String.raw`(?:\$\{|[\p{L}_$\\])`, 'uy');

const WHOLE_PATH = new RegExp(
	String.raw`${SEGMENT}(?:\[(?:\d+|\*)?\]|\.${SEGMENT})*(\s*\()?`,
	'uy',
);

const NUMBER = /\d[\p{L}\p{N}.]*/uy;

const QUOTED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/sy;

/** Longest expression that Data Prep takes. */
const LONGEST = 4_096;

interface ParsedExpression {
	/** Paths of columns, as they are written. */
	columns: string[];
	/** What cannot be right, whatever columns there are; undefined if nothing stands out. */
	problem?: string;
}

/** Reads the columns that an expression uses. What it means is left to Adobe's own check. */
export function parseExpression(text: string): ParsedExpression {
	const columns = new Set<string>();
	let depth = 0;
	let problem = text.length > LONGEST ? `It is longer than ${LONGEST} characters` : undefined;
	for (let at = 0; at < text.length; ) {
		const character = text.charAt(at);
		if (character === '"' || character === "'") {
			const length = lengthAt(QUOTED, text, at);
			if (length === 0) return { columns: [...columns], problem: 'A quote is not closed' };
			at += length;
			continue;
		}
		const number = lengthAt(NUMBER, text, at);
		if (number > 0) {
			at += number;
			continue;
		}
		if (lengthAt(PATH, text, at) > 0) {
			WHOLE_PATH.lastIndex = at;
			const [path = '', isCall] = WHOLE_PATH.exec(text) ?? [];
			if (path !== '') {
				if (isCall === undefined) {
					if (!KEYWORDS.has(path)) columns.add(path);
					at += path.length;
				} else at += path.length - 1;
				continue;
			}
		}
		if (character === '(') depth++;
		if (character === ')' && --depth < 0) problem ??= 'A parenthesis is closed that was not opened';
		at++;
	}
	if (depth > 0) problem ??= 'A parenthesis is not closed';
	return { columns: [...columns], problem };
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0].length ?? 0;
}

/**
 * Whether what was typed as a column is an expression: a call of a function or a quoted text, as a whole. Functions
 * of Data Prep are in lower case with no blank before the parenthesis, so `Amount (EUR)` is a name.
 */
export function isExpression(text: string): boolean {
	const trimmed = text.trim();
	if (lengthAt(QUOTED, trimmed, 0) === trimmed.length && trimmed !== '') return true;
	return /^[a-z][a-z0-9_]*\(.*\)$/s.test(trimmed) && parseExpression(trimmed).problem === undefined;
}

/** Finds the columns that paths in mappings lead to. */
export function columnIndex(columns: readonly FileColumn[]): (path: string) => FileColumn[] {
	const named = columns.map((column) => ({ column, key: keyOf(column.path) }));
	const byKey = new Map(named.map(({ column, key }) => [key, column]));
	return (path) => {
		const key = keyOf(path);
		const exact = byKey.get(key) ?? byKey.get(keyOf(`\${${path.replaceAll('.', '\\.')}}`));
		if (exact) return [exact];
		// An object as a whole, or a part of a column that the preview does not open.
		return named
			.filter(({ key: known }) => known.startsWith(key + END) || key.startsWith(known + END))
			.map(({ column }) => column);
	};
}

const END = '\0';

/** The names of a path, unescaped, without brackets. */
function keyOf(path: string): string {
	const names: string[] = [];
	const segments = new RegExp(SEGMENT, 'gu');
	for (const [segment] of path.replace(/\[(?:\d+|\*)?\]/g, '').matchAll(segments)) {
		const bare = segment.startsWith('${') ? segment.slice(2, -1) : segment;
		names.push(withoutBom(bare.replace(/\\(.)/gs, '$1')));
	}
	return names.join(END);
}

/** How columns get into fields. */
export type MappingChoice =
	/** By name; the pairs come first, and what they name is not looked for. */
	| { kind: 'automatic'; pairs: MappingPair[]; calculated?: MappingPair[] }
	| { kind: 'pairs'; pairs: MappingPair[]; calculated?: MappingPair[] }
	/** By Choose Columns: a column for each field. The form has rows for some fields of a large schema only. */
	| { kind: 'fields'; pairs: MappingPair[]; calculated?: undefined; rows?: readonly string[] }
	| { kind: 'mappingSet'; id: string };
