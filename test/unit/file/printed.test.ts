import { coverage } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/checks';
import { getMappingSet } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/mappingSet';
import {
	readPreview,
	fileColumns,
	previewTable,
} from '../../../nodes/AdobeExperiencePlatform/file/preview';
import { datasetOf } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import { headerFindings } from '../../../nodes/AdobeExperiencePlatform/file/header';
import { answer, fakeClient } from '../fakeExecution';

/** Shapes that Adobe's pages print, with values of our own. */
const previews: Array<[page: string, preview: unknown, labels: string[], types: string[]]> = [
	[
		'a list of columns',
		[
			{ name: 'ShopId', type: 'String' },
			{ name: 'Opened', type: 'String' },
		],
		['ShopId', 'Opened'],
		['string', 'string'],
	],
	[
		'columns and rows, whose members come in another order',
		{
			format: 'flat',
			schema: {
				columns: [
					{ name: 'ShopId', type: 'string', xdm: { type: 'string' } },
					{ name: 'Phone', type: 'string', xdm: { type: 'string' } },
				],
			},
			data: [{ Phone: '000', ShopId: 'S-1' }],
		},
		['ShopId', 'Phone'],
		['string', 'string'],
	],
	[
		'types of a database, and a row with a column that is not listed',
		{
			format: 'flat',
			schema: {
				columns: [
					{ name: 'ACTIVE', type: 'boolean', xdm: { type: 'boolean' } },
					{ name: 'AREA', type: 'double', xdm: { type: 'number' } },
					{
						name: 'OPENED',
						type: 'string',
						'meta:xdmType': 'date-time',
						xdm: { type: 'string', format: 'date-time' },
					},
				],
			},
			data: [{ TOWN: 'x', ACTIVE: true, AREA: 1.5, OPENED: '2026-01-02T00:00:00' }],
		},
		['ACTIVE', 'AREA', 'OPENED'],
		['boolean', 'double', 'date-time'],
	],
];

describe('A preview as Adobe prints it', () => {
	it.each(previews)('%s is read whole', async (_page, preview, labels, types) => {
		const columns = fileColumns(preview);
		expect(columns.map(({ label }) => label)).toEqual(labels);
		expect(columns.map(({ type }) => type)).toEqual(types);
		const format = {
			fileType: 'delimited',
			compressionType: '',
			columnDelimiter: '',
			encoding: '',
		} as const;
		let asked = 0;
		const found = await readPreview(
			async () => {
				asked++;
				return await Promise.resolve(preview);
			},
			format,
			{ fileType: 'auto', compressionType: 'auto', columnDelimiter: 'auto', encoding: 'auto' },
		);
		expect(asked).toBe(1);
		expect(found).toMatchObject({ isDelimiterKnown: true, isEncodingKnown: false, hints: [] });
		expect(headerFindings(previewTable(preview), format)).toMatchObject({
			refusals: [],
			causes: [],
			hints: [],
		});
	});
});

describe('A mapping set as older pages print it', () => {
	it('has its columns, fields and schema', async () => {
		const { client } = fakeClient(
			answer(200, {
				id: 'set',
				version: 0,
				status: 'DRAFT',
				schemaRef: { id: 'schema', contentType: 'x' },
				mappings: [{ id: 'm', identity: false, sourceAttribute: 'Id', destinationXdmPath: '_id' }],
			}),
		);
		const set = await getMappingSet(client, 'set');
		expect(set).toEqual({
			id: 'set',
			version: 0,
			schemaId: 'schema',
			pairs: [{ source: 'Id', destination: '_id' }],
		});
		const columns = [{ path: 'Id', label: 'Id', type: '' }];
		expect(coverage(set.pairs, columns)).toEqual({ mapped: ['Id'], unmapped: [], lacking: [] });
	});

	it.each([
		['text/x.schema-path', 'a', ['a']],
		['text/x.aep-xl', 'concat(a, "b")', ['a']],
		['text/plain', 'b', []],
		['STATIC', 'b', []],
	])('of the type %s uses the right columns', async (sourceType, source, mapped) => {
		const { client } = fakeClient(
			answer(200, { id: 'set', mappings: [{ sourceType, source, destination: 'x' }] }),
		);
		const { pairs } = await getMappingSet(client, 'set');
		const columns = ['a', 'b'].map((path) => ({ path, label: path, type: '' }));
		expect(coverage(pairs, columns).mapped).toEqual(mapped);
	});
});

describe('Datasets as a list prints them', () => {
	it.each([
		['a', { name: 'Shops', files: '@/x' }, { name: 'Shops' }],
		[
			'b',
			{ tags: { unifiedProfile: ['enabled: true', 'enabledAt:2026-01-01 00:00:00'] } },
			{ name: 'b', isProfileEnabled: true },
		],
	])('may lack name, schema and tags: %s', (id, entry, found) => {
		expect(datasetOf(id, entry)).toEqual({ id, schemaId: '', schemaVersion: '1', ...found });
	});
});
