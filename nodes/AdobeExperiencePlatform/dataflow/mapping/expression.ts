import { KEYWORDS, withoutBom, type FileColumn } from '../../file/columns';

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
