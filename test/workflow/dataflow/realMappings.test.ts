import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { draft, lines, platformCalls, writes } from './cases';

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
const said = ({ hints }: { hints: Array<{ message: string }> }) =>
	hints.map(({ message }) => message).join('\n');
const calculated = (entries: Array<[expression: string, destination: string]>) => ({
	mapping: 'automaticAndPairs',
	mappings: {
		calculated: entries.map(([expression, destination]) => ({ expression, destination })),
	},
});
const mappingsSent = () =>
	platformCalls(local.adobe)
		.filter(({ method, path }) => method === 'POST' && path.endsWith('/mappingSets'))
		.flatMap(({ body }) => (body as { mappings: object[] }).mappings);

describe('What will not fit', () => {
	it('is reported with column, row, value and field', async () => {
		await put(
			'real.csv',
			'storeId,openedOn,squareMeters,active\nS-1,31.12.2026 h,"1.200,5",ja\nS-2,13/25/2026,x,1\n',
		);
		const result = await create('real.csv');
		expect(result.error?.message).toBeUndefined();
		for (const words of [
			/"31\.12\.2026 h" of the column "openedOn" \(row 1\) .* "openedOn" \(date\)/,
			/"1\.200,5" of the column "squareMeters" \(row 1\)/,
			/"ja" of the column "active" \(row 1\)/,
		]) {
			expect(said(result)).toMatch(words);
		}
		expect(said(result)).not.toContain('13/25/2026');
	});

	it('is an identity without a column', async () => {
		await put('real.csv', '_id,First Name,tier\n1,Jo,gold\n');
		const result = await create('real.csv', 'profiles');
		expect(result.error?.message).toBeUndefined();
		expect(said(result)).toMatch(/No column is mapped to "personalEmail\.address", the primary/);
		expect(said(result)).toMatch(/Real-Time Customer Profile skips/);
	});

	it('may be unknown: without permission to read identities, the dataflow is created all the same', async () => {
		local.adobe.set({ faults: [{ kind: 'status', status: 403, path: 'descriptors' }] });
		await put('real.csv', '_id,First Name,tier\n1,Jo,gold\n');
		const { error, json } = await create('real.csv', 'profiles');
		expect(error?.message).toBeUndefined();
		expect(json[0]?.id).toEqual(expect.any(String));
		const reads = lines(local.adobe).filter((line) => line.includes('descriptors'));
		expect(reads).toHaveLength(1);
	});
});

describe('Calculated fields', () => {
	const events = 'orderId,customerId,when,total\nO-1,C-1,31/12/2026,1.5\n';

	it('are checked by Adobe, sent as expressions, and count as a use of their columns', async () => {
		await put('events.csv', events);
		const { error, json } = await create(
			'events.csv',
			'orders',
			calculated([
				['uuid()', '_id'],
				['date(when, "dd/MM/yyyy")', 'timestamp'],
				['"web"', 'eventType'],
			]),
		);
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({ unmapped: [] });
		expect([...(json[0]?.mapped as string[])].sort()).toEqual([
			'customerId',
			'orderId',
			'total',
			'when',
		]);
		expect(writes(local.adobe)).toEqual([
			'POST conversion/mappingSets/validate',
			'POST sourceConnections',
			'POST targetConnections',
			'POST conversion/mappingSets',
			'POST flows',
		]);
		expect(mappingsSent()).toEqual(
			expect.arrayContaining([
				{ sourceType: 'EXPRESSION', source: 'uuid()', destination: '_id' },
				{ sourceType: 'EXPRESSION', source: '"web"', destination: 'eventType' },
			]),
		);
	});

	it('are recognized if they are typed as a column, unless a column has that name', async () => {
		await put('events.csv', 'orderId,customerId,when,total,uuid()\nO-1,C-1,31/12/2026,1.5,U\n');
		const pair = [
			{ source: 'uuid()', destination: '_id' },
			{ source: 'date(when, "dd/MM/yyyy")', destination: 'timestamp' },
			{ source: '"web"', destination: 'eventType' },
		];
		const { error, json } = await create('events.csv', 'orders', {
			mapping: 'automaticAndPairs',
			mappings: { pair },
		});
		expect(error?.message).toBeUndefined();
		expect(json[0]).toMatchObject({ unmapped: [] });
		expect(mappingsSent()).toEqual(
			expect.arrayContaining([
				{ sourceType: 'EXPRESSION', source: '${uuid()}', destination: '_id' },
				{ sourceType: 'EXPRESSION', source: '"web"', destination: 'eventType' },
			]),
		);
	});

	it('are suggested if a required field has no column', async () => {
		await put('events.csv', events);
		const { error } = await create('events.csv', 'orders');
		expect(error?.message).toMatch(/No column is mapped to 2 required fields: "_id", "timestamp"/);
		expect(error?.description).toContain('uuid() into _id');
		expect(error?.description).toContain('date(when, "dd/MM/yyyy") into timestamp');
	});

	it.each<[expression: string, words: RegExp]>([
		['date(wen)', /^The file has no column "wen", which the calculated field "date\(wen\)" uses/],
		['upper(when', /^Invalid calculated field "upper\(when"/],
		['nonsense(when)', /^Invalid calculated field for "eventType": nonsense\(when\)/],
	])('%s is refused before anything is written', async (expression, words) => {
		await put('events.csv', `_id,timestamp,${events.replace('\n', '\nx,2026-01-01T00:00:00Z,')}`);
		const { error } = await create('events.csv', 'orders', calculated([[expression, 'eventType']]));
		expect(error?.message).toMatch(words);
		expect(writes(local.adobe).filter((line) => !line.endsWith('validate'))).toEqual([]);
	});

	it('are checked one by one if Adobe cannot check the whole mapping', async () => {
		local.adobe.set({ faults: [{ kind: 'status', status: 403, path: 'mappingSets/validate' }] });
		await put('stores.csv', 'storeId,city\nS-1,Riga\n');
		const bad = await create('stores.csv', 'stores', calculated([['nonsense()', 'storeName']]));
		expect(bad.error?.message).toMatch(/^Invalid calculated field for "storeName"/);
		const good = await create('stores.csv', 'stores', calculated([['upper(city)', 'storeName']]));
		expect(good.error?.message).toBeUndefined();
	});
});

describe('A mapping set', () => {
	it('for other columns is refused, and one for some of them names what is missing', async () => {
		const id = connect();
		await put('comma.csv', 'storeId,city\nS-1,Riga\n');
		const made = await run(draft('create', id, 'comma.csv', 'stores'));
		const mappingSetId = String(made.json[0]?.mappingSetId);
		const set = { mapping: 'mappingSet', mappingSetId, name: 'Other' };
		await put('other.csv', 'shop;town\nS-1;Riga\n');
		const before = writes(local.adobe);
		const other = await run(draft('create', id, 'other.csv', 'stores', set));
		expect(other.error?.message).toMatch(/^The file has none of the columns of the mapping set/);
		expect(writes(local.adobe)).toEqual(before);
		await put('some.csv', 'storeId;town\nS-1;Riga\n');
		const some = await run(draft('create', id, 'some.csv', 'stores', set));
		expect(some.error?.message).toBeUndefined();
		expect(some.json[0]).toMatchObject({ mapped: ['storeId'], unmapped: ['town'] });
		expect(said(some)).toMatch(/some\.csv does not have: city/);
	});

	it('leaves _change_request_type alone without a word', async () => {
		await put('real.csv', 'storeId,city,_change_request_type\nS-1,Riga,u\n');
		const result = await create('real.csv');
		expect(result.error?.message).toBeUndefined();
		expect(result.json[0]?.mapped).toEqual(['storeId', 'city']);
		expect(said(result)).toBe('');
	});
});
