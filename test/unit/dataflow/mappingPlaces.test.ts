import { mapColumns } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/automatic';
import type { SchemaField } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import { sourcePath } from '../../../nodes/AdobeExperiencePlatform/file/preview';
import { FieldPaths } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/pair';

/** Fields that columns may go into, and columns that are easily confused. */

const column = (...names: string[]) => ({
	path: sourcePath(names),
	label: names.join('.'),
	type: 'string',
});
const field = (path: string, type = 'string', more: Partial<SchemaField> = {}): SchemaField => ({
	path,
	type,
	required: false,
	...more,
});
type Pairs = Array<[source: string, destination: string]>;
const map = (
	kind: 'automatic' | 'pairs',
	pairs: Pairs,
	columns: Array<ReturnType<typeof column>>,
	fields: SchemaField[],
) => {
	const chosen = pairs.map(([source, destination]) => ({ source, destination }));
	const result = mapColumns({ kind, pairs: chosen }, columns, fields);
	return {
		pairs: result.pairs.map(({ source, destination }) => [source, destination]),
		messages: result.problems.map(({ message }) => message),
		hints: result.notes.map(({ text }) => text),
	};
};

describe('Places', () => {
	it.each([
		['a', true],
		['a.b', true],
		['a[0]', true],
		['c.d', true],
		['c', true],
		['c.d.e', true],
		['c.e', false],
		['ab', false],
		['', false],
	])('of a and c.d overlap %s: %s', (path, overlap) => {
		expect(new FieldPaths(['a', 'c.d']).overlaps(path)).toBe(overlap);
	});
});

describe('The column of a pair', () => {
	it('is the one with that path, if another one has it as its label', () => {
		const columns = [column('a', 'b'), column('a.b')];
		for (const { path } of columns) {
			const { pairs, messages } = map('pairs', [[path, 'x']], columns, [field('x')]);
			expect([pairs, messages]).toEqual([[[path, 'x']], []]);
		}
	});

	it('may have blanks around its name, which make it another one', () => {
		const columns = [column('City'), column(' City')];
		expect(map('pairs', [[' City', 'x']], columns, [field('x')]).pairs).toEqual([
			['${ City}', 'x'],
		]);
		expect(map('pairs', [['City', 'x']], columns, [field('x')]).pairs).toEqual([['City', 'x']]);
		expect(map('pairs', [['City ', 'x']], columns, [field('x')]).pairs).toEqual([['City', 'x']]);
	});

	it.each(['First Name', '${First Name}', 'First Name '])(
		'may be chosen twice for the same field, which is once: %s',
		(again) => {
			const { pairs, messages } = map(
				'pairs',
				[
					['First Name', 'x'],
					[again, 'x'],
				],
				[column('First Name')],
				[field('x')],
			);
			expect([pairs, messages]).toEqual([[['${First Name}', 'x']], []]);
		},
	);

	it('loses pasted blanks, even if the columns are unknown', () => {
		expect(map('pairs', [['Town\n', 'x']], [], [field('x')]).pairs).toEqual([['Town', 'x']]);
	});
});

describe('Columns that are not known', () => {
	it('are refused if others are mapped by name, even with pairs', () => {
		expect(map('automatic', [['a', 'x']], [], [field('x')]).messages).toEqual([
			'The columns of the file are unknown',
		]);
		expect(map('pairs', [['a', 'x']], [], [field('x')]).messages).toEqual([]);
	});
});

describe('The field of a pair', () => {
	it.each<[destination: string, isGood: boolean]>([
		['tags', true],
		['tags[0]', true],
		['tags[0].name', true],
		['labels.colour', true],
		['labels["a"]', true],
		['name', true],
		['name.first', false],
		['name[0]', false],
		['names', false],
	])('%s: %s', (destination, isGood) => {
		const fields = [field('tags', 'array'), field('labels', 'map'), field('name')];
		const { messages } = map('pairs', [['a', destination]], [column('a')], fields);
		expect(messages).toEqual(isGood ? [] : [`The schema has no field "${destination}"`]);
	});

	it.each<[one: string, other: string]>([
		['tags', 'tags[0]'],
		['tags[0]', 'tags[0].name'],
		['labels', 'labels.colour'],
	])('%s is refused beside %s, which lies within', (one, other) => {
		const fields = [field('tags', 'array'), field('labels', 'map')];
		const columns = [column('a'), column('b')];
		for (const pairs of [
			[
				['a', one],
				['b', other],
			],
			[
				['a', other],
				['b', one],
			],
		] as Pairs[]) {
			expect(map('pairs', pairs, columns, fields).messages).toEqual([
				`The field "${other}" lies within "${one}", and a column goes into each`,
			]);
		}
	});

	it('may be one item of an array beside another', () => {
		const fields = [field('tags', 'array', { required: true })];
		const pairs: Pairs = [
			['a', 'tags[0]'],
			['b', 'tags[1]'],
		];
		expect(map('pairs', pairs, [column('a'), column('b')], fields).messages).toEqual([]);
	});

	it('keeps columns of its name out of it, as a whole and in part', () => {
		const fields = [field('tags', 'array'), field('id')];
		const columns = [column('first'), column('tags'), column('id')];
		expect(map('automatic', [['first', 'tags[0]']], columns, fields)).toEqual({
			pairs: [
				['first', 'tags[0]'],
				['id', 'id'],
			],
			messages: [],
			hints: [],
		});
	});
});

describe('By name', () => {
	it('a column stays ambiguous if a pair has taken one of its fields', () => {
		const fields = [field('home.city'), field('work.city'), field('id')];
		const columns = [column('town'), column('city'), column('id')];
		const { pairs, hints } = map('automatic', [['town', 'home.city']], columns, fields);
		expect(pairs).toEqual([
			['town', 'home.city'],
			['id', 'id'],
		]);
		expect(hints).toEqual([
			expect.stringMatching(
				/^The column "city" matches several fields and was not mapped; still free: work\.city\./,
			),
		]);
	});

	it('a whole path comes before a last part', () => {
		const fields = [field('home.city'), field('work.city')];
		expect(map('automatic', [], [column('home', 'City')], fields).pairs).toEqual([
			['home.City', 'home.city'],
		]);
	});

	it('the ID of something within a record is not the ID of the record', () => {
		const fields = [field('_id'), field('name'), field('home.city')];
		const columns = [column('store', 'owner', 'id'), column('Name'), column('person', 'name')];
		expect(map('automatic', [], [...columns, column('a', 'city')], fields)).toEqual({
			pairs: [
				['Name', 'name'],
				['a.city', 'home.city'],
			],
			messages: [],
			hints: [],
		});
	});
});
