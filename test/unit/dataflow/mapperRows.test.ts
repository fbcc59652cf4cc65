import fc from 'fast-check';
import type { ResourceMapperField } from 'n8n-workflow';
import { mapperRows } from '../../../nodes/AdobeExperiencePlatform/dataflow/lists';
import type { SchemaField } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import type { FileColumn } from '../../../nodes/AdobeExperiencePlatform/file/preview';

const column = (path: string): FileColumn => ({ path, label: path, type: 'string' });
const field = (path: string, more: Partial<SchemaField> = {}): SchemaField => ({
	path,
	type: 'string',
	required: false,
	...more,
});
const pair = (source: string, destination = source) => ({ source, destination });
const ids = (rows: ResourceMapperField[]) => rows.map(({ id }) => id);

/** The beginning of the rows, as n8n stores them with the workflow. */
function saved(rows: ResourceMapperField[]): number {
	const value = Object.fromEntries(
		rows.flatMap(({ id, defaultValue }) => (defaultValue ? [[id, defaultValue]] : [])),
	);
	const mapping = { mappingMode: 'defineBelow', value, matchingColumns: [], schema: rows };
	return Buffer.byteLength(JSON.stringify(mapping));
}

const mail = { path: 'mail', namespace: 'Email', isPrimary: true };

describe('The rows of Choose Columns', () => {
	it('begin with required fields, then identities, then those that a column has the name of', () => {
		const fields = [
			field('deep.er.city'),
			field('town'),
			field('deep.name'),
			field('mail'),
			field('_id', { required: true }),
		];
		const rows = mapperRows([column('name')], fields, [pair('name', 'deep.name')], [mail]);
		expect(ids(rows)).toEqual(['_id', 'mail', 'deep.name', 'town', 'deep.er.city']);
		expect(rows.map(({ removed }) => removed)).toEqual([false, false, false, true, true]);
		expect(rows.map(({ required }) => required)).toEqual([true, false, false, false, false]);
	});

	it('say what a field is', () => {
		const fields = [
			field('_id', { required: true }),
			field('mail'),
			field('age', { type: 'integer', exactType: 'short' }),
			field('home.zip', { requiredWithin: 'home' }),
		];
		expect(mapperRows([], fields, [], [mail]).map(({ displayName }) => displayName)).toEqual([
			'_id (required, string)',
			'mail (identity, string)',
			'age (short)',
			'home.zip (string, required within home)',
		]);
	});

	it('offer the columns of the file, with that of the automatic mapping filled in', () => {
		const [row, other] = mapperRows(
			[{ path: '${First Name}', label: 'First Name', type: '' }, column('x')],
			[field('firstName'), field('y')],
			[pair('${First Name}', 'firstName')],
			[],
		);
		expect(row).toMatchObject({
			type: 'options',
			defaultValue: '${First Name}',
			options: [
				{ name: 'First Name', value: '${First Name}' },
				{ name: 'x', value: 'x' },
			],
		});
		expect(other).not.toHaveProperty('defaultValue');
	});

	it('show a field that is required within an object that a column goes into', () => {
		const fields = [field('home.city'), field('home.zip', { requiredWithin: 'home' })];
		const [, zip] = mapperRows([column('city')], fields, [pair('city', 'home.city')], []);
		expect(zip).toMatchObject({ id: 'home.zip', removed: false });
		const [, hidden] = mapperRows([column('city')], fields, [], []);
		expect(hidden).toMatchObject({ id: 'home.zip', removed: true });
	});

	it('offer what a required field is usually calculated by', () => {
		const fields = [
			field('_id', { required: true }),
			field('timestamp', { required: true, type: 'date-time' }),
			field('name', { required: true }),
		];
		const offered = mapperRows([column('a')], fields, [], []).map(({ options = [] }) =>
			options.map(({ value }) => value),
		);
		expect(offered).toEqual([['a', 'uuid()'], ['a', 'now()'], ['a']]);
	});

	it('take names of columns if these are not known', () => {
		const [row] = mapperRows([], [field('_id', { required: true })], [], []);
		expect(row).toMatchObject({ type: 'string' });
		expect(row).not.toHaveProperty('options');
	});

	it('differ for n8n if another file has other columns of those names', () => {
		const rows = (pairs: Array<ReturnType<typeof pair>>) =>
			mapperRows([column('a')], [field('a')], pairs, []);
		expect(rows([pair('a')])[0]?.canBeUsedToMatch).toBe(true);
		expect(rows([])[0]?.canBeUsedToMatch).toBe(false);
	});

	it.each([
		[12, 12],
		[60, 60],
		[200, 150],
		[2_000, 2_000],
		[0, 0],
	])('of 5,000 fields and %i columns take up to 200 kB, %i of them matched', (all, matched) => {
		const columns = Array.from({ length: all }, (_, at) => column(`a_longer_name_${at}`));
		const fields = Array.from({ length: 5_000 }, (_, at) =>
			field(`_acme.some.deep.object.a_longer_name_${at}`, { required: at > 4_990 }),
		);
		const pairs = columns
			.slice(0, matched)
			.map(({ path }) => pair(path, `_acme.some.deep.object.${path}`));
		const rows = mapperRows(columns, fields, pairs, []);
		expect(saved(rows)).toBeLessThanOrEqual(200_000);
		expect(rows.filter(({ required }) => required)).toHaveLength(9);
		expect(rows.length).toBeGreaterThan(20);
		expect(rows.filter(({ removed }) => !removed).length).toBe(Math.min(9 + matched, rows.length));
	});

	it('never need more, with any names, and leave out only the last ones', () => {
		const name = fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' });
		fc.assert(
			fc.property(
				fc.uniqueArray(name, { maxLength: 200 }),
				fc.uniqueArray(name, { maxLength: 200 }),
				(names, paths) => {
					const columns = names.map(column);
					const fields = paths.map((path, at) => field(path, { required: at % 3 === 0 }));
					const pairs = names.flatMap((source, at) => {
						const destination = paths[at];
						return destination === undefined ? [] : [pair(source, destination)];
					});
					const rows = mapperRows(columns, fields, pairs, []);
					expect(saved(rows)).toBeLessThanOrEqual(200_000);
					const lastShown = rows.map(({ removed }) => removed).lastIndexOf(false);
					expect(rows.slice(0, lastShown).every(({ removed }) => !removed)).toBe(true);
				},
			),
			{ numRuns: 50 },
		);
	});
});
