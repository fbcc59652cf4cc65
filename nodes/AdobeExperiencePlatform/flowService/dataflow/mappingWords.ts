import { listed } from '../../transport/listed';
import type { FileColumn } from '../file';
import type { Problem } from '../problem';

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
		mend: 'The preview shows none: check path and format, or choose Mapping > Pairs or Mapping > Mapping Set.',
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
		mend: 'Connect a node whose output has the values to upload.',
	},
	fill: 'Map an item field to it with Mapping > Automatic and Pairs, or add it with an Edit Fields node before this one.',
	isCalculated: false,
};

/** Names all that can be mapped, cut if there are many. */
export function listOf({ all }: MappingWords, columns: readonly FileColumn[]): string {
	return `${all}: ${listed(columns.map(({ label }) => label))}.`;
}
