import { cut, listed, type Problem, Refusal } from '../../adobe/errors/failure';
import type { FileColumn } from '../../file/columns';
import type { ItemParameters } from '../../node/itemParameters';
import { asNumber, asRawText } from '../../node/values';
import type { MappingChoice } from './pair';

/** The words for what is mapped, in messages: columns of a file, or fields of items. */
export interface MappingWords {
	one: string;
	/** With an article. */
	a: string;
	many: string;
	/** Starts a sentence about a missing column: `The file has`. */
	has: string;
	/** Introduces the list of all columns. */
	all: string;
	/** The message if there is nothing to map. */
	none: Problem;
	/** How to fill a required field. */
	fill: string;
	/** How to calculate a required field. The expression follows. */
	calculate: string;
	/** Whether expressions of Data Prep are possible. */
	isCalculated: boolean;
}

export const OF_FILE: MappingWords = {
	one: 'column',
	a: 'a column',
	many: 'columns',
	has: 'The file has',
	all: 'Columns of the file',
	none: {
		message: 'The columns of the file are unknown',
		description:
			'The preview shows none. Check path and format, or choose Mapping > Pairs or Mapping > Mapping Set.',
	},
	fill: 'Map a column to it with Mapping > Choose Columns, or rename the column in the file to the name of the field.',
	calculate: 'Or choose Mapping > Automatic and Pairs and add a calculated field:',
	isCalculated: true,
};

const FIELDS_OF_FILE: MappingWords = {
	...OF_FILE,
	none: {
		message: OF_FILE.none.message,
		description: 'The preview shows none. Check path and format.',
	},
	fill: 'Choose one under Columns for Fields. If the field is missing, refresh the list of fields in its menu (⋯).',
	calculate: 'Or choose the calculated value:',
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
	calculate: '',
	isCalculated: false,
};

const FIELDS_OF_ITEMS: MappingWords = {
	...OF_ITEMS,
	fill: 'Drag an item field to it under Columns for Fields, or type the name of one.',
};

export function wordsFor(kind: MappingChoice['kind'], of: 'file' | 'items'): MappingWords {
	if (of === 'file') return kind === 'fields' ? FIELDS_OF_FILE : OF_FILE;
	return kind === 'fields' ? FIELDS_OF_ITEMS : OF_ITEMS;
}

/** Lists all columns. A long list is cut. */
export function listOf({ all }: MappingWords, columns: readonly FileColumn[]): string {
	return `${all}: ${listed(columns.map(({ label }) => label))}.`;
}

interface Pair {
	source: string;
	destination: string;
}

export function readPairs(parameters: ItemParameters, { one }: MappingWords): Pair[] {
	return parameters.pairs('mappings', 'pair').map(({ source = '', destination = '' }) => {
		// Column names may start or end with a blank.
		if (source.trim() && destination.trim()) return { source, destination: destination.trim() };
		throw new Refusal(
			source.trim() ? `The ${one} "${source}" has no dataset field` : `A pair has no ${one}`,
			'Fill in both sides of each pair, or remove it.',
		);
	});
}

/** Reads Choose Columns: for each field a column, or an expression that returns its name. */
export function readFields(parameters: ItemParameters): { pairs: Pair[]; rows: string[] } {
	const { filled, all: rows } = parameters.mapper(FIELD_MAPPING);
	if (filled.length === 0) throw noColumns();
	const pairs = filled.map(({ name, read }) => {
		// Column names may start or end with a blank.
		const source = asRawText(read(), name);
		if (source.trim() !== '') return { source, destination: name };
		throw new Refusal(
			`The expression for the field "${cut(name, LONGEST_NAME)}" returned no column`,
			'Correct the expression, choose a column, or remove the field under Columns for Fields.',
		);
	});
	return { pairs, rows };
}

/** Name of the parameter of Choose Columns. */
export const FIELD_MAPPING = 'fieldMapping';
const LONGEST_NAME = 120;

export function noColumns(): Refusal {
	return new Refusal(
		'No column is chosen for any field',
		'Choose a column for at least one field under Columns for Fields, or choose Mapping > Automatic.',
	);
}

export function noPairs(): Refusal {
	return new Refusal('Pairs is empty', 'Add a pair, or choose Mapping > Automatic.');
}

/** @param what what fails as a whole without this option */
export function readPercent(
	value: unknown,
	what: 'batch' | 'run',
): { partialIngestionPercent?: number } {
	if (value === undefined || value === '') return {};
	const percent = asNumber(value, 'partialIngestionPercent', 0);
	if (percent > 0 && percent <= 100) return { partialIngestionPercent: percent };
	throw new Refusal(
		'Partial Ingestion Percent must be greater than 0 and at most 100',
		`Enter such a number, or remove the option so that one failed record fails the ${what}.`,
	);
}
