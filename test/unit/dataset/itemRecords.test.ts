import type { MappingChoice } from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import { itemRecords } from '../../../nodes/AdobeExperiencePlatform/dataset/records/records';
import { schemaFields } from '../../../nodes/AdobeExperiencePlatform/dataset/schema';

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
) {
	return itemRecords(items, {
		schema: { root: { ...schema }, fields: schemaFields(schema) },
		identities: [],
		isForProfile: false,
		mapping,
		calendar: { instant: () => undefined, day: () => '' },
	});
}

describe('What is wrong with items is said in words for items:', () => {
	const id = ['id', 'id'] as [string, string];
	it.each<[what: string, items: Array<Record<string, unknown>>, mapping: Mapping, words: RegExp]>([
		['no fields at all', [{}], automatic, /^The items have no fields$/],
		['no name of the schema', [{ x: 1 }], automatic, /^No item field has the name of a field/],
		['a required field', [{ age: 1 }], automatic, /^No item field goes into the field "id"/],
		['a time', [{ age: 1 }], pairs(['age', 'age']), /^No item field goes into the field "id"/],
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
		expect(hints[0]).toMatch(/^The item field "city" fits several fields/);
	});

	it('a value', () => {
		const { refused } = recordsOf([{ id: '1', age: 'old' }]);
		expect(refused.get(0)?.message).toMatch(
			/^The value "old" in the item field "age" does not fit the dataset field "age", which takes a whole number/,
		);
	});

	it('a required value', () => {
		const { refused } = recordsOf([{ id: '1' }, { id: '' }]);
		expect([...refused.keys()]).toEqual([1]);
		expect(refused.get(1)?.message).toBe(
			'The dataset field "id" is required, and this item has no value for it (item field "id")',
		);
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
		expect(refused.get(1)?.message).toBe(
			'The item has no value for any dataset field that is mapped',
		);
	},
);
