import type { SchemaField } from '../../dataset/dataset';
import { listed, type Problem } from '../../adobe/errors/failure';
import type { FileColumn } from '../../file/preview';
import type { MappingWords } from './fields';
import type { FieldPaths, MappingProblem } from './pair';
import { formOf, isDate } from './values';

/** @param free columns that are not mapped */
export function missing(
	fieldPaths: FieldPaths,
	fields: readonly SchemaField[],
	free: readonly FileColumn[],
	words: MappingWords,
): MappingProblem[] {
	return missingFields(fieldPaths, fields).map(({ path, type, requiredWithin }) => {
		const expression = words.isCalculated ? expressionFor({ path, type }, free) : undefined;
		const calculated = expression === undefined ? [] : [`${expression} into ${path}`];
		return {
			field: path,
			message: `No ${words.one} is mapped to the required field "${path}"${requiredWithin === undefined ? '' : ` (required within "${requiredWithin}")`}`,
			description: adviceFor(words, calculated),
			missing: { words, calculated },
		};
	});
}

/** @param calculated expressions, each with its field */
function adviceFor(
	{ fill, calculate }: Pick<MappingWords, 'fill' | 'calculate'>,
	calculated: readonly string[],
): string {
	return calculated.length === 0
		? fill
		: `${fill} ${calculate} ${listed(calculated, undefined, '; ')}.`;
}

/** The same problems, with one for all required fields that are not mapped, since the advice is the same. */
export function withMissingTogether(problems: readonly MappingProblem[]): Problem[] {
	const all = problems.filter((problem) => problem.missing !== undefined);
	const [first] = all;
	if (!first?.missing || all.length === 1) return [...problems];
	const { words } = first.missing;
	const advice = adviceFor(
		words,
		all.flatMap((problem) => problem.missing?.calculated ?? []),
	);
	const together: Problem = {
		message: `No ${words.one} is mapped to ${all.length} required fields: ${listed(all.map(({ field }) => `"${field ?? ''}"`))}`,
		description: `Is this the right dataset? ${advice}`,
	};
	return problems.flatMap((problem) => {
		if (problem === first) return [together];
		return problem.missing ? [] : [problem];
	});
}

/**
 * Required fields that are not mapped. A field that is required within an optional object counts only if something
 * goes into that object.
 */
export function missingFields(
	fieldPaths: FieldPaths,
	fields: readonly SchemaField[],
): SchemaField[] {
	return fields.filter(
		({ path, required, requiredWithin }) =>
			!fieldPaths.has(path) &&
			(required || (requiredWithin !== undefined && fieldPaths.has(requiredWithin))),
	);
}

/** The usual expression for a required field. */
export function expressionFor(
	{ path, type }: Pick<SchemaField, 'path' | 'type'>,
	free: readonly FileColumn[],
): string | undefined {
	if (path === '_id') return 'uuid()';
	return path === 'timestamp' || type === 'date-time' ? timeOf(free) : undefined;
}

/** An expression with a column that contains times; without such a column, the time of the run. */
function timeOf(free: readonly FileColumn[]): string {
	for (const { path, cells = [] } of free) {
		const texts = cells.map(({ value }) => value).filter((value) => typeof value === 'string');
		const [first] = texts;
		if (first === undefined) continue;
		// Digits alone are not necessarily a date.
		if (texts.every((text) => isDate(text) && /\D/.test(text))) return `date(${path})`;
		const form = texts.map(formOf).find((each) => each !== undefined);
		if (form !== undefined && texts.every((text) => DATE_LIKE.test(text))) {
			return `date(${path}, "${form}")`;
		}
	}
	return 'now()';
}

const DATE_LIKE = /^\d{1,2}[./-]\d{1,2}[./-]\d{4}/;
