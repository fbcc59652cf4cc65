import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { callLines, flowCalls, keySet, times } from '../cases';

const local = useLocalAdobe();

const getAll = (more: INodeParameters = {}): INodeParameters => ({ operation: 'getAll', ...more });

describe('Get', () => {
	it.each(['stars', 'removed', 'placeholder', 'clear', 'partial'] as const)(
		'shows a connection in Adobe’s own shape, without any key, when the service masks with %s',
		async (maskStyle) => {
			local.adobe.set({ maskStyle });
			const { id, etag } = local.adobe.seedConnection({
				name: 'Landing',
				params: { ...keySet(1), bucketName: 'a-bucket' },
			});
			const { json } = await runNode(local.credential(), {
				parameters: { operation: 'get', connectionId: { __rl: true, mode: 'list', value: id } },
			});
			expect(json[0]).toMatchObject({ id, etag, name: 'Landing', state: 'enabled' });
			expect(json[0]?.auth).toEqual({
				specName: 'Access Key',
				params: { bucketName: 'a-bucket' },
			});
		},
	);

	it('says that there is no such connection in one call', async () => {
		const { error } = await runNode(local.credential(), {
			parameters: { operation: 'get', connectionId: { __rl: true, mode: 'id', value: 'nobody' } },
		});
		expect(error?.message).toBe('There is no connection with this ID in this sandbox');
		expect(callLines(local.adobe)).toEqual(['GET /nobody']);
	});
});

describe('Get Many', () => {
	it('returns all 250, newest first, 100 a page', async () => {
		times(250, (index) => local.adobe.seedConnection({ name: `Landing ${index}` }));
		const { items } = await runNode(local.credential(), {
			parameters: getAll({ returnAll: true }),
		});
		expect(items.map(({ json }) => json.name)).toEqual(
			times(250, (index) => `Landing ${249 - index}`),
		);
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		expect(flowCalls(local.adobe).map(({ query }) => /limit=(\d+)/.exec(query)?.[1])).toEqual([
			'100',
			'100',
			'100',
		]);
	});

	it.each([
		[1, ['1']],
		[100, ['100']],
		[150, ['100', '100']],
	])('stops at a limit of %i without asking for more pages', async (limit, pages) => {
		times(250, (index) => local.adobe.seedConnection({ name: `Landing ${index}` }));
		const { json } = await runNode(local.credential(), { parameters: getAll({ limit }) });
		expect(json).toHaveLength(limit);
		expect(flowCalls(local.adobe).map(({ query }) => /limit=(\d+)/.exec(query)?.[1])).toEqual(
			pages,
		);
	});

	it('lets the service filter by name and state', async () => {
		local.adobe.seedConnection({ name: 'Wanted' });
		local.adobe.seedConnection({ name: 'Wanted', state: 'disabled' });
		local.adobe.seedConnection({ name: 'Other' });
		const { json } = await runNode(local.credential(), {
			parameters: getAll({ filters: { name: 'Wanted', state: 'disabled' } }),
		});
		expect(json.map(({ name, state }) => [name, state])).toEqual([['Wanted', 'disabled']]);
		const query = decodeURIComponent(flowCalls(local.adobe)[0]?.query ?? '');
		expect(query).toContain('property=name=="Wanted"');
		expect(query).toContain('property=state==disabled');
	});

	it('finds a name with signs that mean something to filters, behind full pages of others', async () => {
		local.adobe.seedConnection({ name: 'a,b' });
		times(120, (index) => local.adobe.seedConnection({ name: `a${index}` }));
		const { json } = await runNode(local.credential(), {
			parameters: getAll({ limit: 1, filters: { name: 'a,b' } }),
		});
		expect(json.map(({ name }) => name)).toEqual(['a,b']);
	});

	it('refuses a limit that is no number before anything is sent', async () => {
		const { error } = await runNode(local.credential(), {
			parameters: getAll({ limit: '={{ "many" }}' }),
		});
		expect(error?.message).toBe('Limit is not a number');
		expect(local.adobe.journal).toEqual([]);
	});

	it('refuses a limit below 1 before anything is sent', async () => {
		const { error } = await runNode(local.credential(), { parameters: getAll({ limit: 0 }) });
		expect(error?.message).toBe('Limit must be 1 or more');
		expect(local.adobe.journal).toEqual([]);
	});

	it('gives no item where nothing is found', async () => {
		const { json, error } = await runNode(local.credential(), {
			parameters: getAll({ returnAll: true }),
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([]);
	});

	it('works in another sandbox than the credential’s', async () => {
		local.adobe.seedConnection({ name: 'In dev' });
		local.adobe.seedConnection({ name: 'In prod', sandboxName: 'prod' });
		const { json } = await runNode(local.credential(), {
			parameters: getAll({ options: { sandboxName: 'prod' } }),
		});
		expect(json.map(({ name }) => name)).toEqual(['In prod']);
	});
});

describe('Test', () => {
	it.each([true, false])('answers %s, which is no error', async (result) => {
		const { id } = local.adobe.seedConnection({});
		local.adobe.set({ testResult: result });
		const { json, error } = await runNode(local.credential(), {
			parameters: { operation: 'test', connectionId: { __rl: true, mode: 'id', value: id } },
		});
		expect(error).toBeUndefined();
		expect(json).toEqual([{ id, result }]);
	});
});
