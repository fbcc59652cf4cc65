import type { INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { callLines, flowCalls, keySet, times } from '../cases';
import { methodCase, seedOf, setOf } from '../sources/cases';

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

	it('gives no item if nothing is found', async () => {
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
	const test = async (id: string) =>
		await runNode(local.credential(), {
			parameters: { operation: 'test', connectionId: '={{ $json.id }}' },
			items: [{ id }],
		});
	const paths = () =>
		flowCalls(local.adobe).map(({ path }) => path.replace(/.*\/connections\//, ''));

	it('says that a connection can be read, by name, without a reason and a hint', async () => {
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		local.adobe.set({ testResult: true });
		const { json, error, hints } = await test(id);
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{ name: 'Landing', canRead: true, reason: '', whatToDo: '', id, result: true },
		]);
		expect(hints).toEqual([]);
		expect(paths()).toEqual([`${id}/test`, id]);
	});

	it.each([
		['amazonS3', 'accessKey', 'Base Connection > Update Session Token'],
		['azureBlob', 'sasUri', 'Base Connection > Update Credentials'],
		['sftp', 'password', 'Base Connection > Update Credentials'],
	])('says why it cannot be read and one next step: %s, %s', async (source, method, operation) => {
		const of = methodCase(source, method);
		const { id } = seedOf(local.adobe, of, 'Landing');
		for (const value of Object.values(setOf(of, 1))) local.adobe.revokeSecret(String(value));
		const { json, error, hints } = await test(id);
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{
				name: 'Landing',
				canRead: false,
				reason: 'The keys of this connection have expired or are invalid',
				whatToDo: `Write new ones with ${operation}.`,
				id,
				result: false,
			},
		]);
		expect(hints).toEqual([
			{
				message: `Adobe cannot read with the connection "Landing". The keys of this connection have expired or are invalid. Write new ones with ${operation}.`,
				type: 'warning',
				location: 'outputPane',
			},
		]);
		expect(paths()).toEqual([`${id}/test`, id, `${id}/explore`]);
	});

	it('has a reason also if the source gives none', async () => {
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		local.adobe.set({ testResult: false });
		const { json } = await test(id);
		expect(json[0]).toMatchObject({
			canRead: false,
			reason: 'The source does not accept the keys of this connection',
			whatToDo:
				'They have expired or are invalid. Write new ones with Base Connection > Update Session Token.',
		});
	});

	it('is answered although the connection itself cannot be read', async () => {
		const { id } = local.adobe.seedConnection({ name: 'Landing' });
		const fault = {
			kind: 'status',
			status: 422,
			method: 'GET',
			path: `connections/${id}$`,
		} as const;
		local.adobe.set({ testResult: true, faults: [fault] });
		const { json, error } = await test(id);
		expect(error).toBeUndefined();
		expect(json).toEqual([{ name: '', canRead: true, reason: '', whatToDo: '', id, result: true }]);
	});

	it('reads the names of many connections in one request', async () => {
		const ids = times(30, (index) => local.adobe.seedConnection({ name: `Landing ${index}` }).id);
		local.adobe.set({ testResult: true });
		const { json } = await runNode(local.credential(), {
			parameters: { operation: 'test', connectionId: '={{ $json.id }}' },
			items: ids.map((id) => ({ id })),
		});
		expect(json.map(({ name }) => name)).toEqual(times(30, (index) => `Landing ${index}`));
		expect(flowCalls(local.adobe)).toHaveLength(31);
	});
});
