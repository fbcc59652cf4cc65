import { listed } from '../../adobe/errors/failure';
import type { FileColumn } from '../../file/columns';
import { type Problem, Refusal } from '../../adobe/errors/problem';
import type { ItemParameters } from '../../node/itemParameters';
import { asNumber } from '../../node/values';

/** How messages call what is mapped: columns of a file, or fields of items. */
export interface MappingWords {
	one: string;
	/** With its article. */
	a: string;
	many: string;
	/** Begins a sentence about what is not there: `The file has`. */
	has: string;
	/** Before a list of all. */
	all: string;
	/** Why there is nothing to map, and what to do. */
	none: Problem;
	/** How to fill a required field. */
	fill: string;
	/** Whether a field can be calculated by an expression of Data Prep. */
	isCalculated: boolean;
}

export const OF_FILE: MappingWords = {
	one: 'column',
	a: 'a column',
	many: 'columns',
	has: 'The file has',
	all: 'Columns of the file',
	none: {
		message: 'The columns of the file are not known',
		description:
			'The preview shows none: check path and format, or choose Mapping > Pairs or Mapping > Mapping Set.',
	},
	fill: 'Map a column to it with Mapping > Automatic and Pairs, or give the column in the file the name of the field.',
	isCalculated: true,
};

export const OF_ITEMS: MappingWords = {
	one: 'item field',
	a: 'an item field',
	many: 'item fields',
	has: 'The items have',
	all: 'Fields of the items',
	none: {
		message: 'The items have no fields',
		description: 'Connect a node whose output has the values to upload.',
	},
	fill: 'Map an item field to it with Mapping > Automatic and Pairs, or add it with an Edit Fields node before this one.',
	isCalculated: false,
};

/** Names all that can be mapped, cut if there are many. */
export function listOf({ all }: MappingWords, columns: readonly FileColumn[]): string {
	return `${all}: ${listed(columns.map(({ label }) => label))}.`;
}

/** What dataflows and uploads have in common: pairs of a mapping, and the share of records that may fail. */

interface Pair {
	source: string;
	destination: string;
}

export function readPairs(parameters: ItemParameters, { one, a }: MappingWords): Pair[] {
	return parameters.pairs('mappings', 'pair').map(({ source = '', destination = '' }) => {
		// A column may begin or end with a blank.
		if (source.trim() && destination.trim()) return { source, destination: destination.trim() };
		throw new Refusal(
			source.trim()
				? `The ${one} "${source}" has no field of the dataset`
				: `A pair is without ${a}`,
			'Fill in both sides of each pair, or remove it.',
		);
	});
}

export function noPairs(): Refusal {
	return new Refusal('Pairs is empty', 'Add a pair, or choose Mapping > Automatic.');
}

/** @param what fails as a whole without this option: a run or a batch */
export function readPercent(
	value: unknown,
	what: 'batch' | 'run',
): { partialIngestionPercent?: number } {
	if (value === undefined || value === '') return {};
	const percent = asNumber(value, 'partialIngestionPercent', 0);
	if (percent > 0 && percent <= 100) return { partialIngestionPercent: percent };
	throw new Refusal(
		'Partial Ingestion Percent is not between 0 and 100',
		`Enter a number greater than 0 and at most 100, or leave the option out so that one bad record fails the ${what}.`,
	);
}
