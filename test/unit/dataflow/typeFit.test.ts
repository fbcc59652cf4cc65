import { typeNotes } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/fit';

describe('Types that cannot fit', () => {
	it.each([
		['string', 'integer', 0],
		['string', 'array', 1],
		['int64', 'boolean', 1],
		['INT64'.toLowerCase(), 'number', 0],
		['double', 'integer', 1],
		['float', 'string', 0],
		['boolean', 'date', 1],
		['list', 'string', 0],
		['array', 'number', 1],
		['struct', 'date', 1],
		['', 'array', 0],
		['timestamp', 'integer', 0],
	])('%s into %s earns hints: %i', (from, to, count) => {
		const hints = typeNotes(
			[{ source: 'a', destination: 'b' }],
			[{ path: 'a', label: 'a', type: from }],
			[{ path: 'b', type: to, required: false }],
		);
		expect(hints).toHaveLength(count);
		if (count > 0) expect(hints[0]?.text).toMatch(/column "a".*field "b"/);
	});

	const TYPES = [
		'string',
		'boolean',
		'integer',
		'number',
		'array',
		'object',
		'map',
		'date',
		'date-time',
	];
	it.each([
		['string', 'array map object'],
		['boolean', 'array map object date date-time integer number'],
		['bool', 'array map object date date-time integer number'],
		['int64', 'array map object boolean'],
		['uint8', 'array map object boolean'],
		['long', 'array map object boolean'],
		['short', 'array map object boolean'],
		['byte', 'array map object boolean'],
		['integer', 'array map object boolean'],
		['double', 'array map object boolean integer'],
		['float', 'array map object boolean integer'],
		['decimal(9,2)', 'array map object boolean integer'],
		['number', 'array map object boolean integer'],
		['array<string>', 'boolean date date-time integer number map object'],
		['list', 'boolean date date-time integer number map object'],
		['struct<a>', 'array boolean date date-time integer number'],
		['object', 'array boolean date date-time integer number'],
		['map<a,b>', 'array boolean date date-time integer number'],
		['a point', ''],
		['no double', ''],
		['a bool', ''],
		['an array', ''],
		['an object', ''],
	])('of %s never fit %s', (from, never) => {
		const hinted = TYPES.filter((to) => {
			const pair = { source: 'a', destination: 'b' };
			return (
				typeNotes(
					[pair],
					[{ path: 'a', label: 'a', type: from }],
					[{ path: 'b', type: to, required: false }],
				).length > 0
			);
		});
		expect(hinted.sort()).toEqual(never.split(' ').filter(Boolean).sort());
	});

	it('say nothing of what is not known', () => {
		expect(
			typeNotes(
				[{ source: 'x', destination: 'b' }],
				[],
				[{ path: 'b', type: 'object', required: false }],
			),
		).toEqual([]);
		expect(
			typeNotes(
				[{ source: 'a', destination: 'y' }],
				[{ path: 'a', label: 'a', type: 'string' }],
				[],
			),
		).toEqual([]);
		expect(typeNotes([{ source: 'x', destination: 'y' }], [], [])).toEqual([]);
	});
});
