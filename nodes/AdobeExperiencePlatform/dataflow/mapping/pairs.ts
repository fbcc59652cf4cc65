import { KEYWORDS, withoutBom, type FileColumn } from '../../file/columns';
import type { SchemaField } from '../../dataset/schema';
import { cut } from '../../adobe/errors/failure';
import { loose, type MappingPair } from './automatic';
import type { Problem } from '../../adobe/errors/problem';
import { listOf, OF_FILE, type MappingWords } from './words';

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

const LONGEST_NAME = 120;

/**
 * Checks pairs that the user has chosen or typed. A column may be named as people write it
 * (`First Name`) or as Data Prep does (`${First Name}`).
 * @param columns those of the file; empty where they are not known, then any is taken
 * @returns the pairs with each column as Data Prep names it, and what cannot work
 */
export function checkPairs(
	chosen: readonly MappingPair[],
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	words: MappingWords = OF_FILE,
): { pairs: MappingPair[]; problems: Problem[] } {
	const columnOf = columnFinder(columns);
	const find = columnIndex(columns);
	const isField = fieldFinder(fields);
	const nearestColumn = nearestOf(columns.map(({ label }) => label));
	const all = listOf(words, columns);
	const areKnown = columns.length > 0 || !words.isCalculated;
	const nearestField = nearestOf(fields.map(({ path }) => path));
	const problems: Problem[] = [];
	const pairs = chosen.map((pair) => {
		const { source, destination } = pair;
		const column = pair.isExpression ? undefined : columnOf(source);
		// A call or a quoted text is an expression, as long as no column is called so.
		const isComputed = pair.isExpression ?? (words.isCalculated && !column && isExpression(source));
		if (isComputed) {
			const { columns: named, problem } = parseExpression(source);
			const what = `calculated field "${cut(source, LONGEST_NAME)}"`;
			if (problem !== undefined) {
				problems.push({ message: `Invalid ${what}`, description: `${problem}.` });
			}
			for (const path of columns.length > 0 && problem === undefined ? named : []) {
				if (find(path).length > 0) continue;
				problems.push({
					message: `${words.has} no ${words.one} "${cut(path, LONGEST_NAME)}", which the ${what} uses`,
					description: `${nearestColumn(path)}Texts stand in double quotes. ${all}`,
				});
			}
		} else if (!column && areKnown) {
			problems.push({
				message: `${words.has} no ${words.one} "${cut(source, LONGEST_NAME)}"`,
				description: `${nearestColumn(source)}${all}`,
			});
		}
		if (!isField(destination)) {
			problems.push({
				message: `The schema has no field "${cut(destination, LONGEST_NAME)}"`,
				description: `${nearestField(destination)}Choose one from the list, or give its whole path with dots.`,
			});
		}
		return {
			source: column?.path ?? source.trim(),
			destination,
			...(isComputed && { isExpression: true as const }),
		};
	});
	return { pairs: distinct(pairs), problems };
}

/**
 * Finds a column by its path, which is exact, or by its label where only one column has it; with the
 * blanks around it or without.
 */
function columnFinder(columns: readonly FileColumn[]): (name: string) => FileColumn | undefined {
	const byPath = new Map(columns.map((column) => [column.path, column]));
	const byLabel = new Map<string, FileColumn | undefined>();
	for (const column of columns) {
		byLabel.set(column.label, byLabel.has(column.label) ? undefined : column);
	}
	const find = (name: string) => byPath.get(name) ?? byLabel.get(name);
	return (name) => find(name) ?? find(name.trim()) ?? find(withoutBom(name));
}

function distinct(pairs: readonly MappingPair[]): MappingPair[] {
	const keyOf = ({ source, destination }: MappingPair) => JSON.stringify([source, destination]);
	return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
}

/** Items of arrays and entries of maps. */
const BRACKETS = /\[[^\]]*\]/g;
/** Types whose fields are mapped as a whole, and whose items or entries may be mapped instead. */
const HOLDERS: readonly string[] = ['array', 'map', 'object'];

/** Finds out whether a path leads to a field, or into the items of an array or the entries of a map. */
function fieldFinder(fields: readonly SchemaField[]): (destination: string) => boolean {
	const paths = new Set(fields.map(({ path }) => path));
	const holders = new Set(
		fields.filter(({ type }) => HOLDERS.includes(type)).map(({ path }) => path),
	);
	return (destination) => {
		if (paths.has(destination)) return true;
		const names = destination.replace(BRACKETS, '').split('.');
		let around = '';
		return names.some((name) => {
			around = around === '' ? name : `${around}.${name}`;
			return holders.has(around);
		});
	};
}

/** Suggests a name that is written almost like the wanted one, or ends in the same part. */
function nearestOf(known: readonly string[]): (wanted: string) => string {
	let whole: Map<string, string> | undefined;
	let lastParts = new Map<string, string>();
	const last = (path: string) => loose(path.split('.').at(-1) ?? path);
	return (wanted) => {
		// Most mappings have nothing wrong, and need no suggestion.
		if (!whole) {
			const reversed = [...known].reverse();
			whole = new Map(reversed.map((path) => [loose(path), path]));
			lastParts = new Map(reversed.map((path) => [last(path), path]));
		}
		const found = whole.get(loose(wanted)) ?? lastParts.get(last(wanted));
		return found === undefined ? '' : `Do you mean "${cut(found, LONGEST_NAME)}"? `;
	};
}
