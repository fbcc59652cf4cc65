import { getDataset, readSchema } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import {
	datasetPages,
	findDatasets,
	getFailedRecordsOfBatch,
	getFields as operation,
} from '../../../nodes/AdobeExperiencePlatform/dataset/get.operation';
import type { ItemParameters } from '../../../nodes/AdobeExperiencePlatform/node/itemParameters';
import { answer, fakeClient } from '../fakeExecution';
import { fakeImport } from './fakeImport';

describe('A dataset', () => {
	it('has its schema and the major version of it', async () => {
		const schemaRef = { id: 's', contentType: 'application/vnd.adobe.xed+json; version=2' };
		const { client } = fakeClient(answer(200, { d: { name: 'D', schemaRef } }));
		expect(await getDataset(client, 'd')).toEqual({
			id: 'd',
			name: 'D',
			schemaId: 's',
			schemaVersion: '2',
		});
	});

	it.each([
		['is not there', {}, /no dataset with this ID/],
		['has no schema', { d: { name: 'D' } }, /The dataset "D" has no schema/],
	])('that %s is told', async (_what, body, words) => {
		await expect(getDataset(fakeClient(answer(200, body)).client, 'd')).rejects.toThrow(words);
	});

	it('is on a page with its ID, and pages end with a short one', async () => {
		const { client } = fakeClient(answer(200, { d: {}, e: 'x' }));
		const short = await datasetPages(client).next();
		expect(short.value).toEqual({ entries: [['d', {}]], next: undefined });
		const full = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`d${index}`, {}]));
		const whole = datasetPages(fakeClient(answer(200, full)).client, { start: 200 });
		expect((await whole.next()).value).toMatchObject({ next: 300 });
	});

	it.each([
		['https://ns.adobe.com/acme/schemas/1', 'tenant'],
		['https://ns.adobe.com/xdm/context/profile', 'global'],
	])('reads the schema %s from the %s container', async (schemaId, container) => {
		const { client, calls } = fakeClient(answer(200, { properties: { a: { type: 'string' } } }));
		const dataset = { id: 'd', name: 'D', schemaId, schemaVersion: '1' };
		expect((await readSchema(client, dataset)).fields).toMatchObject([{ path: 'a' }]);
		expect(calls[0]?.path).toContain(`/${container}/schemas/https%3A%2F%2F`);
	});
});

describe('Datasets of Get Many', () => {
	const page = (from: number, count: number) =>
		answer(
			200,
			Object.fromEntries(
				Array.from({ length: count }, (_, index) => [`d${from + index}`, { name: 'D' }]),
			),
		);
	const any = { name: '' };

	it('are shown with what Adobe says, and null for what it does not', async () => {
		const { client } = fakeClient(
			answer(200, {
				a: {
					name: 'A',
					description: 'All',
					schemaRef: { id: 's' },
					tags: { unifiedProfile: ['enabled: true'] },
					created: 0,
					updated: 86_400_000,
				},
				b: { description: '', created: '1' },
				count: 2,
			}),
		);
		expect(await findDatasets(client, any, 50)).toEqual([
			{
				id: 'a',
				name: 'A',
				description: 'All',
				profileEnabled: true,
				schemaId: 's',
				createdAt: null,
				updatedAt: '1970-01-02T00:00:00.000Z',
			},
			{
				id: 'b',
				name: 'b',
				description: null,
				profileEnabled: false,
				schemaId: null,
				createdAt: null,
				updatedAt: null,
			},
		]);
	});

	it.each<
		[
			what: string,
			pages: Array<[from: number, count: number]>,
			limit: number,
			found: number,
			starts: string[],
		]
	>([
		[
			'up to a short page',
			[
				[0, 100],
				[100, 1],
			],
			500,
			101,
			['0', '100'],
		],
		[
			'up to the limit',
			[
				[0, 100],
				[100, 100],
				[200, 100],
			],
			150,
			150,
			['0', '100'],
		],
		['no further than a page with nothing new', [[0, 100]], 500, 100, ['0', '100']],
	])('are read page by page, %s', async (_what, pages, limit, found, starts) => {
		const { client, calls } = fakeClient(...pages.map(([from, count]) => page(from, count)));
		expect(await findDatasets(client, any, limit)).toHaveLength(found);
		expect(calls.map(({ query }) => new Map(query ?? []).get('start'))).toEqual(starts);
	});
});

it('Get Fields shows the identity of a field, and within which object it is required', async () => {
	const text = { type: 'string' };
	const home = { type: 'object', properties: { city: text }, required: ['city'] };
	const identity = {
		'@type': 'xdm:descriptorIdentity',
		'xdm:sourceSchema': 's',
		'xdm:sourceProperty': '/mail',
		'xdm:namespace': 'Email',
	};
	const { client, sent } = fakeImport({
		dataset: [answer(200, { d: { name: 'D', schemaRef: { id: 's' } } })],
		schema: [answer(200, { properties: { mail: { ...text, description: 'Mail' }, home } })],
		descriptors: [answer(200, [identity])],
	});
	const parameters = { id: () => 'd', settings: () => ({ timeout: 60 }) };
	const task = operation.prepare(parameters as unknown as ItemParameters);
	const fields = await task.run(client);
	expect(fields).toEqual([
		{ path: 'mail', type: 'string', required: false, identity: 'Email', description: 'Mail' },
		{
			path: 'home.city',
			type: 'string',
			required: false,
			requiredWithin: 'home',
			identity: null,
			description: null,
		},
	]);
	expect(sent()).toEqual(['dataset', 'schema', 'descriptors']);
});

describe('Failed records of a batch', () => {
	const ofBatch = (batch: object, ...more: Parameters<typeof fakeClient>) =>
		fakeClient(answer(200, { b: batch }), ...more);

	it('are not requested before it has finished', async () => {
		const { client, calls } = ofBatch({ status: 'staging' });
		expect(await getFailedRecordsOfBatch(client, 'b', 50)).toEqual({
			records: [],
			whyNone: expect.stringMatching(/has not finished yet/) as string,
		});
		expect(calls).toHaveLength(1);
	});

	it.each<[metrics: object, why: RegExp]>([
		[{ failedRecordCount: 0 }, /^All records of this batch were ingested/],
		[{ failedRecordCount: 2 }, /^Adobe has no failed records .* only if Error Diagnostics was on/],
		[{}, /^Adobe has no failed records/],
	])('with %j are none for a reason', async (metrics, why) => {
		const { client } = ofBatch({ status: 'success', metrics }, answer(404));
		const { records, whyNone } = await getFailedRecordsOfBatch(client, 'b', 50);
		expect(records).toEqual([]);
		expect(whyNone).toMatch(why);
	});

	it('are returned without a reason', async () => {
		const file = answer(200, { data: [{ name: 'a.json' }] });
		const { client } = ofBatch({ status: 'failed' }, file, answer(200, '{"x":1}\n'));
		const { records, whyNone } = await getFailedRecordsOfBatch(client, 'b', 50);
		expect(records).toEqual([{ record: { x: 1 }, errors: [], file: 'a.json' }]);
		expect(whyNone).toBeUndefined();
	});
});
