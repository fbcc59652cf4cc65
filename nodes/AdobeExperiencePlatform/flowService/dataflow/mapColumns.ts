import type { SchemaField } from '../dataset';
import type { FileColumn } from '../file';
import type { Problem } from '../problem';
import { automaticMapping } from './automaticMapping';
import type { MappingChoice } from './draft';
import { checkPairs } from './mappingPairs';
import type { MappingPair } from './mappingPair';
import { OF_FILE, type MappingWords } from './mappingWords';
import { mappingProblems } from './requiredFields';

/**
 * Finds the field for each column: by the pairs that were chosen, by name, or both.
 * @returns the pairs, what cannot work, and what the user should know although it is no error
 */
export function mapColumns(
	choice: Exclude<MappingChoice, { kind: 'mappingSet' }>,
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
	words: MappingWords = OF_FILE,
): { pairs: MappingPair[]; problems: Problem[]; hints: string[] } {
	const chosen = checkPairs(
		[...choice.pairs, ...(choice.calculated ?? [])],
		columns,
		fields,
		words,
	);
	const { pairs, problems, hints } =
		choice.kind === 'automatic'
			? automaticMapping(columns, fields, chosen.pairs, words)
			: { pairs: chosen.pairs, problems: [], hints: [] };
	return {
		pairs,
		problems: [...chosen.problems, ...problems, ...mappingProblems(pairs, fields, columns, words)],
		hints,
	};
}
