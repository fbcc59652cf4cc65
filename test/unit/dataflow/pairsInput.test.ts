import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { create } from '../../../nodes/AdobeExperiencePlatform/dataflow/create.operation';
import { ItemParameters } from '../../../nodes/AdobeExperiencePlatform/node/itemParameters';
import {
	OF_FILE,
	OF_ITEMS,
	readFields,
	readPairs,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/fields';

function parametersOf(parameters: INodeParameters): ItemParameters {
	const context = {
		isToolExecution: () => false,
		getTimezone: () => 'UTC',
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
	} as unknown as IExecuteFunctions;
	return new ItemParameters(context, 0, {}, { text: () => '' });
}

const FILE = {
	name: 'one',
	pathType: 'file',
	path: '/b/a.csv',
	format: 'auto',
	schedule: 'once',
	connectionId: 'c',
	datasetId: 'd',
	mapping: 'pairs',
};
const prepared = (mappings: INodeParameters) => create.prepare(parametersOf({ ...FILE, mappings }));
const message = (work: () => unknown) => {
	try {
		work();
	} catch (error) {
		return (error as Error).message;
	}
	return undefined;
};

describe('A calculated field', () => {
	it.each<[what: INodeParameters, words: string | undefined]>([
		[{ expression: 'uuid()', destination: '_id' }, undefined],
		[{ expression: 'uuid()' }, 'The calculated field "uuid()" has no field'],
		[{ expression: 'uuid()', destination: ' ' }, 'The calculated field "uuid()" has no field'],
		[{ destination: '_id' }, 'A calculated field has no expression'],
		[{ expression: ' ', destination: '_id' }, 'A calculated field has no expression'],
		[{}, 'A calculated field has no expression'],
	])('of %j is refused unless both sides are filled in', (entry, words) => {
		expect(message(() => prepared({ calculated: [entry] }))).toBe(words);
	});

	it('or a pair there must be', () => {
		expect(message(() => prepared({}))).toBe('Pairs is empty');
	});
});

describe('A pair', () => {
	const read = (entry: INodeParameters, words = OF_FILE) =>
		readPairs(parametersOf({ mappings: { pair: [entry] } }), words);

	it('keeps blanks around the column, and loses those around the field', () => {
		expect(read({ source: ' a ', destination: ' x ' })).toEqual([
			{ source: ' a ', destination: 'x' },
		]);
	});

	it.each<[entry: INodeParameters, words: typeof OF_FILE, refusal: string]>([
		[{ source: 'a' }, OF_FILE, 'The column "a" has no dataset field'],
		[{ source: 'a', destination: ' ' }, OF_ITEMS, 'The item field "a" has no dataset field'],
		[{ destination: 'x' }, OF_FILE, 'A pair has no column'],
		[{ source: ' ', destination: 'x' }, OF_ITEMS, 'A pair has no item field'],
		[{}, OF_FILE, 'A pair has no column'],
	])('of %j is refused', (entry, words, refusal) => {
		expect(message(() => read(entry, words))).toBe(refusal);
	});
});

describe('A column under Choose Columns', () => {
	const read = (value: INodeParameters) =>
		readFields(parametersOf({ fieldMapping: { mappingMode: 'defineBelow', value } }));

	it.each([[' a '], ['\ta'], ['a\u00A0']])('keeps the blanks of %j, as a pair does', (source) => {
		const { pairs } = read({ x: source });
		expect(pairs).toEqual([{ source, destination: 'x' }]);
		const pair = { pair: [{ source, destination: 'x' }] };
		expect(readPairs(parametersOf({ mappings: pair }), OF_FILE)).toEqual(pairs);
	});

	it('is refused if it is only blanks', () => {
		expect(message(() => read({ x: ' ' }))).toBe(
			'The expression for the field "x" returned no column',
		);
	});
});
