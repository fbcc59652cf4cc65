import fc from 'fast-check';
import { mapColumns } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/automatic';
import type { SchemaField } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import { sourcePath } from '../../../nodes/AdobeExperiencePlatform/file/preview';

const column = (label: string, type = 'string') => ({ path: sourcePath([label]), label, type });
const nested = (...names: string[]) => ({
	path: sourcePath(names),
	label: names.join('.'),
	type: '',
});
const field = (path: string, more: Partial<SchemaField> = {}): SchemaField => ({
	path,
	type: 'string',
	required: false,
	...more,
});
type Pairs = Array<[source: string, destination: string]>;
const choice = <K extends string>(kind: K, pairs: Pairs = []) => ({
	kind,
	pairs: pairs.map(([source, destination]) => ({ source, destination })),
});
const automatic = (labels: string[], fields: string[], chosen: Pairs = []) =>
	mapColumns(
		choice('automatic', chosen),
		labels.map((label) => column(label)),
		fields.map((path) => field(path)),
	);
const destinations = (labels: string[], fields: string[]) =>
	automatic(labels, fields).pairs.map(({ destination }) => destination);

describe('Automatic mapping', () => {
	it.each<[why: string, columns: string[], fields: string[], mapped: string[]]>([
		['the exact path', ['city'], ['city', 'home.city'], ['city']],
		['the exact dotted path', ['home.city'], ['city', 'home.city'], ['home.city']],
		['ignoring case, blanks, dashes and underscores', ['Store-ID'], ['store_id'], ['store_id']],
		[
			'the last part, where one field has it',
			['First Name'],
			['person.firstName'],
			['person.firstName'],
		],
		['the last part of a nested column', ['a.city'], ['home.city'], ['home.city']],
		[
			'the exact one, which frees the loose one',
			['city', 'City'],
			['city', 'home.city'],
			['city', 'home.city'],
		],
		[
			'the better match first, in whatever order',
			['City', 'city'],
			['city', 'home.city'],
			['home.city', 'city'],
		],
		[
			'nothing where several fields have the last part',
			['city', 'id'],
			['home.city', 'work.city', 'id'],
			['id'],
		],
		['nothing for another name', ['x', 'id'], ['id'], ['id']],
	])('takes %s', (_why, columns, fields, mapped) => {
		expect(destinations(columns, fields)).toEqual(mapped);
	});

	it('names several fields that a column fits', () => {
		const { notes } = automatic(['city', 'id'], ['home.city', 'work.city', 'id']);
		expect(notes).toEqual([
			{
				column: 'city',
				text: expect.stringMatching(/"city" matches several fields.*home\.city, work\.city/),
			},
		]);
	});

	it('maps nested columns by their dotted path', () => {
		const { pairs } = mapColumns(
			choice('automatic'),
			[nested('person', 'name')],
			[field('person.name')],
		);
		expect(pairs).toEqual([{ source: 'person.name', destination: 'person.name' }]);
	});

	it.each<[columns: string[], words: RegExp]>([
		[
			['Store ID', 'store_id'],
			/^2 columns would go into the field "storeId": .*Store ID.*store_id/,
		],
		[['x'], /^No column has the name of a field/],
		[[], /^The columns of the file are unknown/],
	])('refuses %j', (columns, words) => {
		const { problems } = automatic(columns, ['storeId']);
		expect(problems[0]?.message).toMatch(words);
		expect(problems[0]?.description).toMatch(/\S/);
	});

	it('names the columns if none fits', () => {
		expect(automatic(['x', 'y'], ['a']).problems[0]?.description).toBe(
			'Columns of the file: x, y. Choose Mapping > Pairs.',
		);
	});

	it('refuses a required field that no column goes into', () => {
		const { problems } = mapColumns(
			choice('automatic'),
			[column('a')],
			[field('a'), field('b', { required: true })],
		);
		expect(problems.map(({ message }) => message)).toEqual([
			'No column is mapped to the required field "b"',
		]);
	});

	it('requires a part of an optional object only if something goes into the object', () => {
		const fields = [field('a'), field('home.city'), field('home.id', { requiredWithin: 'home' })];
		expect(mapColumns(choice('automatic'), [column('a')], fields).problems).toEqual([]);
		const { problems } = mapColumns(
			choice('automatic'),
			[column('a'), column('home.city')],
			fields,
		);
		expect(problems[0]?.message).toMatch(/required field "home\.id" \(required within "home"\)/);
	});

	it.each<[why: string, columns: string[], fields: string[], chosen: Pairs, mapped: Pairs]>([
		[
			'leaves the others to their names',
			['Given', 'id'],
			['firstName', 'id'],
			[['Given', 'firstName']],
			[
				['Given', 'firstName'],
				['id', 'id'],
			],
		],
		[
			'keeps a chosen field from the column of its name',
			['mail', 'email', 'id'],
			['email', 'id'],
			[['mail', 'email']],
			[
				['mail', 'email'],
				['id', 'id'],
			],
		],
		[
			'keeps a chosen column from the field of its name',
			['a', 'b'],
			['a', 'b', 'c'],
			[['a', 'c']],
			[
				['a', 'c'],
				['b', 'b'],
			],
		],
		['needs no name to fit', ['x'], ['a'], [['x', 'a']], [['x', 'a']]],
		[
			'settles what fits several fields',
			['city', 'id'],
			['home.city', 'work.city', 'id'],
			[['city', 'work.city']],
			[
				['city', 'work.city'],
				['id', 'id'],
			],
		],
		[
			'may put one column into two fields',
			['a', 'id'],
			['x', 'y', 'id'],
			[
				['a', 'x'],
				['a', 'y'],
			],
			[
				['a', 'x'],
				['a', 'y'],
				['id', 'id'],
			],
		],
	])('with pairs %s', (_why, columns, fields, chosen, mapped) => {
		const { pairs, problems, notes } = automatic(columns, fields, chosen);
		expect(pairs.map(({ source, destination }) => [source, destination])).toEqual(mapped);
		expect([problems, notes]).toEqual([[], []]);
	});

	it('with pairs refuses those that cannot be, and fields that two columns would go into', () => {
		const messages = (chosen: Pairs) =>
			automatic(['a', 'b'], ['a', 'b'], chosen).problems.map(({ message }) => message);
		expect(messages([['zzz', 'a']])).toEqual(['The file has no column "zzz"']);
		expect(messages([['a', 'zzz']])).toEqual(['The schema has no field "zzz"']);
		expect(
			messages([
				['a', 'a'],
				['b', 'a'],
			]),
		).toEqual(['2 columns would go into the field "a": a, b']);
	});

	it('maps each column at most once, and each field at most once unless it is refused', () => {
		const name = fc.constantFrom('a', 'A', 'a b', 'a.b', 'x.a', 'y.a', 'b', 'a_b', 'B');
		fc.assert(
			fc.property(fc.uniqueArray(name), fc.uniqueArray(name), (columns, fields) => {
				const first = automatic(columns, fields);
				expect(automatic(columns, fields)).toEqual(first);
				const { pairs, problems } = first;
				expect(new Set(pairs.map(({ source }) => source)).size).toBe(pairs.length);
				const isDoubled = new Set(pairs.map(({ destination }) => destination)).size < pairs.length;
				const isRefused = problems.some(({ message }) => /columns would go into/.test(message));
				expect(isRefused).toBe(isDoubled);
			}),
		);
	});
});

describe('Pairs', () => {
	const columns = [column('First Name'), column('Id')];
	const fields = [
		field('person.firstName'),
		field('_id', { required: true }),
		field('tags', { type: 'array' }),
	];
	const messages = (...pairs: Pairs) => mapColumns(choice('pairs', pairs), columns, fields);

	it('take a column as people write it or as Data Prep does', () => {
		for (const name of ['First Name', '${First Name}']) {
			const { pairs, problems } = messages([name, 'person.firstName'], ['Id', '_id']);
			expect(problems).toEqual([]);
			expect(pairs[0]?.source).toBe('${First Name}');
		}
	});

	it.each<[pairs: Array<[string, string]>, words: RegExp, description: RegExp]>([
		[
			[
				['first name', 'person.firstName'],
				['Id', '_id'],
			],
			/no column "first name"/,
			/Did you mean "First Name"/,
		],
		[
			[
				['Other', 'person.firstName'],
				['Id', '_id'],
			],
			/no column "Other"/,
			/^Columns of the file: First Name, Id/,
		],
		[
			[
				['Id', '_id'],
				['First Name', 'firstname'],
			],
			/no field "firstname"/,
			/Did you mean "person\.firstName"/,
		],
		[
			[
				['Id', '_id'],
				['First Name', 'zzz'],
			],
			/no field "zzz"/,
			/^Choose one/,
		],
		[
			[['First Name', 'person.firstName']],
			/No column is mapped to the required field "_id"/,
			/Map a column/,
		],
		[
			[
				['Id', '_id'],
				['First Name', '_id'],
			],
			/2 columns would go into/,
			/one column/,
		],
	])('are refused: %j', (pairs, words, description) => {
		const { problems } = messages(...pairs);
		expect(problems[0]?.message).toMatch(words);
		expect(problems[0]?.description).toMatch(description);
	});

	it('reach into arrays, and are accepted unchanged if the columns are unknown', () => {
		for (const place of ['tags[0]', 'tags[10]', 'tags[*].name']) {
			const { problems, notes } = messages(['Id', '_id'], ['First Name', place]);
			expect([problems, notes]).toEqual([[], []]);
		}
		const { pairs, problems } = mapColumns(choice('pairs', [['any', '_id']]), [], fields);
		expect([pairs, problems]).toEqual([[{ source: 'any', destination: '_id' }], []]);
	});
});
