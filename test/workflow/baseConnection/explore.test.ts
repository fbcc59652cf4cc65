import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { flowCalls } from '../cases';

const local = useLocalAdobe();

async function explore(more: INodeParameters) {
	const { id } = local.adobe.seedConnection({});
	return await runNode(local.credential(), {
		parameters: {
			operation: 'explore',
			connectionId: { __rl: true, mode: 'id', value: id },
			...more,
		},
	});
}

function sentQuery(): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(flowCalls(local.adobe)[0]?.query));
}

describe('Explore', () => {
	it('lists the root, one item for each entry', async () => {
		const { json } = await explore({ objectType: 'root' });
		expect(sentQuery()).toEqual({ objectType: 'root' });
		expect(json.length).toBeGreaterThan(0);
		expect(json[0]).toMatchObject({ type: 'folder', name: expect.any(String) as string });
	});

	it('begins at the root if an expression says nothing', async () => {
		await explore({ objectType: '={{ "" }}', object: '/not/looked/at' });
		expect(sentQuery()).toEqual({ objectType: 'root' });
	});

	it('lists a folder', async () => {
		const { json } = await explore({ objectType: 'folder', object: '/acme-landing/customers/' });
		expect(json.map(({ name }) => name)).toContain('customers.csv');
	});

	it.each<[string, INodeParameters, Record<string, string>]>([
		['/acme-landing/accounts.csv', {}, { fileType: 'delimited' }],
		['/acme-landing/orders/orders.json', {}, { fileType: 'json' }],
		['/acme-landing/orders/2026/06/orders.parquet', {}, { fileType: 'parquet' }],
		[
			'/acme-landing/customers/archive/customers-2025.csv.gz',
			{},
			{ fileType: 'delimited', compressionType: 'gzip' },
		],
		[
			'/acme-landing/customers/customers pipe.txt',
			{ columnDelimiter: '|', encoding: 'UTF-8' },
			{ fileType: 'delimited', columnDelimiter: '|', encoding: 'UTF-8' },
		],
		[
			'/acme-landing/accounts.csv',
			{ fileType: 'auto', compressionType: 'none' },
			{ fileType: 'delimited' },
		],
		[
			'/acme-landing/customers/archive/customers-2025.csv.gz',
			{ fileType: 'delimited', compressionType: 'gzip' },
			{ fileType: 'delimited', compressionType: 'gzip' },
		],
	])('previews %s, one item for each row', async (object, fileOptions, format) => {
		const { json, error } = await explore({ objectType: 'file', object, fileOptions });
		expect(error).toBeUndefined();
		expect(sentQuery()).toEqual({ objectType: 'file', object, preview: 'true', ...format });
		expect(json.length).toBeGreaterThan(1);
		expect(Object.keys(json[0] ?? {}).length).toBeGreaterThan(3);
	});

	it.each<[file: string, options: INodeParameters, sent: string | null]>([
		['rows.csv.gz', {}, 'gzip'],
		['rows.csv.tar.gz', {}, 'tarGzip'],
		['rows.csv.tgz', {}, 'tarGzip'],
		['rows.csv', {}, null],
		['rows', { fileType: 'json' }, null],
		['rows.csv.gz', { compressionType: 'none' }, null],
		['rows.csv.gz', { compressionType: 'auto' }, 'gzip'],
		['rows.csv', { compressionType: 'bzip2' }, 'bzip2'],
	])('asks for %s with the options %j as compressed by %s', async (file, fileOptions, sent) => {
		await explore({ objectType: 'file', object: `/acme-landing/${file}`, fileOptions });
		expect(sentQuery().compressionType ?? null).toBe(sent);
	});

	it('sends a tab as a tab', async () => {
		await explore({
			objectType: 'file',
			object: '/acme-landing/accounts.csv',
			fileOptions: { columnDelimiter: '\\t' },
		});
		expect(flowCalls(local.adobe)[0]?.query).toContain('columnDelimiter=%09');
	});

	it.each<[string, INodeParameters, string]>([
		[
			'a folder without a path',
			{ objectType: 'folder', object: '={{ "" }}' },
			'The expression in Path returned nothing',
		],
		[
			'something that is no place',
			{ objectType: '={{ "shelf" }}', object: '/a' },
			'Invalid value for Look At',
		],
		[
			'a file with a type that its name does not show',
			{ objectType: 'file', object: '/a/b' },
			'type',
		],
		[
			'a delimiter of two characters',
			{ objectType: 'file', object: '/a/b.csv', fileOptions: { columnDelimiter: '||' } },
			'Column Delimiter',
		],
	])('refuses %s before anything is sent', async (_case, parameters, text) => {
		const { error } = await explore(parameters);
		expect(error?.message).toContain(text);
		expect(local.adobe.journal).toEqual([]);
	});

	it('passes on why a path cannot be read', async () => {
		const { error } = await explore({ objectType: 'folder', object: '/acme-landing/nowhere' });
		expect(error?.description).toContain("Adobe's code");
	});
});
