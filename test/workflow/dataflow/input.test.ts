import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, one, writes } from './cases';

/** Input for dataflows: dates, and one invalid item among many. */

const local = useLocalAdobe();
useBounds({ lateCreate: 1_200, lateCreateAfterTimeout: 1_200, itemBudget: 20_000 });

const run = async (parameters: INodeParameters, items: IDataObject[] = [{}]) =>
	await runNode(local.credential(), { parameters, items });
const stores = (operation: 'create' | 'upsert', more: INodeParameters = {}, at = 'x/f.csv') => {
	const known = local.adobe.connections()[0] ?? local.adobe.seedConnection({ name: 'Landing' });
	return draft(operation, known.id, at, 'stores', more);
};
const hour = 3_600_000;
const inAnHour = () => new Date(Date.now() + hour).toISOString();
const startOf = (index = -1) =>
	Number(local.adobe.flows().at(index)?.scheduleParams?.startTime) * 1000;

beforeEach(async () => await local.adobe.putFile('x/f.csv', 'Store ID,City\nS-01,Riga\n'));

describe('A start time', () => {
	it('without a time zone is in that of the workflow', async () => {
		// n8n's own default, since these workflows name none.
		await run(stores('create', { startTime: '2031-06-01T12:00:00' }));
		expect(new Date(startOf()).toISOString()).toBe('2031-06-01T16:00:00.000Z');
	});

	it.each([
		'={{ $now.plus(1, "hour") }}',
		'={{ new Date(Date.now() + 3600000) }}',
		'={{ $now.plus(1, "hour").toMillis() }}',
		'={{ $now.plus(1, "hour").toFormat("yyyy-MM-dd HH:mm:ss") }}',
	])('may be %s', async (startTime) => {
		const { error } = await run(stores('create', { startTime }));
		expect(error).toBeUndefined();
		expect(Math.abs(startOf() - Date.now() - hour)).toBeLessThan(60_000);
	});

	it('of an update is read in the same way', async () => {
		const { json } = await run(stores('create', { startTime: inAnHour() }));
		const updateFields = { startTime: '2031-06-01T12:00:00' };
		const { error } = await run(one('update', String(json[0]?.id), { updateFields }));
		expect(error).toBeUndefined();
		expect(new Date(startOf()).toISOString()).toBe('2031-06-01T16:00:00.000Z');
	});
});

describe('One bad item of many', () => {
	const good = { name: 'A', delimiter: ',', compression: 'none', start: '', file: 'f.csv' };
	it.each<[what: string, bad: IDataObject, words: RegExp]>([
		['delimiter', { delimiter: '::' }, /^Column Delimiter has more than one character/],
		['compression', { compression: 'gz' }, /^Invalid value for Compression Type/],
		['ending', { file: 'f.xlsx' }, /^The type of the file "f\.xlsx" cannot be detected/],
		['start', { start: '2020-01-01T00:00:00Z' }, /^Start Time has passed/],
		['date', { start: '05.06.2031' }, /^Start Time is not a date/],
	])('stops the run before anything is sent: %s', async (_what, bad, words) => {
		const parameters = stores('create', {
			name: '={{ $json.name }}',
			path: { __rl: true, mode: 'path', value: '=/acme-landing/x/{{ $json.file }}' },
			startTime: '={{ $json.start }}',
			additionalFields: {
				columnDelimiter: '={{ $json.delimiter }}',
				compressionType: '={{ $json.compression }}',
			},
			options: { maxConcurrency: 1 },
		});
		const { error } = await run(parameters, [good, { ...good, name: 'B', ...bad }]);
		expect(error?.message).toMatch(words);
		expect(local.adobe.journal).toEqual([]);
	});
});

describe('Create or Update', () => {
	const folder = {
		pathType: 'folder',
		path: { __rl: true, mode: 'path', value: '/acme-landing/x' },
	};
	const hourly = { schedule: 'hour', interval: 1 };

	it.each([true, false])('refuses another choice of Recursive (first %s)', async (recursive) => {
		const upsert = async (value: boolean) =>
			await run(stores('upsert', { ...folder, additionalFields: { recursive: value } }));
		await upsert(recursive);
		const { error } = await upsert(!recursive);
		expect(error?.message).toMatch(/for other data already exists$/);
		expect(error?.description).toMatch(/subfolders/);
		expect((await upsert(recursive)).json[0]).toMatchObject({ updated: [] });
	});

	it('changes Backfill before the first run, and says if it is too late', async () => {
		const startTime = inAnHour();
		const upsert = async (backfill: boolean, more: INodeParameters = {}) =>
			await run(
				stores('upsert', { ...hourly, startTime, additionalFields: { backfill }, ...more }),
			);
		await upsert(true);
		expect((await upsert(false)).json[0]).toMatchObject({ updated: ['backfill'] });
		expect(local.adobe.flows()[0]?.scheduleParams).toMatchObject({ backfill: false });
		expect((await upsert(false)).json[0]).toMatchObject({ updated: [] });
		await upsert(true, { name: 'Soon', startTime: '' });
		local.adobe.set({ clockOffsetMs: 60_000 });
		const { error } = await upsert(false, { name: 'Soon', startTime: '' });
		expect(error?.message).toBe('Backfill of the dataflow "Soon" cannot be changed anymore');
	});

	it('does not change the mapping if the file has become empty', async () => {
		const pair = [{ source: 'City', destination: 'city' }];
		const parameters = stores('upsert', { mapping: 'automaticAndPairs', mappings: { pair } });
		await run(parameters);
		const before = writes(local.adobe);
		await local.adobe.putFile('x/f.csv', '');
		const { error } = await run(parameters);
		expect(error?.message).toBe('The columns of the file are unknown');
		expect(writes(local.adobe)).toEqual(before);
	});

	it('says that a new mapping holds from now on', async () => {
		await run(stores('upsert'));
		const pair = [{ source: 'City', destination: 'city' }];
		const chosen = { mapping: 'pairs', mappings: { pair } };
		const { json, hints } = await run(stores('upsert', chosen));
		expect(json[0]).toMatchObject({ updated: ['mapping'] });
		expect(hints.map(({ message }) => message).join()).toMatch(/applies to files that are new/);
		expect((await run(stores('upsert', chosen))).hints).toEqual([]);
	});
});
