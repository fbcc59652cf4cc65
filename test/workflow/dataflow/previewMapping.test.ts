import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { draft, lines, writes } from './cases';

const local = useLocalAdobe();
const connect = () => local.adobe.seedConnection({ name: 'Landing' }).id;
const put = async (name: string, content: string) => await local.adobe.putFile(name, content);
const run = async (parameters: INodeParameters) =>
	await runNode(local.credential(), { parameters });
const preview = async (
	file: string,
	dataset: 'stores' | 'profiles' | 'orders' = 'stores',
	more: INodeParameters = {},
) => await run(draft('previewMapping', connect(), file, dataset, more));
const said = ({ hints }: { hints: Array<{ message: string }> }) =>
	hints.map(({ message }) => message).join('\n');

describe('A preview of a mapping', () => {
	afterEach(() =>
		expect(writes(local.adobe).filter((line) => !/validate$/.test(line))).toEqual([]),
	);

	it('has an item for each column, with a value of the file, and writes nothing', async () => {
		await put('new.csv', 'Store ID,City,Opened On,Note\nS-01,Riga,2026-01-31,first\n');
		const { json, error, items } = await preview('new.csv');
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{
				column: 'Store ID',
				sample: 'S-01',
				field: 'storeId',
				fieldType: 'string',
				status: 'mapped',
				note: '',
			},
			expect.objectContaining({ column: 'City', field: 'city', status: 'mapped' }),
			expect.objectContaining({ column: 'Opened On', fieldType: 'date', status: 'mapped' }),
			{
				column: 'Note',
				sample: 'first',
				field: null,
				fieldType: null,
				status: 'notMapped',
				note: '',
			},
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(Array(4).fill({ item: 0 }));
		expect(lines(local.adobe).filter((line) => line.startsWith('POST'))).toEqual([]);
	});

	it('shows what Create would refuse: a required field without a column', async () => {
		await put('new.csv', 'orderId,when\nO-1,31/12/2026\n');
		const shown = await preview('new.csv', 'orders');
		expect(shown.error).toBeUndefined();
		expect(shown.json.find(({ field }) => field === 'timestamp')).toEqual({
			column: null,
			sample: null,
			field: 'timestamp',
			fieldType: 'date-time',
			status: 'missing',
			note: expect.stringContaining('date(when, "dd/MM/yyyy") into timestamp'),
		});
		expect(said(shown)).toMatch(
			/^Create refuses this mapping\. No column is mapped to 3 required fields: "_id", /m,
		);
		const made = await run(draft('create', connect(), 'new.csv', 'orders'));
		expect(made.error?.message).toMatch(/^No column is mapped to 3 required fields: "_id", /);
	});

	it('shows what may not fit at the column that holds it', async () => {
		await put('new.csv', 'storeId,squareMeters,active\nS-1,"1.200,5",ja\n');
		const { json } = await preview('new.csv');
		expect(json.map(({ status }) => status)).toEqual(['mapped', 'check', 'check']);
		expect(json[1]).toMatchObject({ sample: '1.200,5', note: /"1\.200,5" of the column/ });
	});

	it('shows an identity without a column, and what this means for Profile', async () => {
		await put('new.csv', '_id,First Name\n1,Jo\n');
		const { json } = await preview('new.csv', 'profiles');
		expect(json.find(({ field }) => field === 'personalEmail.address')).toMatchObject({
			column: null,
			status: 'check',
			note: expect.stringContaining('Real-Time Customer Profile skips such records'),
		});
	});

	it('has calculated fields: with their column, or by themselves', async () => {
		await put('new.csv', 'orderId,customerId,when\nO-1,C-1,31/12/2026\n');
		const { json, error } = await preview('new.csv', 'orders', {
			mapping: 'automaticAndPairs',
			mappings: {
				calculated: [
					{ expression: 'uuid()', destination: '_id' },
					{ expression: 'date(when, "dd/MM/yyyy")', destination: 'timestamp' },
				],
			},
		});
		expect(error).toBeUndefined();
		expect(json).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					column: 'when',
					field: 'timestamp',
					note: 'Calculated: date(when, "dd/MM/yyyy")',
					status: 'mapped',
				}),
				expect.objectContaining({
					column: null,
					field: '_id',
					note: 'Calculated: uuid()',
					status: 'mapped',
				}),
			]),
		);
		expect(lines(local.adobe)).toContainEqual(expect.stringMatching(/mappingSets\/validate$/));
	});

	it.each<[what: string, expression: string, words: RegExp]>([
		['that is not closed', 'date(when', /A parenthesis is not closed/],
		['with a column that is not there', 'date(wen)', /no column "wen"/],
	])('marks an expression %s', async (_what, expression, words) => {
		await put('new.csv', 'orderId,when\nO-1,31/12/2026\n');
		const { json } = await preview('new.csv', 'orders', {
			mapping: 'automaticAndPairs',
			mappings: { calculated: [{ expression, destination: 'timestamp' }] },
		});
		const row = json.find(({ field }) => field === 'timestamp');
		expect(row).toMatchObject({ status: 'check', note: expect.stringMatching(words) });
	});

	it.each<[what: string, source: string, destination: string, note: RegExp]>([
		['a column that is not there', 'Town', 'city', /^The file has no column "Town"/],
		['a field that is not there', 'City', 'town', /^The schema has no field "town"/],
	])('marks a pair with %s', async (_what, source, destination, note) => {
		await put('new.csv', 'storeId,City\nS-1,Riga\n');
		const { json } = await preview('new.csv', 'stores', {
			mapping: 'pairs',
			mappings: { pair: [{ source, destination }] },
		});
		const row = json.find(({ field }) => field === destination);
		expect(row).toMatchObject({
			column: source,
			status: 'check',
			note: expect.stringMatching(note),
		});
	});

	it('marks two columns that go into one field', async () => {
		await put('new.csv', 'storeId,Store ID,_change_request_type\nS-1,S-2,u\n');
		const { json } = await preview('new.csv', 'stores', {
			mapping: 'pairs',
			mappings: {
				pair: ['storeId', 'Store ID'].map((source) => ({ source, destination: 'storeId' })),
			},
		});
		expect(json.map(({ status }) => status)).toEqual(['check', 'check', 'notMapped']);
		expect(json[0]?.note).toMatch(/^2 columns would go into the field "storeId"/);
		expect(json[2]?.note).toMatch(/^Adobe reads this column by its name/);
	});

	it('shows a mapping set that exists', async () => {
		await put('new.csv', 'storeId,City\nS-1,Riga\n');
		const made = await run(draft('create', connect(), 'new.csv', 'stores'));
		const mappingSetId = String(made.json[0]?.mappingSetId);
		await put('other.csv', 'storeId,Town\nS-1,Riga\n');
		local.adobe.journal.splice(0);
		const { json, error } = await preview('other.csv', 'stores', {
			mapping: 'mappingSet',
			mappingSetId,
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([
			expect.objectContaining({ column: 'storeId', field: 'storeId', status: 'mapped' }),
			expect.objectContaining({ column: 'Town', status: 'notMapped' }),
			expect.objectContaining({
				column: 'City',
				field: 'city',
				status: 'check',
				note: 'The file has no such column, so the field stays empty',
			}),
		]);
	});

	it.each<[what: string, file: string, content: string, message: RegExp]>([
		['a missing file', 'gone.csv', '', /^File not found/],
		['a line that is no header', 'sep.csv', 'sep=;\nstoreId;City\nS-1;Riga\n', /^The first line/],
	])('is none of %s', async (_what, file, content, message) => {
		if (content !== '') await put(file, content);
		const { error, json } = await preview(file);
		expect(error?.message).toMatch(message);
		expect(json).toEqual([]);
	});

	it('cuts long values, and shows objects as their JSON', async () => {
		await put('new.jsonl', `${JSON.stringify({ storeId: 'S'.repeat(5_000), tags: ['a'] })}\n`);
		const { json } = await preview('new.jsonl', 'stores', { format: 'json' });
		expect(String(json[0]?.sample).length).toBeLessThan(120);
		expect(json[1]?.sample).toBe('["a"]');
	});
});

it.each(['create', 'upsert'] as const)(
	'%s returns which column goes into which field',
	async (operation) => {
		await put('new.csv', 'Store ID,City,Note\nS-01,Riga,first\n');
		const { json } = await run(draft(operation, connect(), 'new.csv', 'stores'));
		expect(json[0]).toMatchObject({
			mapping: [
				{ column: 'Store ID', field: 'storeId' },
				{ column: 'City', field: 'city' },
			],
			mappingText: 'Store ID → storeId; City → city',
			mapped: ['Store ID', 'City'],
			unmapped: ['Note'],
		});
	},
);
