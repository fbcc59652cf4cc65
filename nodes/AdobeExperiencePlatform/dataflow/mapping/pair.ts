import type { Problem } from '../../adobe/errors/failure';
import { type FileColumn, KEYWORDS } from '../../file/preview';
import { withoutBom } from '../../file/header';

/** A column or expression, and the field that it goes into. */
export interface MappingPair {
	/** A column in Data Prep's form, or an expression. */
	source: string;
	destination: string;
	isExpression?: true;
	/** Whether the source is a constant text, as stored mapping sets may have it. */
	isConstant?: true;
}

/** Paths of a column and a field. Both are undefined if it is about the whole mapping. */
interface About {
	column?: string;
	field?: string;
}

export interface MappingProblem extends Problem, About {
	/** For a required field that is not mapped: what the advice about several of them needs. */
	missing?: {
		words: { one: string; fill: string; calculate: string };
		/** An expression with its field, if one is usual. */
		calculated: string[];
	};
}

/** A note about a mapping that works. */
export interface MappingNote extends About {
	text: string;
}

export function columnsOf(pair: MappingPair): string[] {
	if (pair.isConstant) return [];
	return pair.isExpression ? parseExpression(pair.source).columns : [pair.source];
}

/** Field paths that columns go into: dotted, with brackets for items of arrays and entries of maps. */
export class FieldPaths {
	private readonly paths = new Set<string>();
	/** Paths of everything that contains one of them. */
	private readonly outer = new Set<string>();

	constructor(paths: Iterable<string>) {
		for (const path of paths) {
			this.paths.add(path);
			for (const around of outerOf(path)) this.outer.add(around);
		}
	}

	/**
	 * Whether the path is one of them, lies within one or contains one. Two columns would overwrite each other there.
	 */
	overlaps(path: string): boolean {
		return this.has(path) || this.holderOf(path) !== undefined;
	}

	/** Whether the path is one of them or contains one. */
	has(path: string): boolean {
		return this.paths.has(path) || this.outer.has(path);
	}

	/** The path that contains this one. */
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

export function lastPart(path: string): string {
	return path.slice(path.lastIndexOf('.') + 1);
}

/** Ignores case, blanks, dashes and underscores. */
export function loose(name: string): string {
	return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/** A pair for the output, with the column's name as people write it. */
export type MappingLink = { column: string; field: string };

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

/** A mapping as one line of text. n8n's table shows a list of objects as a tree, and line breaks as symbols. */
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

/** The longest expression that Data Prep accepts. */
const LONGEST = 4_096;

/**
 * Finds the columns in an expression, as written there. Adobe's own validation checks the rest.
 * @returns also a syntax error; undefined if none was found
 */
export function parseExpression(text: string): { columns: string[]; problem?: string } {
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
		if (character === ')' && --depth < 0) problem ??= 'A closing parenthesis has no opening one';
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
 * Whether a typed column is an expression, which is a function call or a quoted text. Functions of Data Prep are
 * lower case without a blank before the parenthesis, so `Amount (EUR)` is a name.
 */
export function isExpression(text: string): boolean {
	const trimmed = text.trim();
	if (lengthAt(QUOTED, trimmed, 0) === trimmed.length && trimmed !== '') return true;
	return /^[a-z][a-z0-9_]*\(.*\)$/s.test(trimmed) && parseExpression(trimmed).problem === undefined;
}

/** Finds the columns for the paths in a mapping. */
export function columnIndex(columns: readonly FileColumn[]): (path: string) => FileColumn[] {
	const named = columns.map((column) => ({ column, key: keyOf(column.path) }));
	const byKey = new Map(named.map(({ column, key }) => [key, column]));
	return (path) => {
		const key = keyOf(path);
		const exact = byKey.get(key) ?? byKey.get(keyOf(`\${${path.replaceAll('.', '\\.')}}`));
		if (exact) return [exact];
		// A whole object, or a part of a column that the preview does not open.
		return named
			.filter(({ key: known }) => known.startsWith(key + END) || key.startsWith(known + END))
			.map(({ column }) => column);
	};
}

const END = '\0';

/** The names in a path, unescaped and without brackets. */
function keyOf(path: string): string {
	const names: string[] = [];
	const segments = new RegExp(SEGMENT, 'gu');
	for (const [segment] of path.replace(/\[(?:\d+|\*)?\]/g, '').matchAll(segments)) {
		const bare = segment.startsWith('${') ? segment.slice(2, -1) : segment;
		names.push(withoutBom(bare.replace(/\\(.)/gs, '$1')));
	}
	return names.join(END);
}

/** How columns are mapped to fields: by pairs, and with `automatic` the others by name. */
export interface ColumnMapping {
	kind: 'automatic' | 'pairs' | 'fields';
	pairs: MappingPair[];
	/** Fields in the form of Choose Columns. For a large schema, these are only some of the fields. */
	rows?: readonly string[];
}

export type MappingChoice = ColumnMapping | { kind: 'mappingSet'; id: string };
