import type { MappingWords } from '../flowService/dataflow';
import type { ItemParameters } from './itemParameters';
import { Refusal } from './refusal';
import { asNumber } from './values';

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
