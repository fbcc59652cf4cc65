import { codeOf, type Json, useClient } from './client';

describe('Exploring a bucket', () => {
	const client = useClient();
	let id: string;
	beforeEach(() => ({ id } = client.adobe.seedConnection()));

	const explore = async (query: Record<string, string>, connection = id) =>
		await client.get(
			`/connections/${connection}/explore?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`,
		);
	const paths = (text: string) => (JSON.parse(text) as Json[]).map(({ path }) => path);

	it('starts with the buckets', async () => {
		const reply = await explore({ objectType: 'root' });
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual([
			{
				type: 'folder',
				name: 'acme-landing',
				path: '/acme-landing/',
				canPreview: false,
				canFetchSchema: false,
			},
		]);
		expect((await explore({ objectType: 'folder', object: 'root' })).body).toEqual(reply.body);
	});

	it('lists folders before files, folders with a slash at the end', async () => {
		for (const object of ['/acme-landing/customers/', 'acme-landing/customers']) {
			const reply = await explore({ objectType: 'folder', object });
			expect(reply.body).toEqual([
				{
					type: 'folder',
					name: 'archive',
					path: '/acme-landing/customers/archive/',
					canPreview: false,
					canFetchSchema: false,
				},
				{
					type: 'file',
					name: 'customers.csv',
					path: '/acme-landing/customers/customers.csv',
					canPreview: true,
					canFetchSchema: true,
				},
				{
					type: 'file',
					name: 'customers pipe.txt',
					path: '/acme-landing/customers/customers pipe.txt',
					canPreview: true,
					canFetchSchema: true,
				},
			]);
		}
	});

	it('starts in the bucket and folder of the connection, and stays there', async () => {
		const { s3AccessKey, s3SecretKey, s3SessionToken } = client.adobe.demo;
		const params = {
			s3AccessKey,
			s3SecretKey,
			s3SessionToken,
			bucketName: 'my-bucket',
			folderPath: 'folder/subfolder',
		};
		const limited = client.adobe.seedConnection({ params });
		const root = await explore({ objectType: 'root' }, limited.id);
		expect(paths(root.text)).toContain('/my-bucket/folder/subfolder/customers/');
		const inner = { objectType: 'folder', object: '/my-bucket/folder/subfolder/customers' };
		expect((await explore(inner, limited.id)).status).toBe(200);
		const outside = await explore({ objectType: 'folder', object: '/my-bucket' }, limited.id);
		expect(codeOf(outside)).toBe('1308-400');
	});

	const csv = { objectType: 'file', object: '/acme-landing/customers/customers.csv' };

	it('lists the columns of a file', async () => {
		const reply = await explore({ ...csv, fileType: 'delimited' });
		expect(reply.body).toEqual(
			['Id', 'FirstName', 'LastName', 'Email'].map((name) => ({ name, type: 'String' })),
		);
	});

	it('previews a delimited file as flat data', async () => {
		const reply = await explore({ ...csv, fileType: 'delimited', preview: 'true' });
		expect(reply.body).toMatchObject({
			format: 'flat',
			schema: { columns: [{ name: 'Id', type: 'string', xdm: { type: 'string' } }, {}, {}, {}] },
			data: [{ Id: '12345', FirstName: 'Richard' }, {}, {}],
		});
		expect(reply.body).not.toHaveProperty('properties');
	});

	it('previews json as hierarchical and parquet as flat data', async () => {
		const json = await explore({
			objectType: 'FILE',
			object: '/acme-landing/orders/orders.json',
			fileType: 'json',
			preview: 'true',
		});
		expect(json.body).toMatchObject({
			format: 'hierarchical',
			data: [{ orderId: 'A-1001', quantity: 2, paid: true }, {}],
		});
		const parquet = await explore({
			objectType: 'file',
			object: '/acme-landing/orders/2026/06/orders.parquet',
			fileType: 'parquet',
			preview: 'true',
		});
		expect(parquet.body).toMatchObject({ format: 'flat', data: [{ total: 59.9 }, {}] });
	});

	it('splits with the delimiter it is given', async () => {
		const object = '/acme-landing/customers/customers pipe.txt';
		const query = { objectType: 'file', object, fileType: 'delimited' };
		expect((await explore({ ...query, columnDelimiter: '|' })).body).toHaveLength(4);
		expect((await explore(query)).body).toEqual([
			{ name: 'Id|FirstName|LastName|Email', type: 'String' },
		]);
		for (const columnDelimiter of ['\t', '\\t']) {
			expect((await explore({ ...query, columnDelimiter })).status).toBe(200);
		}
	});

	it('reads a compressed file only with its compression', async () => {
		const object = '/acme-landing/customers/archive/customers-2025.csv.gz';
		const query = { objectType: 'file', object, fileType: 'delimited', preview: 'true' };
		expect(codeOf(await explore(query))).toBe('1308-400');
		expect((await explore({ ...query, compressionType: 'gzip' })).status).toBe(200);
		// As Adobe's sample has it, with a stray semicolon.
		expect((await explore({ ...query, compressionType: 'gzip;' })).status).toBe(200);
	});

	it('finds out the properties of a file', async () => {
		const reply = await explore({
			objectType: 'file',
			object: '/acme-landing/customers/archive/customers-2025.csv.gz',
			preview: 'true',
			determineProperties: 'true',
		});
		expect(reply.body.properties).toEqual({
			fileType: 'delimited',
			compressionType: 'gzip',
			columnDelimiter: ',',
		});
	});

	it.each([
		[{}, '1359-400'],
		[{ objectType: '' }, '1334-400'],
		[{ objectType: 'table' }, '1358-400'],
		[{ objectType: 'folder' }, '1337-400'],
		[{ objectType: 'file', fileType: 'json' }, '1337-400'],
		[csv, '1337-400'],
		[{ ...csv, fileType: 'xml' }, '1399-400'],
		[{ ...csv, fileType: 'delimited', columnDelimiter: ';;' }, '1312-400'],
		[{ ...csv, fileType: 'delimited', compressionType: 'zip' }, '1312-400'],
		[{ ...csv, fileType: 'delimited', encoding: 'UTF-16' }, '1312-400'],
		[{ ...csv, fileType: 'parquet' }, '1308-400'],
		[{ ...csv, fileType: 'delimited', determineProperties: 'true' }, '1374-400'],
		[
			{ objectType: 'file', object: '/acme-landing/assets/logo.bin', determineProperties: 'true' },
			'1375-400',
		],
		[{ ...csv, object: '/acme-landing/nothing.csv', fileType: 'json' }, '1308-400'],
		[{ objectType: 'folder', object: '/acme-landing/nothing' }, '1308-400'],
		[{ objectType: 'folder', object: '/other-bucket' }, '1308-400'],
		[{ objectType: 'root', rootPath: '/' }, '1451-400'],
	] as Array<[Record<string, string>, string]>)('refuses %j with %s', async (query, code) => {
		const reply = await explore(query);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});

	it('fails with expired keys', async () => {
		const params = { s3AccessKey: 'ASIAOLD', s3SecretKey: 'old', s3SessionToken: 'old' };
		const old = client.adobe.seedConnection({ params });
		expect(codeOf(await explore({ objectType: 'root' }, old.id))).toBe('1308-400');
	});
});
