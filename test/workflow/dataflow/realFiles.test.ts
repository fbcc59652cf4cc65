import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { loadList, runNode } from '../../support/engine';
import { draft, writes } from './cases';

const local = useLocalAdobe();
const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const put = async (name: string, content: Buffer | string) =>
	await local.adobe.putFile(name, content);
const create = async (
	file: string,
	dataset: 'stores' | 'profiles' | 'orders' = 'stores',
	more: INodeParameters = {},
) => await run(draft('create', connect(), file, dataset, more));
const folder = async (path: string, more: INodeParameters = {}) =>
	await run(
		draft('create', connect(), '', 'stores', {
			pathType: 'folder',
			path: { __rl: true, mode: 'path', value: path },
			...more,
		}),
	);
const said = ({ hints }: { hints: Array<{ message: string }> }) =>
	hints.map(({ message }) => message).join('\n');

describe('A file as it is', () => {
	it.each<[what: string, content: Buffer | string, found: object, properties: object | undefined]>([
		[
			'with semicolons',
			'storeId;storeName;city\nS-1;North;Riga\n',
			{ columnDelimiter: ';', encoding: 'UTF-8', mapped: ['storeId', 'storeName', 'city'] },
			{ columnDelimiter: ';' },
		],
		[
			'with tabs in ISO-8859-1',
			Buffer.from('storeId\tcity\tGröße\nS-1\tZürich\t3\n', 'latin1'),
			{ columnDelimiter: '\t', encoding: 'ISO-8859-1', unmapped: ['Größe'] },
			{ columnDelimiter: '\t', encoding: 'ISO-8859-1' },
		],
		[
			'with commas in UTF-8',
			'storeId,city\nS-1,Zürich\n',
			{ columnDelimiter: ',', encoding: 'UTF-8' },
			undefined,
		],
		[
			'with a byte order mark',
			'\uFEFFstoreId;city\nS-1;Riga\n',
			{ columnDelimiter: ';', mapped: ['storeId', 'city'], unmapped: [] },
			{ columnDelimiter: ';' },
		],
		[
			'with a byte order mark before a quoted name',
			'\uFEFF"storeId","city"\nS-1,Riga\n',
			{ columnDelimiter: ',', mapped: ['storeId', 'city'], unmapped: [] },
			undefined,
		],
	])('%s is found, reported and used', async (_what, content, found, properties) => {
		await put('real.csv', content);
		const { error, json } = await create('real.csv');
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({ sampleFile: '/acme-landing/real.csv', ...found });
		expect(local.adobe.sourceConnections()[0]?.data).toEqual({
			format: 'delimited',
			...(properties && { properties }),
		});
	});

	it('that is not delimited has no delimiter and no encoding', async () => {
		const { json } = await create('crm/profiles.json', 'profiles');
		expect(json[0]).toMatchObject({ columnDelimiter: null, encoding: null });
	});

	it('keeps what a saved workflow chose', async () => {
		await put('real.csv', 'storeId~city\nS-1~Riga\n');
		const { error, json } = await create('real.csv', 'stores', {
			additionalFields: { columnDelimiter: '~', encoding: 'ISO-8859-1' },
		});
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({ columnDelimiter: '~', encoding: 'ISO-8859-1' });
		expect(local.adobe.sourceConnections()[0]?.data.properties).toEqual({
			columnDelimiter: '~',
			encoding: 'ISO-8859-1',
		});
	});

	it.each<[what: string, content: string, more: INodeParameters, words: RegExp]>([
		['without a header row', 'S-1,Riga\nS-2,Cesis\n', {}, /looks like data: column 1 .*"S-1"/],
		['with a line for spreadsheets', 'sep=;\nstoreId;city\nS-1;Riga\n', {}, /"sep=;", not the/],
		[
			'with another delimiter than the chosen one',
			'storeId;city\nS-1;Riga\n',
			{ additionalFields: { columnDelimiter: ',' } },
			/one column, "storeId;city", whose name contains ";"/,
		],
		[
			'with a column twice that is mapped',
			'storeId,city,city\nS-1,Riga,Cesis\n',
			{},
			/^Columns 2 and 3 of the file have the same name, "city"/,
		],
	])(
		'%s is refused for that cause, and nothing is written',
		async (_what, content, more, words) => {
			await put('real.csv', content);
			const { error } = await create('real.csv', 'stores', more);
			expect(error?.message).toMatch(words);
			expect(writes(local.adobe)).toEqual([]);
		},
	);

	it.each([
		['storeId,,city\nS-1,x,Riga\n', /Column 2 of the file has no name/],
		['storeId,city,note,note\nS-1,Riga,a,b\n', /Columns 3 and 4 .* same name, "note"/],
		['storeId,city,2024,2025\nS-1,Riga,1,2\n', /first row of the file looks like data: column 3/],
	])('%j earns a hint', async (content, words) => {
		await put('real.csv', content);
		const result = await create('real.csv');
		expect(result.error?.message).toBeUndefined();
		expect(said(result)).toMatch(words);
	});

	it('shows its columns in the list of the editor', async () => {
		await put('real.csv', Buffer.from('storeId;Größe\nS-1;3\n', 'latin1'));
		const parameters = draft('create', connect(), 'real.csv', 'stores');
		const list = await loadList(local.credential(), 'getColumns', { parameters });
		expect(list.map(({ name }) => name)).toEqual(['storeId (string)', 'Größe (string)']);
	});
});

describe('The sample of a folder', () => {
	it('is a data file that holds something', async () => {
		await put('in/_SUCCESS', '');
		await put('in/.part-0.csv.crc', 'crc');
		await put('in/_manifest.json', '{"files":1}');
		await put('in/2026-01-01.csv', '');
		await put('in/2026-01-02.csv', 'storeId;city\nS-1;Riga\n');
		const { error, json } = await folder('/acme-landing/in');
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({
			sampleFile: '/acme-landing/in/2026-01-02.csv',
			columnDelimiter: ';',
			mapped: ['storeId', 'city'],
		});
		expect(local.adobe.sourceConnections()[0]?.data.format).toBe('delimited');
	});

	it('is named in messages, and so are files of another kind', async () => {
		await put('in/a.csv', 'x,y\n1,2\n');
		const { error } = await folder('/acme-landing/in');
		expect(error?.description).toContain('Sample file: /acme-landing/in/a.csv.');
		await put('in/a.csv', 'storeId,city\nS-1,Riga\n');
		await put('in/b.csv', 'storeId,city\nS-1,Riga\n');
		await put('in/b.json', '{"storeId":"S-1"}');
		const mixed = await folder('/acme-landing/in');
		expect(said(mixed)).toMatch(/1 file of another format \(\/acme-landing\/in\/b\.json\)/);
	});

	it('is in no folder that a writer keeps for itself', async () => {
		await put('in/_temporary/0/part-0.csv', 'x,y\n1,2\n');
		await put('in/dt=2026-01-01/_SUCCESS', '');
		await put('in/dt=2026-01-01/part-0.csv', 'storeId,city\nS-1,Riga\n');
		const { error, json } = await folder('/acme-landing/in', {
			additionalFields: { recursive: true },
		});
		expect(error?.message).toBeUndefined();
		expect(json[0]?.sampleFile).toBe('/acme-landing/in/dt=2026-01-01/part-0.csv');
	});

	it('is found behind the empty parts that Spark writes', async () => {
		for (const name of 'abcdefg') await put(`in/part-${name}.csv`, '');
		await put('in/part-h.csv', 'storeId,city\nS-1,Riga\n');
		const { json } = await folder('/acme-landing/in');
		expect(json[0]?.sampleFile).toBe('/acme-landing/in/part-h.csv');
	});

	it('is looked for in the first 20 files, as the refusal says', async () => {
		for (const name of 'abcdefghijklmnopqrst') await put(`in/${name}.csv`, '');
		await put('in/u.csv', 'storeId,city\nS-1,Riga\n');
		const { error } = await folder('/acme-landing/in');
		expect(error?.message).toBe('The first 20 files in "/acme-landing/in" are empty');
		expect(writes(local.adobe)).toEqual([]);
	});

	it('that is nothing but empty files is refused', async () => {
		await put('in/a.csv', '');
		const { error } = await folder('/acme-landing/in');
		expect(error?.message).toBe('The files in "/acme-landing/in" are empty');
		expect(error?.description).toContain('/acme-landing/in/a.csv');
		expect(writes(local.adobe)).toEqual([]);
	});
});
