import type { ILoadOptionsFunctions } from 'n8n-workflow';
import type { ApiClient } from '../../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import { searchDatasets } from '../../../nodes/AdobeExperiencePlatform/dataset/get.operation';
import { answer, fakeClient } from '../fakeExecution';

// Without the editor: the context of these tests is the client itself.
jest.mock('../../../nodes/AdobeExperiencePlatform/node/lists', () => ({
	...jest.requireActual<object>('../../../nodes/AdobeExperiencePlatform/node/lists'),
	listFor: async (client: ApiClient, _key: unknown, read: (of: ApiClient) => Promise<unknown>) =>
		await read(client),
}));

const schemaRef = { id: 's' };

/** A page of 100 datasets, the first of which have these names. */
const page = (from: number, names: string[]) =>
	answer(
		200,
		Object.fromEntries(
			Array.from({ length: 100 }, (_, index) => [
				`d${from + index}`,
				{ name: names[index] ?? 'Other', schemaRef },
			]),
		),
	);
const last = answer(200, { z: { name: 'Last Store', schemaRef }, y: { name: 'Store, no schema' } });

async function search(
	outcomes: Parameters<typeof fakeClient>,
	filter?: string,
	token?: unknown,
): Promise<{ names: unknown[]; next: unknown; starts: unknown[] }> {
	const { client, calls } = fakeClient(...outcomes);
	const context = client as unknown as ILoadOptionsFunctions;
	const { results, paginationToken } = await searchDatasets.call(context, filter, token);
	return {
		names: results.map(({ name }) => name),
		next: paginationToken,
		starts: calls.map(({ query }) => new Map(query ?? []).get('start')),
	};
}

describe('The list of datasets', () => {
	it('shows a page, and continues there', async () => {
		const { names, next, starts } = await search([page(0, ['A'])]);
		expect(names).toHaveLength(100);
		expect({ next, starts }).toEqual({ next: '100', starts: ['0'] });
	});

	it('ends with a short page, without datasets that have no schema', async () => {
		expect(await search([last], undefined, '100')).toEqual({
			names: ['Last Store'],
			next: undefined,
			starts: ['100'],
		});
	});

	it('looks on for a name until it shows enough', async () => {
		const few = ['Store 1', 'STORE 2'];
		expect(await search([page(0, few), page(100, []), last], ' store ')).toEqual({
			names: ['Store 1', 'STORE 2', 'Last Store'],
			next: undefined,
			starts: ['0', '100', '200'],
		});
		const enough = Array.from({ length: 30 }, () => 'Store');
		const { names, next, starts } = await search([page(0, enough), last], 'store');
		expect(names).toHaveLength(30);
		expect({ next, starts }).toEqual({ next: '100', starts: ['0'] });
	});

	it('looks at 20 pages at a time', async () => {
		const pages = Array.from({ length: 22 }, (_, index) => page(index * 100, []));
		const { names, next, starts } = await search(pages, 'store', 'not a number');
		expect(names).toEqual([]);
		expect(starts).toHaveLength(20);
		expect(starts[0]).toBe('0');
		expect(next).toBe('2000');
	});
});
