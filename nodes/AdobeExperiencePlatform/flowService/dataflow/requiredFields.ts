import type { SchemaField } from '../dataset';
import type { Problem } from '../problem';
import { listed } from '../../transport/listed';
import { Places } from './places';

/** A column and the field that it goes into. */
export interface MappingPair {
	source: string;
	destination: string;
}

/** Required fields that no pair maps, and fields that two columns would go into, as a whole or in part. */
export function mappingProblems(
	pairs: readonly MappingPair[],
	fields: readonly SchemaField[],
): Problem[] {
	const places = new Places(pairs.map(({ destination }) => destination));
	return [...doubled(pairs), ...nested(pairs, places), ...missing(places, fields)];
}

function doubled(pairs: readonly MappingPair[]): Problem[] {
	const sources = new Map<string, string[]>();
	for (const { source, destination } of pairs) {
		const found = sources.get(destination);
		if (found) found.push(source);
		else sources.set(destination, [source]);
	}
	return [...sources]
		.filter(([, columns]) => columns.length > 1)
		.map(([field, columns]) => ({
			message: `${columns.length} columns would go into the field "${field}": ${listed(columns)}`,
			mend: 'A field takes one column: choose which with Mapping > Automatic and Pairs.',
		}));
}

/** A column for an object, array or map as a whole, and another for a part of it. */
function nested(pairs: readonly MappingPair[], places: Places): Problem[] {
	return pairs.flatMap(({ source, destination }) => {
		const holder = places.holderOf(destination);
		return holder === undefined
			? []
			: [
					{
						message: `The field "${destination}" lies within "${holder}", and a column goes into each`,
						mend: `One would overwrite the other: remove the mapping of "${source}", or that into "${holder}".`,
					},
				];
	});
}

function missing(places: Places, fields: readonly SchemaField[]): Problem[] {
	return fields
		.filter(
			({ path, required, requiredWithin }) =>
				!places.has(path) &&
				(required || (requiredWithin !== undefined && places.has(requiredWithin))),
		)
		.map(({ path, requiredWithin }) => ({
			message: `No column goes into the field "${path}", which the schema requires${requiredWithin === undefined ? '' : ` within ${requiredWithin}`}`,
			mend: 'Map a column to it with Mapping > Automatic and Pairs, or give the column in the file the name of the field.',
		}));
}
