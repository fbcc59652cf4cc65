import type { IDataObject, INodeParameters, ResourceMapperField } from 'n8n-workflow';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { loadRows, runNode } from '../../support/engine';
import { draft, platformCalls, writes } from './cases';

const local = useLocalAdobe();
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const FILE = 'Store ID,City,Opened On,Town\nS-01,Riga,2026-01-31,Old\n';

beforeEach(async () => await local.adobe.putFile('new.csv', FILE));

const none = { __rl: true, mode: 'list', value: '' };
const parameters = (more: INodeParameters = {}) =>
	draft('create', connect(), 'new.csv', 'stores', { mapping: 'fields', ...more });
const rows = async (more: INodeParameters = {}) =>
	await loadRows(local.credential(), 'getFileMapping', { parameters: parameters(more) });
const chosen = (
	value: IDataObject | null,
	schema: ResourceMapperField[] = [],
): INodeParameters => ({
	fieldMapping: {
		mappingMode: 'defineBelow',
		value,
		schema,
		matchingColumns: [],
	} as unknown as INodeParameters,
});
const create = async (value: IDataObject | null, items?: IDataObject[]) =>
	await runNode(local.credential(), { parameters: parameters(chosen(value)), items });
const sent = () =>
	platformCalls(local.adobe)
		.filter(({ method, path }) => method === 'POST' && path.endsWith('/mappingSets'))
		.flatMap(({ body }) => (body as { mappings: object[] }).mappings);

describe('The form of Choose Columns', () => {
	it('has the columns of the file, filled in as by the automatic mapping', async () => {
		const { fields, emptyFieldsNotice } = await rows();
		expect(emptyFieldsNotice).toBeUndefined();
		const shown = fields.filter(({ removed }) => !removed);
		expect(shown.map(({ id, defaultValue }) => [id, defaultValue])).toEqual(
			expect.arrayContaining([
				['storeId', '${Store ID}'],
				['city', 'City'],
				['openedOn', '${Opened On}'],
			]),
		);
		expect(shown[0]?.options?.map(({ name }) => name)).toEqual([
			'Store ID',
			'City',
			'Opened On',
			'Town',
		]);
		expect(writes(local.adobe)).toEqual([]);
	});

	it('has required fields and identities first', async () => {
		const { fields } = await rows({
			datasetId: { __rl: true, mode: 'id', value: DATASETS.profiles },
		});
		const identity = fields.findIndex(({ displayName }) => displayName.includes('identity'));
		expect(identity).toBeGreaterThanOrEqual(0);
		expect(fields.slice(0, identity).every(({ required }) => required)).toBe(true);
		expect(fields[identity]?.removed).toBe(false);
	});

	it.each<[what: string, more: INodeParameters, notice: RegExp]>([
		['the connection', { connectionId: none }, /^Choose the connection first/],
		['the path', { path: none }, /^Choose the path first/],
		['the dataset', { datasetId: none }, /^Choose the dataset first/],
	])('says to choose %s first, without a request', async (_what, more, notice) => {
		const before = local.adobe.journal.length;
		const { fields, emptyFieldsNotice } = await rows(more);
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(notice);
		expect(local.adobe.journal.length).toBe(before);
	});

	it('says what is wrong with the file, without markup of its name', async () => {
		const path = { __rl: true, mode: 'path', value: '/acme-landing/<b>gone</b>.csv' };
		const { fields, emptyFieldsNotice } = await rows({ path });
		expect(fields).toEqual([]);
		expect(emptyFieldsNotice).toMatch(
			/^File not found: acme-landing\/&lt;b&gt;gone&lt;\/b&gt;\.csv/,
		);
		expect(emptyFieldsNotice).toMatch(/Then open this node again\.$/);
	});

	it('keeps the rows of the workflow if they cannot be read again', async () => {
		const { fields } = await rows();
		const path = { __rl: true, mode: 'path', value: '/acme-landing/gone.csv' };
		const again = await rows({ path, ...chosen({ city: 'Town' }, fields) });
		expect(again.fields).toEqual(JSON.parse(JSON.stringify(fields)));
	});

	it('is read once for all who ask at the same time', async () => {
		const given = { parameters: parameters() };
		const before = local.adobe.journal.length;
		await loadRows(local.credential(), 'getFileMapping', given);
		const alone = local.adobe.journal.length - before;
		await Promise.all(
			[1, 2, 3].map(async () => await loadRows(local.credential(), 'getFileMapping', given)),
		);
		expect(local.adobe.journal.length - before - alone).toBeLessThanOrEqual(alone);
	});
});

describe('Chosen columns', () => {
	it('are sent, and nothing else of the file', async () => {
		const { error, json } = await create({ storeId: '${Store ID}', city: 'Town', name: null });
		expect(error).toBeUndefined();
		expect(sent()).toMatchObject([
			{ source: '${Store ID}', destination: 'storeId' },
			{ source: 'Town', destination: 'city' },
		]);
		expect(json[0]).toMatchObject({
			mapping: [
				{ column: 'Store ID', field: 'storeId' },
				{ column: 'Town', field: 'city' },
			],
			unmapped: ['City', 'Opened On'],
		});
	});

	it('may be named as people write them, and by expressions', async () => {
		const { error } = await create(
			{
				storeId: 'Store ID',
				city: '={{ $json.wanted }}',
				openedOn: '={{ "Opened" + " On" }}',
			},
			[{ wanted: 'Town' }],
		);
		expect(error).toBeUndefined();
		expect(sent()).toMatchObject([
			{ source: '${Store ID}', destination: 'storeId' },
			{ source: 'Town', destination: 'city' },
			{ source: '${Opened On}', destination: 'openedOn' },
		]);
	});

	it('may be calculated', async () => {
		const { error } = await create({ storeId: 'uuid()' });
		expect(error).toBeUndefined();
		expect(sent()).toMatchObject([
			{ sourceType: 'EXPRESSION', source: 'uuid()', destination: 'storeId' },
		]);
	});

	it('do not depend on what else the workflow holds of the form', async () => {
		const odd = { id: '={{ nonsense(', displayName: '={{ $env.HOME }}', options: [] };
		const { error } = await runNode(local.credential(), {
			parameters: parameters(chosen({ storeId: 'Store ID' }, [odd as never])),
		});
		expect(error).toBeUndefined();
	});

	it('earn a hint if the form had no row for a field that a column has the name of', async () => {
		const row = (id: string) => ({ id }) as ResourceMapperField;
		const hintsFor = async (...offered: string[]) => {
			const value = { storeId: 'Store ID' };
			const { error, hints } = await runNode(local.credential(), {
				parameters: parameters(chosen(value, offered.map(row))),
			});
			expect(error).toBeUndefined();
			return hints.map(({ message }) => message).join('\n');
		};
		const words = /not in the form of Choose Columns.*: (.*)\. Refresh/;
		expect(words.exec(await hintsFor('storeId', 'city'))?.[1]).toBe('Opened On');
		expect(await hintsFor('storeId', 'city', 'openedOn')).not.toMatch(words);
		expect(await hintsFor()).not.toMatch(words);
	});

	it.each<[what: string, value: IDataObject | null, message: RegExp, advice: RegExp]>([
		['none', null, /^No column is chosen/, /Columns for Fields/],
		['none but nulls', { storeId: null, city: '' }, /^No column is chosen/, /Automatic/],
		['a column that is not there', { city: 'Village' }, /no column "Village"/, /Columns of the/],
		['a field that is not there', { village: 'City' }, /no field "village"/, /Choose one/],
		['two for a field', { city: 'City', 'city ': 'Town' }, /^2 columns would go into/, /./],
		['an empty expression', { city: '={{ "" }}' }, /^The expression for the field "city"/, /./],
		['an expression of nothing', { city: '={{ $json.no }}' }, /returned no column$/, /./],
		['a list', { city: '={{ ["City"] }}' }, /^City is not a text$/, /type list/],
	])('are refused before anything is written: %s', async (_what, value, message, advice) => {
		const { error } = await create(value);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(advice);
		expect(writes(local.adobe)).toEqual([]);
	});

	it('are refused if a required field has none, with the way in the form', async () => {
		await local.adobe.putFile('new.csv', 'orderId,when\nO-1,31/12/2026\n');
		const { error } = await runNode(local.credential(), {
			parameters: parameters({
				datasetId: { __rl: true, mode: 'id', value: DATASETS.orders },
				...chosen({ '_acmeretail.orderId': 'orderId' }),
			}),
		});
		expect(error?.message).toMatch(/^No column is mapped to 3 required fields: "_id", "timestamp"/);
		expect(error?.description).toMatch(
			/^Nothing was created\. Is this the right dataset\? Choose a column under/,
		);
		expect(error?.description).not.toMatch(/Automatic and Pairs/);
		expect(writes(local.adobe)).toEqual([]);
	});
});
