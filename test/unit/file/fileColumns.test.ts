import { fileColumns, sourcePath } from '../../../nodes/AdobeExperiencePlatform/file/preview';

const paths = (preview: unknown) => fileColumns(preview).map(({ path }) => path);

describe('A column as Data Prep names it', () => {
	it.each([
		[['Id'], 'Id'],
		[['person', 'name'], 'person.name'],
		[['First Name'], '${First Name}'],
		[['First.Name'], '${First\\.Name}'],
		[['address', 'street.name'], 'address.${street\\.name}'],
		[['1st'], '${1st}'],
		[['size'], '${size}'],
		[['_id'], '_id'],
		[['$x'], '$x'],
		[['Größe'], 'Größe'],
	])('%j is %s', (names, path) => expect(sourcePath(names)).toBe(path));
});

describe('The columns of a preview', () => {
	it.each<[what: string, preview: unknown, columns: string[]]>([
		['a list', [{ name: 'Id', type: 'String' }, { name: '' }, 'x'], ['Id']],
		[
			'columns',
			{ schema: { columns: [{ name: 'Id', xdm: { type: 'string' } }] }, data: [] },
			['Id'],
		],
		[
			'columns with objects by their xdm',
			{ schema: { columns: [{ name: 'p', xdm: { properties: { a: { type: 'string' } } } }] } },
			['p.a'],
		],
		[
			'columns with objects by the rows',
			{
				schema: { columns: [{ name: 'p', type: 'object' }] },
				data: [{ p: { a: 1 } }, { p: { b: 2 } }],
			},
			['p.a', 'p.b'],
		],
		[
			'a hierarchy',
			{ schema: { type: 'object', properties: { p: { properties: { a: {} } }, q: {} } }, data: [] },
			['p.a', 'q'],
		],
		['rows alone', { data: [{ a: 1, b: [1] }, { c: null }] }, ['a', 'b', 'c']],
		['nothing', {}, []],
		['a text', 'text', []],
	])('come from %s', (_what, preview, columns) => expect(paths(preview)).toEqual(columns));

	it('have types in lower case, by the rows if the schema has none', () => {
		const data = [{ a: 1, b: [1], c: 'x', d: true }];
		expect(fileColumns({ data }).map(({ type }) => type)).toEqual([
			'number',
			'array',
			'string',
			'boolean',
		]);
		expect(fileColumns([{ name: 'Id', type: 'String' }])).toEqual([
			{ path: 'Id', label: 'Id', type: 'string', cells: [] },
		]);
		expect(fileColumns([{ name: 'First Name', type: 'String' }])[0]?.label).toBe('First Name');
	});

	it('end somewhere, however deep the rows are', () => {
		const deep: Record<string, unknown> = {};
		deep.again = deep;
		expect(paths({ data: [deep] })).toHaveLength(1);
	});
});
