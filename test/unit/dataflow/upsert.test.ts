import type { Dataflow } from '../../../nodes/AdobeExperiencePlatform/dataflow/dataflow';
import type { DataflowPlan } from '../../../nodes/AdobeExperiencePlatform/dataflow/plan';
import { upsertDataflow } from '../../../nodes/AdobeExperiencePlatform/dataflow/create.operation';
import { answer, clientOf, fakeService } from '../fakeExecution';
import { flow, service, source, type Stored } from './fakeDataflow';
import { pairs, plan } from './fakePlan';

const folder = (recursive: boolean): Partial<DataflowPlan> => ({
	source: {
		...plan.source,
		params: { path: '/b', type: 'folder', ...(recursive && { recursive }) },
	},
});

describe('Create or Update of a dataflow that is there', () => {
	it('writes nothing if nothing differs', async () => {
		const { client, written } = service();
		expect(await upsertDataflow(client, plan)).toEqual({
			id: 'f',
			name: 'one',
			etag: '"1"',
			created: false,
			updated: [],
			sourceConnectionId: 'source',
			targetConnectionId: 'target',
			mappingSetId: 'm',
			mappingVersion: 2,
		});
		expect(written()).toEqual([]);
	});

	it.each<[what: string, more: Partial<DataflowPlan>, stored: Partial<Dataflow>, patch: object]>([
		['description', { description: 'new' }, {}, { op: 'add', path: '/description', value: 'new' }],
		[
			'options',
			{},
			{ options: undefined },
			{ op: 'add', path: '/options', value: { errorDiagnosticsEnabled: true } },
		],
		[
			'options',
			{ options: { errorDiagnosticsEnabled: true, partialIngestionPercent: 5 } },
			{},
			{ op: 'add', path: '/options/partialIngestionPercent', value: 5 },
		],
		[
			'schedule',
			{},
			{ scheduleParams: { frequency: 'hour' } },
			{ op: 'add', path: '/scheduleParams/frequency', value: 'once' },
		],
		[
			'interval',
			{ schedule: { frequency: 'hour', interval: 2 } },
			{ scheduleParams: { frequency: 'hour', interval: '1' } },
			{ op: 'add', path: '/scheduleParams/interval', value: 2 },
		],
		[
			'mapping',
			{ existing: { id: 'm', version: 3, pairs } },
			{},
			{
				op: 'replace',
				path: '/transformations/0',
				value: { name: 'Mapping', params: { mappingId: 'm', mappingVersion: 3 } },
			},
		],
		[
			'mapping',
			{ existing: { id: 'x', version: 2, pairs } },
			{ transformations: undefined },
			{
				op: 'add',
				path: '/transformations',
				value: [{ name: 'Mapping', params: { mappingId: 'x', mappingVersion: 2 } }],
			},
		],
		[
			'mapping',
			{},
			{ transformations: undefined },
			{
				op: 'add',
				path: '/transformations',
				value: [{ name: 'Mapping', params: { mappingId: 'new', mappingVersion: 0 } }],
			},
		],
	])('changes %s alone, under the etag', async (parameter, more, stored, patch) => {
		const { client, calls, patched } = service({ flow: { ...flow, ...stored } });
		const result = await upsertDataflow(client, { ...plan, ...more });
		expect(result.updated).toEqual([parameter]);
		expect(patched()).toEqual([patch]);
		expect(calls.find(({ method }) => method === 'PATCH')?.ifMatch).toBe('"1"');
	});

	it('returns the etag of the change if the dataflow shows none afterwards', async () => {
		const { client } = service({ settled: { ...flow, etag: undefined } });
		const result = await upsertDataflow(client, { ...plan, description: 'new' });
		expect(result.etag).toBe('"2"');
	});

	it('uses the stored version of an existing mapping set if it is already the right one', async () => {
		const { client, written } = service();
		const existing = { id: 'm', version: 2, pairs };
		expect((await upsertDataflow(client, { ...plan, existing })).updated).toEqual([]);
		expect(written()).toEqual([]);
	});

	it('says that a disabled one does not run, and that a new mapping skips files that were read', async () => {
		const { client, run } = service({ flow: { ...flow, state: 'disabled' } });
		await upsertDataflow(client, {
			...plan,
			existing: { id: 'm', version: 3, pairs },
		});
		expect([...run.hints]).toEqual([
			expect.stringMatching(/^The dataflow "one" is disabled/),
			expect.stringMatching(/^The new mapping of the dataflow "one" applies to files/),
		]);
	});

	it('refuses backfill after the first start', async () => {
		const scheduleParams = { frequency: 'hour', interval: 1, startTime: 1, backfill: false };
		const { client, written } = service({ flow: { ...flow, scheduleParams } });
		const schedule = { frequency: 'hour', interval: 1, backfill: true } as const;
		await expect(upsertDataflow(client, { ...plan, schedule })).rejects.toMatchObject({
			message: 'Backfill of the dataflow "one" cannot be changed anymore',
		});
		expect(written()).toEqual([]);
	});
});

describe('A dataflow of the name that is for other data', () => {
	const tabs = { ...plan.found, columnDelimiter: '\t' };
	const gzip = { format: 'delimited', properties: { compressionType: 'gzip' } };
	it.each<[difference: string, stored: Stored, more?: Partial<DataflowPlan>]>([
		['it uses another base connection', { source: { ...source, baseConnectionId: 'x' } }],
		['it reads /b/c.csv', { source: { ...source, params: { path: '/b/c.csv' } } }],
		['it reads another path', { source: { ...source, params: undefined } }],
		['it reads files of format json', { source: { ...source, data: { format: 'json' } } }],
		['it writes to the dataset x', { target: { id: 'target', params: { dataSetId: 'x' } } }],
		['it writes to the dataset of another ID', { target: { id: 'target' } }],
		['its columnDelimiter is ,, not \\t', {}, { found: tabs }],
		[
			'its columnDelimiter is \\t, not ,',
			{ source: { ...source, data: { format: 'delimited', columnDelimiter: '\\t' } } },
		],
		[
			'its encoding is ISO-8859-1, not UTF-8',
			{
				source: {
					...source,
					data: { format: 'delimited', properties: { encoding: 'iso-8859-1' } },
				},
			},
			{ found: { ...plan.found, isEncodingKnown: true } },
		],
		['its compressionType is gzip, not none', { source: { ...source, data: gzip } }],
		['its compressionType is not set, not gzip', {}, { source: { ...plan.source, data: gzip } }],
		[
			'it also reads subfolders (Recursive)',
			{ source: { ...source, params: { path: 'b', recursive: true } } },
			folder(false),
		],
		[
			'it does not read subfolders',
			{ source: { ...source, params: { path: 'b/' } } },
			folder(true),
		],
	])('is not changed: %s', async (difference, stored, more = {}) => {
		const { client, written } = service(stored);
		await expect(upsertDataflow(client, { ...plan, ...more })).rejects.toMatchObject({
			message: 'A dataflow "one" for other data already exists',
			description: `${difference}. Adobe cannot change this in an existing dataflow. Choose another name, or delete the dataflow f first. Nothing was changed.`,
		});
		expect(written()).toEqual([]);
	});

	it.each<[what: string, stored: Stored, more?: Partial<DataflowPlan>]>([
		['slashes around the path', { source: { ...source, params: { path: 'b/a.csv/' } } }],
		['a format that is not shown', { source: { ...source, data: undefined } }],
		[
			'a delimiter that the file does not show',
			{},
			{ found: { ...plan.found, columnDelimiter: ';', isDelimiterKnown: false } },
		],
		[
			'the delimiter of a file without delimiters',
			{ source: { ...source, data: { format: 'delimited', columnDelimiter: ';' } } },
			{ found: { ...plan.found, columnDelimiter: null, encoding: null } },
		],
		[
			'compression that is called none',
			{
				source: {
					...source,
					data: { format: 'delimited', properties: { compressionType: 'None' } },
				},
			},
		],
	])('is none by %s', async (_what, stored, more = {}) => {
		const { client } = service(stored);
		expect(await upsertDataflow(client, { ...plan, ...more })).toMatchObject({
			id: 'f',
			created: false,
		});
	});
});

describe('A dataflow whose parts the list does not show', () => {
	it('is read by itself', async () => {
		const { client } = service({ listed: { id: 'f', name: 'one' } });
		expect(await upsertDataflow(client, plan)).toMatchObject({ sourceConnectionId: 'source' });
	});

	it.each<[message: string, stored: Partial<Dataflow>]>([
		[
			'The dataflow "one" is a draft without source connection and target connection',
			{ state: 'draft', sourceConnectionIds: [], targetConnectionIds: undefined },
		],
		[
			'The dataflow "one" is a draft without target connection',
			{ state: 'draft', targetConnectionIds: [] },
		],
		[
			'Adobe does not show the source connection of the dataflow "one"',
			{ sourceConnectionIds: undefined },
		],
	])('is not changed: %s', async (message, stored) => {
		const { client, written } = service({
			listed: { id: 'f', name: 'one' },
			flow: { ...flow, name: undefined, ...stored },
		});
		await expect(upsertDataflow(client, plan)).rejects.toMatchObject({ message });
		expect(written()).toEqual([]);
	});
});

describe('Create or Update of a dataflow that is not there', () => {
	it('creates it with its description, and returns all that it wrote', async () => {
		const { http, calls } = fakeService((all) => {
			const { method, path } = all[all.length - 1] as (typeof all)[number];
			const made = method === 'POST' && path.endsWith('/flows') ? { id: 'f' } : { id: 'part' };
			return answer(200, method === 'POST' ? made : { items: [] });
		});
		const result = await upsertDataflow(clientOf(http).client, { ...plan, description: 'new' });
		expect(result).toMatchObject({ id: 'f', created: true });
		expect(result.updated).toContain('description');
		const { body } =
			calls.find(({ method, path }) => method === 'POST' && path.endsWith('/flows')) ?? {};
		const sent = typeof body === 'function' ? (body as () => unknown)() : body;
		expect(sent).toMatchObject({ name: 'one', description: 'new' });
	});
});
