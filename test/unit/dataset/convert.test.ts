import fc from 'fast-check';
import { tenantSchemas } from '../../../local/adobe/tenant/schemas';
import { converted, type Unfit } from '../../../local/adobe/import/convert';
import {
	calendarOf,
	convert,
	type ValueProblem,
} from '../../../nodes/AdobeExperiencePlatform/dataset/records/convert';

const berlin = calendarOf('Europe/Berlin');

function tried(value: unknown, node: Record<string, unknown>, calendar = berlin) {
	const problems: ValueProblem[] = [];
	const unknown = new Set<string>();
	const result = convert(value, node, 'field', { calendar, problems, unknown });
	return { result, problems, unknown };
}

const text = { type: 'string', 'meta:xdmType': 'string' };
const whole = (xdm: string, more = {}) => ({ type: 'integer', 'meta:xdmType': xdm, ...more });
const number = { type: 'number', 'meta:xdmType': 'number' };
const flag = { type: 'boolean', 'meta:xdmType': 'boolean' };
const date = { type: 'string', format: 'date', 'meta:xdmType': 'date' };
const time = { type: 'string', format: 'date-time', 'meta:xdmType': 'date-time' };
const tier = { ...text, enum: ['gold', 'not_set'], 'meta:enum': { not_set: 'Not Set' } };
const cased = {
	...text,
	enum: ['a', 'A', 'B'],
	'meta:enum': { B: 'b side', A: 'first', a: 'First' },
};
const letters = (count: number) => ({ ...text, enum: [...'abcdefghij'].slice(0, count) });
const list = (items: object) => ({ type: 'array', 'meta:xdmType': 'array', items });
const map = { type: 'object', 'meta:xdmType': 'map', additionalProperties: number };
const object = { type: 'object', properties: { a: whole('int'), b: text }, required: ['a'] };

describe('A value becomes what its field takes:', () => {
	it.each<[unknown, object, unknown]>([
		['a', text, 'a'],
		[5, text, '5'],
		[true, text, 'true'],
		[new Date('2026-01-02T03:04:05Z'), text, '2026-01-02T03:04:05.000Z'],
		[{ toISO: () => '2026-01-02T03:04:05.000Z' }, text, '2026-01-02T03:04:05.000Z'],
		[{ any: ['form'] }, { type: 'object' }, { any: ['form'] }],
		['?', { type: 'geo' }, '?'],
		[5n, whole('long'), 5],
		['Gold', tier, 'gold'],
		[' gold ', tier, 'gold'],
		['Not Set', tier, 'not_set'],
		['NOT_SET', tier, 'not_set'],
		['a', cased, 'a'],
		['A', cased, 'A'],
		['B Side', cased, 'B'],
		[5, { ...text, enum: [5, 6] }, '5'],
		[' 5 ', whole('int'), 5],
		['-1e3', whole('int'), -1000],
		['007', whole('int'), 7],
		['9007199254740991', whole('long'), 9007199254740991],
		['1.50', number, 1.5],
		['.5', number, 0.5],
		['YES', flag, true],
		[' no ', flag, false],
		['off', flag, false],
		[true, flag, true],
		[false, flag, false],
		[1, flag, true],
		['0', flag, false],
		['2026-02-03', date, '2026-02-03'],
		[' 2026-02-03 ', date, '2026-02-03'],
		['2026-02-03T23:30:00Z', date, '2026-02-04'],
		['2026-02-03T23:30:00', date, '2026-02-03'],
		[Date.UTC(2026, 1, 3, 23, 30), date, '2026-02-04'],
		['2026-07-01', time, '2026-06-30T22:00:00.000Z'],
		['2026-07-01T12:00:00.123456+02:00', time, '2026-07-01T10:00:00.123Z'],
		[1_782_900_000, time, '2026-07-01T10:00:00.000Z'],
		[['1', 2, null], list(whole('int')), [1, 2]],
		[['1', '', null, '2'], list(whole('int')), [1, 2]],
		['["a","b"]', list(text), ['a', 'b']],
		[' ["a"]', list(text), ['a']],
		['a', list(text), ['a']],
		['[a', list(text), ['[a']],
		['1.50', list(text), ['1.50']],
		['{"a":1}', list(text), ['{"a":1}']],
		[['["a"]'], list(text), ['["a"]']],
		[['["a"]'], list(list(text)), [['a']]],
		[{ x: '1' }, map, { x: 1 }],
		['{"x":1}', map, { x: 1 }],
		['\n{"x":1}', map, { x: 1 }],
		[{ a: '1', b: '' }, object, { a: 1 }],
		['', whole('int'), undefined],
		[null, flag, undefined],
		[undefined, text, undefined],
	])('%j for %j', (value, node, wanted) => {
		const { result, problems } = tried(value, node as Record<string, unknown>);
		expect(problems).toEqual([]);
		expect(result).toEqual(wanted);
	});

	it.each<[unknown, string]>([
		['1990-05-01T00:00:00.000Z', '1990-05-01'],
		['1990-05-01 00:00:00+00', '1990-05-01'],
		['1990-05-01T00:00Z', '1990-05-01'],
		[new Date('1990-05-01T00:00:00Z'), '1990-05-01'],
		[Date.UTC(1990, 4, 1), '1990-05-01'],
		[String(Date.UTC(1972, 5, 15)), '1972-06-15'],
		// These are moments, and the clock of the workflow decides.
		['1990-05-01T00:00:01Z', '1990-04-30'],
		['1990-04-30T20:00:00-04:00', '1990-04-30'],
		['1990-04-30T20:00:00', '1990-04-30'],
		['1990-05-01T02:00:00+02:00', '1990-04-30'],
		[{ toISO: () => '1990-04-30T20:00:00.000-04:00' }, '1990-04-30'],
	])('%j in New York is the day %s', (value, wanted) => {
		expect(tried(value, date, calendarOf('America/New_York')).result).toBe(wanted);
	});

	it.each(['2011-12-30', ' 2011-12-30 '])(
		'the day "%s" stays, although it was skipped in the time zone of the workflow',
		(day) => {
			const { result } = tried(day, date, calendarOf('Pacific/Apia'));
			expect(result).toBe('2011-12-30');
		},
	);
});

describe('A value is refused that does not fit:', () => {
	it.each<[unknown, object, string]>([
		[{}, text, 'text'],
		[['a'], text, 'text'],
		[new Date(NaN), text, 'text'],
		[{ toISO: () => null, isValid: false }, text, 'text'],
		['silver', tier, 'one of gold, not_set'],
		[' a', cased, 'one of a, A, B'],
		['FIRST', cased, 'one of a, A, B'],
		['x', letters(8), 'one of a, b, c, d, e, f, g, h'],
		['x', letters(9), 'one of a, b, c, d, e, f, g, h and 1 more'],
		['x', letters(10), 'one of a, b, c, d, e, f, g, h and 2 more'],
		['1e999', number, 'a number'],
		['5.5', whole('long'), 'a whole number'],
		['1,000', whole('long'), 'a whole number'],
		['0x10', whole('long'), 'a whole number'],
		['12345678901234567890', whole('long'), 'a whole number'],
		['9007199254740992', whole('long'), 'a whole number'],
		[-1, whole('long', { minimum: 0 }), 'a whole number from 0'],
		[6, whole('long', { maximum: 5 }), 'a whole number to 5'],
		[-1, whole('int', { minimum: 0 }), 'a whole number from 0 to 2147483647'],
		[11, whole('byte', { minimum: -1, maximum: 10 }), 'a whole number from -1 to 10'],
		[128, whole('byte', { minimum: -999, maximum: 999 }), 'a whole number from -128 to 127'],
		[5.1, { ...number, minimum: -0.5, maximum: 5 }, 'a number from -0.5 to 5'],
		[true, number, 'a number'],
		[[1], number, 'a number'],
		['1,5', number, 'a number'],
		['.', number, 'a number'],
		['5 kg', number, 'a number'],
		['No. 5', number, 'a number'],
		['Infinity', number, 'a number'],
		['maybe', flag, 'true or false'],
		[2, flag, 'true or false'],
		[['true'], flag, 'true or false'],
		['31.12.2026', date, 'a date such as 2030-01-31'],
		['2026-02-30', date, 'a date such as 2030-01-31'],
		[20260101, time, 'a date and time such as 2030-01-31T12:00:00Z'],
		['tomorrow', time, 'a date and time such as 2030-01-31T12:00:00Z'],
		[['x'], map, 'an object'],
		[new Date(0), map, 'an object'],
		['x', object, 'an object'],
		['{x', object, 'an object'],
		['[{"a":1}]', object, 'an object'],
		[{ b: 'x' }, object, 'a value'],
		[{ a: '' }, object, 'a value'],
		[[{ b: 'x' }], list(object), 'a value'],
	])('%j for %j', (value, node, wanted) => {
		const { problems } = tried(value, node as Record<string, unknown>);
		expect(problems.map((problem) => problem.wanted)).toEqual([wanted]);
	});

	it.each([
		['byte', -128, 127],
		['short', -32_768, 32_767],
		['int', -2_147_483_648, 2_147_483_647],
		['integer', -2_147_483_648, 2_147_483_647],
		['long', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	])('a whole number outside of the type %s, from %d to %d', (xdm, least, most) => {
		const near = (edge: number) => fc.integer({ min: -3, max: 3 }).map((step) => edge + step);
		const values = fc.oneof(near(least), near(most), near(0));
		fc.assert(
			fc.property(values, fc.boolean(), (value, isText) => {
				const { result } = tried(isText ? String(value) : value, whole(xdm));
				expect(result).toBe(value >= least && value <= most ? value : undefined);
			}),
		);
	});

	it('a number outside of the bounds in the schema', () => {
		const bound = fc.integer({ min: -20, max: 20 });
		fc.assert(
			fc.property(bound, bound, bound, (value, minimum, maximum) => {
				const fits = value >= minimum && value <= maximum;
				for (const node of [number, whole('byte'), whole('long')]) {
					expect(tried(value, { ...node, minimum, maximum }).problems).toHaveLength(fits ? 0 : 1);
				}
			}),
		);
	});

	it('by what an object requires that is missing as a whole', () => {
		const outer = { type: 'object', properties: { x: object, y: text }, required: ['x'] };
		const { problems, result } = tried({ y: 'a' }, outer);
		expect(problems).toEqual([{ path: 'field.x.a', wanted: 'a value' }]);
		expect(result).toEqual({ y: 'a' });
	});

	it('with its place in lists and objects', () => {
		const { problems, unknown } = tried(
			{ x: [{ a: 1 }, { a: 'no', c: 1 }] },
			{
				type: 'object',
				properties: { x: list(object) },
			},
		);
		expect(problems).toEqual([
			{ path: 'field.x[1].a', value: 'no', wanted: expect.any(String) as string },
		]);
		expect([...unknown]).toEqual(['field.x[].c']);
	});

	it('with the value as it came, and all of an item at once', () => {
		const { problems } = tried({ a: '{', b: { c: 1 } }, object);
		expect(problems).toEqual([
			{ path: 'field.a', value: '{', wanted: 'a whole number from -2147483648 to 2147483647' },
			{ path: 'field.b', value: { c: 1 }, wanted: 'text' },
		]);
	});
});

describe('A field that the schema does not have', () => {
	const rows = (count: number) => Array.from({ length: count }, () => ({ a: 1, c: 1 }));

	it('is named once, however long the list is that contains it', () => {
		const { unknown, result } = tried(rows(12), list(object));
		expect([...unknown]).toEqual(['field[].c']);
		expect(result).toEqual(rows(12).map(({ a }) => ({ a })));
	});

	it('is named in each of several lists', () => {
		const { unknown } = tried([rows(2)], list(list(object)));
		expect([...unknown]).toEqual(['field[][].c']);
	});

	it('is not named if it has no value', () => {
		const { unknown } = tried({ a: 1, c: '', d: null }, object);
		expect([...unknown]).toEqual([]);
	});

	it.each(['constructor', 'toString', '__proto__'])('can have the name %s', (name) => {
		const value: unknown = JSON.parse(`{"a":1,"${name}":"x"}`);
		const { unknown, result } = tried(value, object);
		expect([...unknown]).toEqual([`field.${name}`]);
		expect(result).toEqual({ a: 1 });
	});

	it('is named by its own path at the top of a record', () => {
		const found = { calendar: berlin, problems: [], unknown: new Set<string>() };
		convert({ b: 'x', c: 1 }, object, '', found);
		expect([...found.unknown]).toEqual(['c']);
		expect(found.problems).toEqual([{ path: 'a', wanted: 'a value' }]);
	});
});

it('Whatever was converted, Adobe takes as it is', () => {
	const simple = fc.oneof(
		fc.string(),
		fc.integer(),
		fc.double(),
		fc.boolean(),
		fc.date({ noInvalidDate: true }).map((day) => day.toISOString()),
		fc.constantFrom('yes', '1', '2026-01-31', '12.5', 'Gold', 'online', '[1]', '{"a":1}', null),
	);
	const value = fc.oneof(simple, fc.array(simple), fc.dictionary(fc.string(), simple));
	const nodes = tenantSchemas.flatMap(({ properties }) => Object.values(properties));
	const inner = nodes.flatMap((node) => [
		node,
		...Object.values((node.properties ?? {}) as Record<string, Record<string, unknown>>),
	]);
	fc.assert(
		fc.property(value, fc.constantFrom(...inner), (given, node) => {
			const { result, problems } = tried(given, node);
			if (problems.length > 0 || result === undefined) return;
			const refused: Unfit[] = [];
			const taken = converted(JSON.parse(JSON.stringify(result)), node, 'field', refused);
			expect(refused).toEqual([]);
			expect(JSON.parse(JSON.stringify(taken))).toEqual(JSON.parse(JSON.stringify(result)));
		}),
		{ numRuns: 2000, examples: [[JSON.parse('{"__proto__":1}') as Record<string, number>, map]] },
	);
});
