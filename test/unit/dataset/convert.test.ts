import fc from 'fast-check';
import { tenantSchemas } from '../../../local/adobe/tenant/schemas';
import { converted, type Unfit } from '../../../local/adobe/import/convert';
import { calendarOf } from '../../../nodes/AdobeExperiencePlatform/dataset/upload.operation';
import {
	convert,
	type ValueProblem,
} from '../../../nodes/AdobeExperiencePlatform/dataset/records/convert';

const calendar = calendarOf('Europe/Berlin');

function tried(value: unknown, node: Record<string, unknown>) {
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
		['Not Set', tier, 'not_set'],
		[' 5 ', whole('int'), 5],
		['-1e3', whole('int'), -1000],
		['007', whole('int'), 7],
		['9007199254740991', whole('long'), 9007199254740991],
		['1.50', number, 1.5],
		['.5', number, 0.5],
		['YES', flag, true],
		['off', flag, false],
		[1, flag, true],
		['0', flag, false],
		['2026-02-03', date, '2026-02-03'],
		['2026-02-03T23:30:00Z', date, '2026-02-04'],
		['2026-02-03T23:30:00', date, '2026-02-03'],
		[Date.UTC(2026, 1, 3, 23, 30), date, '2026-02-04'],
		['2026-07-01', time, '2026-06-30T22:00:00.000Z'],
		['2026-07-01T12:00:00.123456+02:00', time, '2026-07-01T10:00:00.123Z'],
		[1_782_900_000, time, '2026-07-01T10:00:00.000Z'],
		[['1', 2, null], list(whole('int')), [1, 2]],
		['["a","b"]', list(text), ['a', 'b']],
		['a', list(text), ['a']],
		[{ x: '1' }, map, { x: 1 }],
		['{"x":1}', map, { x: 1 }],
		[{ a: '1', b: '' }, object, { a: 1 }],
		['', whole('int'), undefined],
		[null, flag, undefined],
	])('%j for %j', (value, node, wanted) => {
		const { result, problems } = tried(value, node as Record<string, unknown>);
		expect(problems).toEqual([]);
		expect(result).toEqual(wanted);
	});
});

describe('A value is refused that does not fit:', () => {
	it.each<[unknown, object, string]>([
		[{}, text, 'text'],
		[new Date(NaN), text, 'text'],
		[{ toISO: () => null, isValid: false }, text, 'text'],
		['silver', tier, 'one of gold, not_set'],
		['x', letters(8), 'one of a, b, c, d, e, f, g, h'],
		['x', letters(10), 'one of a, b, c, d, e, f, g, h and 2 more'],
		['1e999', number, 'a number'],
		['5.5', whole('int'), 'a whole number'],
		['1,000', whole('int'), 'a whole number'],
		['0x10', whole('int'), 'a whole number'],
		['12345678901234567890', whole('long'), 'a whole number'],
		[128, whole('byte'), 'a whole number from -128 to 127'],
		[32_768, whole('short'), 'from -32768 to 32767'],
		[-1, whole('int', { minimum: 0 }), 'from 0 to'],
		[true, number, 'a number'],
		['1,5', number, 'a number'],
		['Infinity', number, 'a number'],
		['maybe', flag, 'true or false'],
		[2, flag, 'true or false'],
		['31.12.2026', date, 'a date such as'],
		['2026-02-30', date, 'a date such as'],
		[20260101, time, 'a date and time such as'],
		['tomorrow', time, 'a date and time such as'],
		[['x'], map, 'an object'],
		['x', object, 'an object'],
		[{ b: 'x' }, object, 'a value'],
		[[{ b: 'x' }], list(object), 'a value'],
	])('%j for %j', (value, node, wanted) => {
		const { problems } = tried(value, node as Record<string, unknown>);
		expect(problems).toHaveLength(1);
		expect(problems[0]?.wanted).toContain(wanted);
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
		{ numRuns: 2000 },
	);
});
