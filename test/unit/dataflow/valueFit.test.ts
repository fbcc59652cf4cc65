import fc from 'fast-check';
import {
	isDate,
	valueHints,
	valueNotes,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/fit';
import type { SchemaField } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';

const hintsOfValues = (...mapping: Parameters<typeof valueNotes>) =>
	valueHints(valueNotes(...mapping));

const hintsFor = (values: unknown[], field: Partial<SchemaField>, type = 'string') =>
	hintsOfValues(
		[{ source: 'when', destination: 'field' }],
		[
			{
				path: 'when',
				label: 'when',
				type,
				cells: values.map((value, index) => ({ row: index + 1, value })),
			},
		],
		[{ path: 'field', type: 'string', required: false, ...field }],
	);

describe('A value that becomes the type of its field', () => {
	it.each<[type: string, values: unknown[]]>([
		['date', ['2026-12-31', '2026/12/31', '31.12.2026', '12/31/2026', '31-Dec-2026', '20261231']],
		[
			'date-time',
			[
				'2026-12-31T10:00:00Z',
				'2026-12-31T10:00:00+02:00',
				'2026-12-31T10:00:00.123Z',
				'12/31/2026 09:15:00 PM',
			],
		],
		['boolean', ['y', 'YES', 'on', 'true', 'N', 'off', 'FALSE', true]],
		['integer', ['1', '-12', '+3', '5.0', 7]],
		['number', ['1', '1.5', '-1e3', '.5', 2.5]],
		['string', ['anything', 5]],
		['array', ['x', ['y']]],
	])('as %s earns no hint', (type, values) => expect(hintsFor(values, { type })).toEqual([]));

	it('in a column that holds dates by its own type earns none', () => {
		expect(hintsFor(['2022-06-22T00:00:00'], { type: 'date-time' }, 'date-time')).toEqual([]);
	});

	it('is any real day in a form that Adobe knows', () => {
		const day = fc.date({
			min: new Date('1900-01-01'),
			max: new Date('2100-01-01'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(day, (date) => {
				const [year = '', month = '', dayOf = ''] = date.toISOString().slice(0, 10).split('-');
				for (const text of [
					`${year}-${month}-${dayOf}`,
					`${month}/${dayOf}/${year}`,
					`${dayOf}.${month}.${year}`,
					`${month}${dayOf}${year}`,
					date.toISOString(),
				]) {
					expect([text, isDate(text)]).toEqual([text, true]);
				}
				expect(isDate(`${dayOf}/${month}/${year}`)).toBe(Number(dayOf) <= 12);
			}),
		);
	});
});

describe('A value that cannot become the type of its field', () => {
	it.each<[field: Partial<SchemaField>, value: unknown, advice: RegExp]>([
		[{ type: 'date' }, '31/12/2026', /date\(when, "dd\/MM\/yyyy"\)/],
		[{ type: 'date' }, '31.12.2026 Uhr', /date\(\)/],
		[{ type: 'date' }, '13/25/2026', /date\(\)/],
		[{ type: 'date' }, '2026-02-30', /date\(\)/],
		[{ type: 'date-time' }, '31.12.2026 10:15', /"dd\.MM\.yyyy HH:mm"/],
		[{ type: 'date-time' }, '1767139200000', /date\(\)/],
		[{ type: 'boolean' }, 'ja', /y, yes, on, true/],
		[{ type: 'boolean' }, 'True', /y, yes, on, true/],
		[{ type: 'boolean' }, '1', /y, yes, on, true/],
		[{ type: 'number' }, '1.200,5', /decimal point/],
		[{ type: 'number' }, '1,5', /decimal point/],
		[{ type: 'integer' }, '1.5', /whole numbers/],
		[{ type: 'integer' }, 'n/a', /accepts only numbers/],
		[
			{ type: 'integer', exactType: 'byte', minimum: -128, maximum: 128 },
			'129',
			/from -128 to 128/,
		],
		[{ type: 'integer', minimum: 0 }, '-1', /from 0/],
		[{ values: ['gold', 'silver'] }, 'Gold', /accepts only: gold, silver/],
	])('%j %j is named with its row', (field, value, advice) => {
		const [hint, ...more] = hintsFor(['', value, value], field);
		expect(more).toEqual([]);
		expect(hint).toMatch(
			/^The value ".*" of the column "when" \(row 2\) does not fit the field "field"/,
		);
		expect(hint).toContain(String(value));
		expect(hint).toMatch(advice);
	});

	it('is cut, and columns beyond the third are counted', () => {
		const names = ['a', 'b', 'c', 'd', 'e'];
		const hints = hintsOfValues(
			names.map((name) => ({ source: name, destination: name })),
			names.map((name) => ({
				path: name,
				label: name,
				type: 'string',
				cells: [{ row: 1, value: 'x'.repeat(9_999) }],
			})),
			names.map((path) => ({ path, type: 'number', required: false })),
		);
		expect(hints).toHaveLength(4);
		expect(hints[3]).toBe('Values of 2 more columns do not fit their fields.');
		expect(hints.join('').length).toBeLessThan(1_000);
	});

	it('of an expression is not judged', () => {
		expect(
			hintsOfValues(
				[{ source: 'when', destination: 'field', isExpression: true }],
				[{ path: 'when', label: 'when', type: '', cells: [{ row: 1, value: 'x' }] }],
				[{ path: 'field', type: 'number', required: false }],
			),
		).toEqual([]);
	});
});
