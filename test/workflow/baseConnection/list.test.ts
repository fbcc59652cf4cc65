import { useLocalAdobe } from '../../support/adobe';
import { listConnections } from '../../support/engine';
import { flowCalls, times } from '../cases';

const local = useLocalAdobe();

interface Search {
	filter?: string;
	token?: unknown;
	sandboxName?: string;
}

const list = async (more: Search = {}) => {
	const { sandboxName, ...search } = more;
	return await listConnections(local.credential(), {
		parameters: { operation: 'get', ...(sandboxName && { options: { sandboxName } }) },
		...search,
	});
};
const names = async (more?: Search) => (await list(more)).results.map(({ name }) => name);

describe('The connection picker', () => {
	it('shows names, newest first, and chooses by ID', async () => {
		const ids = ['Older', 'Newer'].map((name) => local.adobe.seedConnection({ name }).id);
		expect((await list()).results).toEqual([
			{ name: 'Newer (Amazon S3)', value: ids[1] },
			{ name: 'Older (Amazon S3)', value: ids[0] },
		]);
	});

	it('shows the state of a connection that is not enabled', async () => {
		local.adobe.seedConnection({ name: 'Off', state: 'disabled' });
		expect(await names()).toEqual(['Off (Amazon S3, disabled)']);
	});

	it('distinguishes equal names by the start of the ID', async () => {
		const ids = times(2, () => local.adobe.seedConnection({ name: 'Twin' }).id);
		expect(await names()).toEqual(ids.reverse().map((id) => `Twin (Amazon S3, ${id.slice(0, 8)})`));
	});

	it('has a word for a connection without a name', async () => {
		local.adobe.seedConnection({ name: '' });
		expect(await names()).toEqual(['Without a name (Amazon S3)']);
	});

	it('finds a part of a name in any letter case, behind full pages of others', async () => {
		local.adobe.seedConnection({ name: 'Landing EU' });
		times(120, (index) => local.adobe.seedConnection({ name: `Other ${index}` }));
		expect(await names({ filter: ' landing ' })).toEqual(['Landing EU (Amazon S3)']);
		expect(flowCalls(local.adobe)).toHaveLength(2);
	});

	it('loads page after page as one scrolls', async () => {
		times(130, (index) => local.adobe.seedConnection({ name: `S3 ${index}` }));
		const first = await list();
		expect(first.results).toHaveLength(100);
		const second = await list({ token: first.paginationToken });
		expect(second.results.map(({ name }) => name)).toEqual(
			times(30, (index) => `S3 ${29 - index} (Amazon S3)`),
		);
		expect(second.paginationToken).toBeUndefined();
	});

	it('looks into the sandbox of the node if it names one', async () => {
		local.adobe.seedConnection({ name: 'In dev' });
		local.adobe.seedConnection({ name: 'In prod', sandboxName: 'prod' });
		expect(await names({ sandboxName: 'prod' })).toEqual(['In prod (Amazon S3)']);
	});

	it('says in the node’s own words why there is no list', async () => {
		local.adobe.set({ forbid: 'permission' });
		await expect(list()).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringMatching(
				/^The credential lacks a permission for this sandbox: View Sources\. ./,
			) as string,
		});
	});
});
