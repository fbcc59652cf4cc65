import type { SchemaField } from '../dataset';
import { loose } from './automaticMapping';
import type { FileColumn } from '../file';
import type { Problem } from '../problem';
import type { MappingPair } from './requiredFields';

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
): { pairs: MappingPair[]; problems: Problem[] } {
	const byName = new Map(
		columns.flatMap(
			(column) =>
				[
					[column.label, column],
					[column.path, column],
				] as const,
		),
	);
	const known = fields.map(({ path }) => path);
	const problems: Problem[] = [];
	const pairs = chosen.map(({ source, destination }) => {
		const column = byName.get(source);
		if (!column && columns.length > 0) {
			const labels = columns.map(({ label }) => label);
			problems.push({
				message: `The file has no column "${source}"`,
				mend: `${nearest(source, labels)}Its columns: ${labels.join(', ')}.`,
			});
		}
		if (!isField(destination, known)) {
			problems.push({
				message: `The schema has no field "${destination}"`,
				mend: `${nearest(destination, known)}Choose one from the list, or give its whole path with dots.`,
			});
		}
		return { source: column?.path ?? source, destination };
	});
	return { pairs, problems };
}

/** A path leads to a field, or into the items of an array or the entries of a map. */
function isField(destination: string, known: readonly string[]): boolean {
	const bare = destination.replace(/\[[^\]]*\]/g, '');
	return known.some((path) => path === bare || bare.startsWith(`${path}.`));
}

function nearest(wanted: string, known: readonly string[]): string {
	const last = (path: string) => loose(path.split('.').at(-1) ?? path);
	const found =
		known.find((path) => loose(path) === loose(wanted)) ??
		known.find((path) => last(path) === last(wanted));
	return found === undefined ? '' : `Do you mean "${found}"? `;
}
