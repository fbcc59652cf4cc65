/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test of the local Adobe, which is never part of the published package */
import { deflateSync, gzipSync } from 'node:zlib';

import { Bucket, bucketFile } from '../bucket/bucket';
import { columnList, preview } from '../bucket/describe';
import { writeParquet } from '../bucket/parquet';
import { detectFormat, type FileFormat, readContent, UnreadableFile } from '../bucket/readRows';
import { tenantFiles } from '../tenant/files';

const delimited: FileFormat = { fileType: 'delimited' };
const json: FileFormat = { fileType: 'json' };
const rowsOf = (content: string | Buffer, format: FileFormat) =>
	readContent({ bytes: Buffer.from(content) }, format).rows;

describe('Rows of a delimited file', () => {
	it.each([
		['a,b\n1,2\n', {}, [{ a: '1', b: '2' }]],
		['a,b\r\n1,2', {}, [{ a: '1', b: '2' }]],
		['\uFEFFa,b\n1,2\n', {}, [{ '\uFEFFa': '1', b: '2' }]],
		['a,b\n"1,5","say ""hi"""\n', {}, [{ a: '1,5', b: 'say "hi"' }]],
		['a,b\n"two\nlines",2\n', {}, [{ a: 'two\nlines', b: '2' }]],
		['a,b\n1\n', {}, [{ a: '1' }]],
		['a\n1,2,3\n', {}, [{ a: '1' }]],
		['a,b\n\n1,\n', {}, [{ a: '1', b: '' }]],
		['a|b\n1|2\n', { columnDelimiter: '|' }, [{ a: '1', b: '2' }]],
		['a|b\n1|2\n', {}, [{ 'a|b': '1|2' }]],
		['a.b,c d\n1,2\n', {}, [{ 'a.b': '1', 'c d': '2' }]],
		['a,b\n', {}, []],
	])('%j with %j', (text, more, expected) => {
		expect(rowsOf(text, { ...delimited, ...more })).toEqual(expected);
	});

	it('goes by the encoding', () => {
		const bytes = Buffer.from('a\ncafé\n', 'latin1');
		expect(rowsOf(bytes, { ...delimited, encoding: 'ISO-8859-1' })).toEqual([{ a: 'café' }]);
		expect(rowsOf(bytes, delimited)).not.toEqual([{ a: 'café' }]);
	});

	it('goes by the compression', () => {
		const text = 'a\n1\n';
		const gzip = { ...delimited, compressionType: 'gzip' };
		expect(rowsOf(gzipSync(text), gzip)).toEqual([{ a: '1' }]);
		expect(rowsOf(deflateSync(text), { ...delimited, compressionType: 'deflate' })).toHaveLength(1);
		expect(() => rowsOf(text, gzip)).toThrow(UnreadableFile);
		expect(() => rowsOf(gzipSync(text), delimited)).toThrow(UnreadableFile);
		expect(() => rowsOf(text, { ...delimited, compressionType: 'bzip2' })).toThrow(UnreadableFile);
	});
});

describe('Rows of a JSON file', () => {
	it.each([
		['[{"a":{"b":1}},{"a":null}]', [{ a: { b: 1 } }, { a: null }]],
		['{"a":1}', [{ a: 1 }]],
		['{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
		['{"a":1}\n{"a":\n', [{ a: 1 }, { _corrupt_record: '{"a":' }]],
		['[]', []],
	])('%j', (text, expected) => {
		expect(rowsOf(text, json)).toEqual(expected);
	});

	it.each(['a,b\n1,2\n', '[1,2]', '{"a":', ''])('%j is none', (text) => {
		expect(() => rowsOf(text, json)).toThrow(UnreadableFile);
	});
});

describe('A Parquet file', () => {
	const rows = [
		{ id: 'A', quantity: 3, total: 1.5, paid: true, who: { name: 'R', tags: ['x', 'y'] } },
		{ id: 'B', quantity: 4, total: 2, paid: false, who: { name: null, tags: [] } },
	];
	const file = async () =>
		await bucketFile(
			'x.parquet',
			await writeParquet(
				[
					{ name: 'id' },
					{ name: 'quantity', type: 'integer' },
					{ name: 'total', type: 'number' },
					{ name: 'paid', type: 'boolean' },
					{ name: 'who', fields: [{ name: 'name' }, { name: 'tags', list: true }] },
				],
				rows,
			),
			0,
		);

	it('is read with its types, groups and lists', async () => {
		expect(readContent(await file(), { fileType: 'parquet' }).rows).toEqual(rows);
	});

	it('is read as nothing else, and nothing else as Parquet', async () => {
		const parquet = await file();
		expect(detectFormat(parquet)).toEqual({ fileType: 'parquet' });
		expect(() => readContent(parquet, delimited)).toThrow(UnreadableFile);
		expect(() => readContent(parquet, json)).toThrow(UnreadableFile);
		expect(() => readContent(parquet, { fileType: 'parquet', compressionType: 'gzip' })).toThrow(
			UnreadableFile,
		);
		expect(() => rowsOf('a,b\n', { fileType: 'parquet' })).toThrow(UnreadableFile);
	});

	it('with groups is previewed as hierarchical', async () => {
		const content = readContent(await file(), { fileType: 'parquet' });
		expect(preview(content, 'parquet')).toMatchObject({
			format: 'hierarchical',
			schema: {
				properties: {
					quantity: { type: 'integer' },
					total: { type: 'number' },
					who: {
						type: 'object',
						properties: { tags: { type: 'array', items: { type: 'string' } } },
					},
				},
			},
		});
		expect(columnList(content)).toContainEqual({ name: 'who', type: 'Object' });
	});
});

describe('A description of JSON', () => {
	it('joins the members of all rows, and integers with fractions', () => {
		const content = readContent(
			{ bytes: Buffer.from('[{"a":1,"b":{"c":"x"}},{"a":1.5,"b":{"d":true}},{"e":[]}]') },
			json,
		);
		expect(preview(content, 'json')).toMatchObject({
			schema: {
				type: 'object',
				properties: {
					a: { type: 'number' },
					b: { type: 'object', properties: { c: { type: 'string' }, d: { type: 'boolean' } } },
					e: { type: 'array' },
				},
			},
		});
	});

	it('shows a hundred rows at most', () => {
		const content = readContent({ bytes: Buffer.from(`a\n${'1\n'.repeat(250)}`) }, delimited);
		expect(content.rows).toHaveLength(250);
		expect(preview(content, 'delimited').data).toHaveLength(100);
	});
});

describe('The bucket', () => {
	const paths = (bucket: Bucket, path: string, type: 'file' | 'folder', recursive?: boolean) =>
		bucket.select({ path, type, recursive }).map((file) => file.path);

	it('selects files, folders and patterns', async () => {
		const bucket = new Bucket(await tenantFiles());
		expect(paths(bucket, 'accounts.csv', 'file')).toEqual(['accounts.csv']);
		expect(paths(bucket, 'accounts', 'file')).toEqual([]);
		expect(paths(bucket, 'daily/', 'folder')).toHaveLength(5);
		expect(paths(bucket, 'daily', 'folder')).toHaveLength(5);
		expect(paths(bucket, 'dai', 'folder')).toEqual([]);
		expect(paths(bucket, 'customers', 'folder')).toHaveLength(2);
		expect(paths(bucket, 'customers', 'folder', true)).toHaveLength(3);
		expect(paths(bucket, 'daily/2026-06-0[1].csv', 'file')).toEqual([]);
		expect(paths(bucket, 'daily/*-02.csv', 'folder')).toEqual(['daily/2026-06-02.csv']);
		expect(paths(bucket, '*.csv', 'folder')).toEqual(['accounts.csv']);
	});

	it('takes files, and forgets them without touching what others see', async () => {
		const files = await tenantFiles();
		const bucket = new Bucket(files);
		bucket.put(await bucketFile('daily/2026-06-06.csv', 'a\n1\n', 5));
		bucket.put(await bucketFile('accounts.csv', 'a\n2\n', 6));
		expect(paths(bucket, 'daily', 'folder')).toHaveLength(6);
		expect(bucket.readRows('accounts.csv', delimited).rows).toEqual([{ a: '2' }]);
		expect(new Bucket(files).readRows('accounts.csv', delimited).rows).toHaveLength(3);
		expect(() => bucket.readRows('nothing.csv', delimited)).toThrow(UnreadableFile);
	});
});
