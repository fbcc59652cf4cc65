import type { INodeParameters } from 'n8n-workflow';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { loadList, searchList } from '../../support/engine';
import { methodCase, seedOf, setOf } from '../sources/cases';
import { draft, lines } from './cases';

const local = useLocalAdobe();

const parameters = (more: INodeParameters = {}) =>
	draft(
		'create',
		local.adobe.seedConnection({ name: 'Landing' }).id,
		'crm/profiles.csv',
		'profiles',
		more,
	);
const none = { __rl: true, mode: 'list', value: '' };

describe('The list of files', () => {
	const list = async (more: INodeParameters = {}, filter?: string, token?: unknown) =>
		await searchList(local.credential(), 'searchPaths', {
			parameters: parameters(more),
			filter,
			token,
		});
	const names = async (more: INodeParameters, filter?: string) =>
		(await list(more, filter)).results.map(({ name }) => name);

	it('shows all files by their paths, level after level, deeper with each page', async () => {
		const found: string[] = [];
		let token: unknown;
		let pages = 0;
		do {
			const page = await list({}, undefined, token);
			found.push(...page.results.map(({ value }) => String(value)));
			token = page.paginationToken;
			pages++;
		} while (token !== undefined && pages < 20);
		expect(found).toEqual(
			expect.arrayContaining([
				'/acme-landing/crm/profiles.csv',
				'/acme-landing/orders/2026/06/store-orders.parquet',
			]),
		);
		expect(new Set(found).size).toBe(found.length);
		expect(found.filter((value) => value.endsWith('/'))).toEqual([]);
	});

	it('shows folders if Path Type is Folder', async () => {
		const folders = await names({ pathType: 'folder' });
		expect(folders).toEqual(expect.arrayContaining(['acme-landing/', 'acme-landing/daily/']));
		expect(folders.filter((name) => !name.endsWith('/'))).toEqual([]);
	});

	it('is searched by a part of a name, or begins at a typed folder', async () => {
		expect(await names({}, 'PROFILES.J')).toEqual(['acme-landing/crm/profiles.json']);
		expect(await names({}, '/acme-landing/daily/2026-06-04')).toEqual([
			'acme-landing/daily/2026-06-04.csv',
		]);
	});

	it('is not led astray by a token of something else', async () => {
		expect((await list({}, undefined, '"x"')).results.length).toBeGreaterThan(0);
		expect((await list({}, undefined, 5)).results.length).toBeGreaterThan(0);
	});

	it.each([
		['amazonS3', 'accessKey', 'Update Session Token'],
		['sftp', 'privateKey', 'Update Credentials'],
	])(
		'names expired keys as such, and the operation for new ones: %s',
		async (...[source, method, operation]) => {
			const of = methodCase(source, method);
			const { id } = seedOf(local.adobe, of);
			for (const value of Object.values(setOf(of, 1))) local.adobe.revokeSecret(String(value));
			await expect(
				list({ connectionId: { __rl: true, mode: 'id', value: id } }),
			).rejects.toMatchObject({
				message: expect.stringContaining(
					`The keys of this connection have expired or are invalid. Write new ones with Base Connection > ${operation}. Adobe`,
				) as string,
			});
		},
	);

	it('distinguishes a missing folder from expired keys', async () => {
		await expect(list({}, '/acme-landing/nowhere/x')).rejects.toMatchObject({
			message: expect.stringMatching(/^File or folder not found\. (?!.*(?:keys|Update))/) as string,
		});
	});

	it('says what to choose first, and asks Adobe for nothing', async () => {
		expect(await names({ connectionId: none })).toEqual([
			'First choose the connection in the field Connection',
		]);
		expect(lines(local.adobe)).toEqual([]);
	});

	it('leaves out files that can never be read', async () => {
		const all: string[] = [];
		let token: unknown;
		do {
			const page = await list({}, undefined, token);
			all.push(...page.results.map(({ name }) => String(name)));
			token = page.paginationToken;
		} while (token !== undefined);
		expect(all).toContain('acme-landing/crm/profiles.csv');
		expect(all.filter((name) => /\.(bin|png|pdf|md5)$|_SUCCESS$/.test(name))).toEqual([]);
	});
});

describe('The list of datasets', () => {
	it('is searched by a part of the name', async () => {
		const search = async (filter?: string) =>
			await searchList(local.credential(), 'searchDatasets', { parameters: parameters(), filter });
		const all = await search();
		expect(all.results.map(({ value }) => value)).toEqual(
			expect.arrayContaining(Object.values(DATASETS)),
		);
		const [first] = all.results;
		const found = await search(` ${String(first?.name).slice(2, 8).toUpperCase()} `);
		expect(found.results).toContainEqual(first);
		expect((await search('no such dataset')).results).toEqual([]);
	});
});

describe('The list of dataflows', () => {
	it('names them with their state', async () => {
		local.adobe.seedTenant();
		const { results } = await searchList(local.credential(), 'searchDataflows', { parameters: {} });
		expect(results.map(({ value }) => value).sort()).toEqual(
			local.adobe
				.flows()
				.map(({ id }) => id)
				.sort(),
		);
	});
});

describe('The lists of a mapping', () => {
	it('show the columns of the file with their types', async () => {
		const options = { parameters: parameters() };
		const columns = await loadList(local.credential(), 'getColumns', options);
		expect(columns).toContainEqual({ name: 'Birth Date (string)', value: '${Birth Date}' });
	});

	it('show the columns of a file of the folder', async () => {
		const folder = {
			pathType: 'folder',
			path: { __rl: true, mode: 'path', value: '/acme-landing/daily' },
		};
		const columns = await loadList(local.credential(), 'getColumns', {
			parameters: parameters(folder),
		});
		const files = await loadList(local.credential(), 'getColumns', {
			parameters: parameters({
				path: { __rl: true, mode: 'path', value: '/acme-landing/daily/2026-06-04.csv' },
			}),
		});
		expect(columns.length).toBeGreaterThan(0);
		expect(columns).toEqual(files);
	});

	it('show the fields of the schema, required ones first', async () => {
		const fields = await loadList(local.credential(), 'getSchemaFields', {
			parameters: parameters({ datasetId: { __rl: true, mode: 'id', value: DATASETS.orders } }),
		});
		const required = fields.map(({ name }) => /, required\)$/.test(name));
		expect(required[0]).toBe(true);
		expect(required).toEqual([...required].sort((a, b) => Number(b) - Number(a)));
		expect(fields.map(({ value }) => value)).toContain('_acmeretail.orderId');
	});

	it.each([
		['getColumns', { connectionId: none }, 'First choose the connection in the field Connection'],
		['getColumns', { path: none }, 'First choose the file in the field Path'],
		['getColumns', { path: none, pathType: 'folder' }, 'First choose the folder in the field Path'],
		['getSchemaFields', { datasetId: none }, 'First choose the dataset in the field Dataset'],
	] as const)('%s says what to choose first for %j', async (method, more, words) => {
		const options = { parameters: parameters(more as INodeParameters) };
		local.adobe.journal.length = 0;
		expect(await loadList(local.credential(), method, options)).toEqual([
			{
				name: words,
				value: '',
				description: expect.stringContaining('execute the previous nodes'),
			},
		]);
		expect(lines(local.adobe)).toEqual([]);
	});
});

describe('A list', () => {
	useBounds({ list: 1_500 });

	it.each([
		['hangs', { kind: 'hang' }, /did not answer within/],
		['refuses for a while', { kind: 'status', status: 503 }, /server error/],
	] as const)('gives up in time where the service %s', async (_what, fault, words) => {
		local.adobe.set({ faults: [{ ...fault, path: 'catalog' }] });
		const began = Date.now();
		const options = { parameters: parameters() };
		await expect(searchList(local.credential(), 'searchDatasets', options)).rejects.toThrow(words);
		expect(Date.now() - began).toBeLessThan(10_000);
	});
});

describe('Lists that a form opens at once', () => {
	const calls = () => local.adobe.journal.filter(({ path }) => !path.includes('/ims/')).length;
	const columnsOf = async (form: INodeParameters, credential = local.credential()) =>
		await loadList(credential, 'getColumns', { parameters: form });

	it('share their requests if they show the same', async () => {
		const form = parameters();
		const credential = local.credential();
		const open = async (count: number) => {
			const lists = Array.from({ length: count }, () => [
				columnsOf(form, credential),
				loadList(credential, 'getSchemaFields', { parameters: form }),
			]);
			return await Promise.all(lists.flat());
		};
		local.adobe.journal.length = 0;
		const [columns, fields] = await open(1);
		const single = calls();
		local.adobe.journal.length = 0;
		const all = await open(25);
		expect(all).toHaveLength(50);
		for (const [index, list] of all.entries()) expect(list).toEqual(index % 2 ? fields : columns);
		expect(calls()).toBe(single);
	});

	it('do not with another file, sandbox or credential', async () => {
		const form = parameters();
		const credential = local.credential();
		await columnsOf(form, credential);
		const other = local.credential();
		other.data = { ...other.data, clientSecret: 'not-the-secret', accessToken: '' };
		const lists = await Promise.allSettled([
			columnsOf(form, credential),
			columnsOf({ ...form, format: 'json' }, credential),
			columnsOf({ ...form, options: { sandboxName: 'no-such-sandbox' } }, credential),
			columnsOf(form, other),
		]);
		expect(lists.map(({ status }) => status)).toEqual([
			'fulfilled',
			expect.any(String),
			'rejected',
			'rejected',
		]);
		expect(lists[1]).not.toEqual(lists[0]);
	});

	it('ask again after a failure', async () => {
		const form = parameters();
		local.adobe.set({ faults: [{ kind: 'status', status: 403, path: '/explore' }] });
		const both = await Promise.allSettled([columnsOf(form), columnsOf(form)]);
		expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		local.adobe.set({ faults: [] });
		expect((await columnsOf(form)).length).toBeGreaterThan(0);
	});
});
