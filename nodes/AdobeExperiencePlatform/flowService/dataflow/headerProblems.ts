import { duplicateText, withoutBom, type HeaderFindings } from '../file';
import type { Problem } from '../problem';
import { columnsOf, type MappingPair } from './mappingPair';

/**
 * What is wrong with a mapping, led by what is wrong with the first row of the file: it explains why columns are not
 * found.
 */
export function headerProblems(
	header: HeaderFindings | undefined,
	pairs: readonly MappingPair[],
	problems: readonly Problem[],
): Problem[] {
	if (!header) return [...problems];
	const causes = problems.length > 0 ? header.causes : [];
	return [...header.refusals, ...duplicated(header, pairs), ...causes, ...problems];
}

/** What the user should know of the first row although the mapping works. */
export function headerHints(header: HeaderFindings | undefined): string[] {
	return (header?.causes ?? []).map(({ message, mend }) => `${message}. ${mend}`);
}

/** Which of several columns of one name gets into the field is not known. */
function duplicated({ duplicates }: HeaderFindings, pairs: readonly MappingPair[]): Problem[] {
	const used = new Set(pairs.flatMap(columnsOf).map(plainName));
	return [...duplicates]
		.filter(([name]) => used.has(name))
		.map(([name, positions]) => ({
			message: duplicateText(name, positions),
			mend: 'Give each column a name of its own in the first row of the file, or leave it out of the mapping.',
		}));
}

/** A column of a delimited file as its first row has it. */
function plainName(path: string): string {
	return withoutBom(path.replace(/^\$\{(.*)\}$/s, '$1').replaceAll('\\.', '.'));
}
