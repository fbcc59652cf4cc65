import { countLeaked, findLeaks } from './leaks';
import { keySet } from './madeUp';

const { s3SecretKey: key } = keySet(1);
const piece = key.slice(4, 12);
const text = `… ${piece} …`;

const circle: Record<string, unknown> = { text };
circle.self = circle;

describe('A search for secrets finds a piece that is planted', () => {
	it.each<[where: string, planted: unknown]>([
		['a text', text],
		['a nested list', [[{ a: [null, { b: text }] }]]],
		['a name', { [text]: 1 }],
		['the name of a symbol', { [Symbol(text)]: 1 }],
		['a symbol', { [Symbol('x')]: text }],
		['a hidden property', Object.defineProperty({}, 'x', { value: text, enumerable: false })],
		['a key of a map', new Map([[text, 1]])],
		['a value of a map', { map: new Map([['x', { text }]]) }],
		['a set', new Set([[text]])],
		['the message of an error', new Error(text)],
		['the stack of an error', Object.assign(new Error('x'), { stack: text })],
		['the cause of a cause', new Error('x', { cause: new Error('y', { cause: { text } }) })],
		['the context of an error', Object.assign(new Error('x'), { context: { data: { text } } })],
		['the errors of an error', new AggregateError([new Error(text)])],
		['a circle', circle],
		['what only JSON shows', { toJSON: () => ({ text }) }],
		['bytes', { body: Buffer.from(text) }],
	])('in %s', (_where, planted) => {
		const leaks = findLeaks({ clean: { id: 'x' }, planted }, [key]);
		expect(leaks.length).toBeGreaterThan(0);
		for (const leak of leaks) {
			expect(leak).toMatch(/^planted at \d/);
			expect(leak.endsWith(`[${piece}]`)).toBe(true);
		}
		expect(countLeaked([key, 'another one'], planted)).toBe(1);
	});

	it('in a number', () => {
		expect(findLeaks({ planted: [{ account: 1234567890 }] }, ['123456789'])).toHaveLength(1);
	});

	it('at each of several places of one text', () => {
		const log = `${piece} and ${piece}`;
		expect(findLeaks({ log }, [key])).toEqual([
			`log at 0: [${piece}]`,
			`log at 13:  and [${piece}]`,
		]);
	});
});

it('A search for secrets lets seven characters pass', () => {
	const short = key.slice(0, 7);
	expect(findLeaks({ short, list: [short, { [short]: short }] }, [key])).toEqual([]);
});

it('A search for secrets refuses one that is too short to be found', () => {
	for (const search of [() => findLeaks({}, ['short']), () => countLeaked(['short'], {})]) {
		expect(search).toThrow('needs 8 characters or more');
	}
});
