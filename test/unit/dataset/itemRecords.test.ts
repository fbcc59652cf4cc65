import type { MappingChoice } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/pair';
import { itemRecords } from '../../../nodes/AdobeExperiencePlatform/dataset/records/records';
import {
	schemaFields,
	type Identity,
} from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';

type Mapping = Exclude<MappingChoice, { kind: 'mappingSet' }>;

const text = { type: 'string', 'meta:xdmType': 'string' };
const root = {
	type: 'object',
	required: ['id'],
	properties: {
		id: text,
		at: { type: 'string', format: 'date-time' },
		age: { type: 'integer', 'meta:xdmType': 'int' },
		home: { type: 'object', properties: { city: text } },
		work: { type: 'object', properties: { city: text } },
	},
};
const automatic: Mapping = { kind: 'automatic', pairs: [] };
const pairs = (...list: Array<[source: string, destination: string]>): Mapping => ({
	kind: 'pairs',
	pairs: list.map(([source, destination]) => ({ source, destination })),
});

function recordsOf(
	items: Array<Record<string, unknown>>,
	mapping: Mapping = automatic,
	schema: object = root,
	identities: Identity[] = [],
	isForProfile = false,
) {
	return itemRecords(items, {
		schema: { root: { ...schema }, fields: schemaFields(schema) },
		identities,
		isForProfile,
		mapping,
		calendar: { instant: () => undefined, day: () => '' },
	});
}

describe('What is wrong with items is said in words for items:', () => {
	const id = ['id', 'id'] as [string, string];
	it.each<[what: string, items: Array<Record<string, unknown>>, mapping: Mapping, words: RegExp]>([
		['no fields at all', [{}], automatic, /^The items have no fields$/],
		['no name of the schema', [{ x: 1 }], automatic, /^No item field has the name of a field/],
		[
			'a required field',
			[{ age: 1 }],
			automatic,
			/^No item field is mapped to the required field "id"/,
		],
		[
			'a time',
			[{ age: 1 }],
			pairs(['age', 'age']),
			/^No item field is mapped to the required field "id"/,
		],
		['another name', [{ id: 1 }], pairs(id, ['ID2', 'age']), /^The items have no item field "ID2"/],
		['no field of the schema', [{ id: 1 }], pairs(id, ['id', 'x']), /^The schema has no field "x"/],
		['a pair and no items with fields', [{}], pairs(id), /^The items have no item field "id"/],
		[
			'an expression of Data Prep',
			[{ id: 1 }],
			pairs(id, ['upper(id)', 'home.city']),
			/^The items have no item field "upper\(id\)"/,
		],
		[
			'two for one',
			[{ id: 1, a: 1, b: 1 }],
			pairs(id, ['a', 'age'], ['b', 'age']),
			/^2 item fields would go into the field "age"/,
		],
	])('%s', (_what, items, mapping, words) => {
		const { problems, records } = recordsOf(items, mapping);
		const [first] = problems;
		expect(first?.message).toMatch(words);
		expect(records).toEqual([]);
		const all = problems.map(({ message, description }) => `${message} ${description}`).join(' ');
		expect(all).not.toMatch(/\bfile\b|column|calculated|Mapping Set/i);
	});

	it('an ambiguous name', () => {
		const { hints } = recordsOf([{ id: '1', city: 'Berlin' }]);
		expect(hints).toHaveLength(1);
		expect(hints[0]).toMatch(/^The item field "city" matches several fields/);
	});

	it('a value', () => {
		const { refused } = recordsOf([{ id: '1', age: 'old' }]);
		expect(refused.get(0)?.message).toMatch(
			/^The value "old" in the item field "age" does not fit the dataset field "age", which accepts a whole number/,
		);
	});

	it('a required value', () => {
		const { refused } = recordsOf([{ id: '1' }, { id: '' }]);
		expect([...refused.keys()]).toEqual([1]);
		expect(refused.get(1)?.message).toBe(
			'The dataset field "id" is required, and this item has no value for it (item field "id")',
		);
		expect(refused.get(1)?.description).toBe('Fill it before this node, or remove the item.');
	});
});

it.each([{}, { id: '' }, { id: null }, { other: 1 }])(
	'The item %j is no record if nothing of it is mapped, although the schema requires nothing',
	(item) => {
		const { records, refused } = recordsOf([{ id: '1' }, item], automatic, {
			...root,
			required: [],
		});
		expect(records).toEqual([{ id: '1' }]);
		expect(refused.get(1)?.message).toBe('The item has no value for any mapped dataset field');
	},
);

const number = { type: 'number' };
const nested = {
	type: 'object',
	properties: {
		id: text,
		home: { type: 'object', properties: { city: text, zip: text } },
		tags: { type: 'array', items: text },
		lines: { type: 'array', items: { type: 'object', properties: { sku: text, price: number } } },
		points: { type: 'object', 'meta:xdmType': 'map', additionalProperties: number },
	},
};

describe('A pair leads', () => {
	it.each<[destination: string, value: unknown, record: object]>([
		['home.city', 'Berlin', { home: { city: 'Berlin' } }],
		['tags', 'a', { tags: ['a'] }],
		['tags[0]', 'a', { tags: ['a'] }],
		['tags[*]', ['a', 'b'], { tags: ['a', 'b'] }],
		['tags[]', 'a', { tags: ['a'] }],
		['lines[*].sku', ['A', 'B'], { lines: [{ sku: 'A' }, { sku: 'B' }] }],
		['lines[0].sku', 'A', { lines: [{ sku: 'A' }] }],
		['lines.sku', 'A', { lines: [{ sku: 'A' }] }],
		['points[gold]', '5', { points: { gold: 5 } }],
		['points.gold', '5', { points: { gold: 5 } }],
		['points["gold"]', 5, { points: { gold: 5 } }],
		["points['a b']", 5, { points: { 'a b': 5 } }],
		['points["a.b"]', 5, { points: { 'a.b': 5 } }],
	])('to %s with the value %j', (destination, value, record) => {
		const { records, unmapped, refused } = recordsOf(
			[{ x: value }],
			pairs(['x', destination]),
			nested,
		);
		expect([...refused.values()]).toEqual([]);
		expect(records).toEqual([record]);
		expect(unmapped).toEqual([]);
	});

	it('into the same object or list as others, without their values getting lost', () => {
		const { records } = recordsOf(
			[{ c: 'Berlin', z: '10115', s: ['A', 'B'], p: [1, 2] }],
			pairs(['c', 'home.city'], ['z', 'home.zip'], ['s', 'lines[*].sku'], ['p', 'lines[*].price']),
			nested,
		);
		expect(records).toEqual([
			{
				home: { city: 'Berlin', zip: '10115' },
				lines: [
					{ sku: 'A', price: 1 },
					{ sku: 'B', price: 2 },
				],
			},
		]);
	});

	it.each(['lines[*].s[ku', 'lines[*].other'])(
		'nowhere with the unknown member of %s: it is reported, and not sent',
		(destination) => {
			const { records, unmapped } = recordsOf(
				[{ id: '1', x: 'A' }],
				pairs(['id', 'id'], ['x', destination]),
				nested,
			);
			expect(JSON.stringify(records)).not.toContain('A');
			expect(unmapped).toEqual([destination.replace('[*]', '[]')]);
		},
	);
});

describe('A value that does not fit', () => {
	it.each<[destination: string, other: string, value: unknown, words: RegExp]>([
		['points[b]', 'points[a]', 'x', /^The value "x" in the item field "bad" .* "points\.b"/],
		['lines[1].price', 'lines[0].price', 'x', /"x" in the item field "bad" .*"lines\[1\]\.price"/],
		['lines[*].price', 'id', 'x', /in the item field "bad" .*"lines\[0\]\.price"/],
		['lines.price', 'id', 'x', /in the item field "bad" .*"lines\[0\]\.price"/],
		['points[b]', 'id', [1], /^The value \[1\] in/],
		['points[b]', 'id', 12n ** 400n, /^The value "\d{50,} … in the item field "bad"/],
		['points[b]', 'id', () => 1, /^The value function in/],
	])(
		'into %s is named by its own item field, beside %s: %p',
		(destination, other, value, words) => {
			const mapping = pairs(['good', other], ['bad', destination]);
			const { refused, records } = recordsOf([{ good: '1', bad: value }], mapping, nested);
			expect(records).toEqual([]);
			expect(refused.get(0)?.message).toMatch(words);
		},
	);

	it('is the first of several, and the others are counted', () => {
		const mapping = pairs(['a', 'points[a]'], ['b', 'points[b]'], ['c', 'points[c]']);
		const { refused } = recordsOf([{ a: 'x', b: 'y', c: 'z' }], mapping, nested);
		expect(refused.get(0)?.message).toMatch(/"x" in the item field "a"/);
		expect(refused.get(0)?.description).toMatch(/ 2 more values of this item do not fit\.$/);
	});

	it('is missing although no item field goes there', () => {
		const required = {
			type: 'object',
			properties: {
				lines: {
					...nested.properties.lines,
					items: { ...nested.properties.lines.items, required: ['price'] },
				},
			},
		};
		const { refused } = recordsOf([{ x: 'A' }], pairs(['x', 'lines[*].sku']), required);
		expect(refused.get(0)?.message).toBe(
			'The dataset field "lines[0].price" is required, and this item has no value for it',
		);
		expect(refused.get(0)?.description).toBe(
			'No item field is mapped to it. Map one in Mapping, for instance with Choose Columns.',
		);
	});
});

describe('A record that Adobe would skip for its identity is refused:', () => {
	const identity = (path: string, namespace: string, isPrimary = false): Identity => ({
		path,
		namespace,
		isPrimary,
	});
	const schema = {
		type: 'object',
		properties: {
			id: text,
			mail: text,
			identityMap: {
				type: 'object',
				'meta:xdmType': 'map',
				additionalProperties: { type: 'array', items: text },
			},
		},
	};
	const ecid = '1'.repeat(38);
	const id = identity('id', 'ecid', true);
	it.each<
		[
			what: string,
			item: object,
			identities: Identity[],
			forProfile: boolean,
			words: RegExp | undefined,
		]
	>([
		['an ECID', { id: ecid }, [id], true, undefined],
		[
			'a short ECID',
			{ id: '123' },
			[id],
			false,
			/"123".* which accepts an ECID, which has 38 digits/,
		],
		['a long one', { id: 'x'.repeat(1024) }, [identity('id', 'CRM')], false, undefined],
		[
			'one too long',
			{ id: 'x'.repeat(1025) },
			[identity('id', 'CRM')],
			false,
			/up to 1024 characters/,
		],
		['none, not for Profile', { mail: 'a' }, [id], false, undefined],
		['none, for Profile', { mail: 'a' }, [id], true, /^The dataset field "id" is required/],
		['none, but a map', { identityMap: { CRM: ['1'] } }, [id], true, undefined],
		['no primary one at all', { mail: 'a' }, [identity('id', 'CRM')], true, undefined],
	])('%s', (_what, item, identities, forProfile, words) => {
		const { records, refused } = recordsOf(
			[{ ...item }],
			automatic,
			schema,
			identities,
			forProfile,
		);
		if (words) expect(refused.get(0)?.message).toMatch(words);
		else expect(records).toEqual([item]);
		expect(records.length + refused.size).toBe(1);
	});
});
