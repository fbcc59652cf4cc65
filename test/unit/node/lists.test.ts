import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { searchPaths } from '../../../nodes/AdobeExperiencePlatform/baseConnection/explore.operation';
import { searchEntities } from '../../../nodes/AdobeExperiencePlatform/node/lists';
import { operationOf } from '../../../nodes/AdobeExperiencePlatform/node/resources';

/** A form of the editor over a helper of n8n that gives one answer. */
function formOver(body: unknown, parameters: Record<string, unknown> = {}) {
	const urls: string[] = [];
	const context = {
		getCredentials: async () => ({
			organizationId: 'o@AdobeOrg',
			clientId: 'id',
			clientSecret: 'secret',
			sandboxName: 'dev',
		}),
		getNode: () => ({ name: 'Adobe' }),
		getNodeParameter: (name: string, fallback: unknown) =>
			name in parameters ? parameters[name] : fallback,
		helpers: {
			httpRequestWithAuthentication: async (
				_type: string,
				{ url, qs }: { url: string; qs?: unknown },
			) => {
				urls.push(`${url} ${JSON.stringify(qs ?? '')}`);
				return { statusCode: 200, headers: {}, body };
			},
		},
	};
	return { context: context as unknown as ILoadOptionsFunctions, urls };
}

describe('A list of paths', () => {
	const entries = [
		{ type: 'folder', name: 'in', path: '/acme/in' },
		{ type: 'file', name: 'a.csv', path: '/acme/a.csv' },
	];
	const folderOnly = [{ type: 'folder', name: 'in', path: '/acme/in' }];

	it('goes on deeper only if folders are left', async () => {
		const files = Array.from({ length: 30 }, (_, index) => ({
			...entries[1],
			path: `/acme/${index}.csv`,
		}));
		const connectionId = 'c';
		const more = formOver([...files, ...folderOnly], { connectionId });
		const { results, paginationToken } = await searchPaths.call(more.context);
		expect(results).toHaveLength(30);
		expect(paginationToken).toBe('["/acme/in"]');
		const last = formOver(files, { connectionId });
		expect(await searchPaths.call(last.context)).not.toHaveProperty('paginationToken');
	});

	it.each([
		['folders', '["/acme/in"]', 'folder'],
		['no list', '{"a":1}', 'root'],
		['no JSON', '[', 'root'],
		['no text', 7, 'root'],
	])(
		'goes on by its own token alone, and otherwise begins again: %s',
		async (_what, token, objectType) => {
			const { context, urls } = formOver([], { connectionId: 'c' });
			expect(await searchPaths.call(context, '', token)).toEqual({ results: [] });
			expect(urls).toHaveLength(1);
			expect(urls[0]).toContain(objectType);
		},
	);

	it.each([undefined, ' ', null, { value: 'c' }])(
		'asks for the connection first if the form has %j for it, and for nothing at Adobe',
		async (connectionId) => {
			const { context, urls } = formOver(entries, { connectionId });
			const { results } = await searchPaths.call(context);
			expect(results).toMatchObject([
				{ name: 'Choose the connection in Connection first', value: '' },
			]);
			expect(urls).toEqual([]);
		},
	);
});

it('A list shows names with what distinguishes them, even if the form has no sandbox', async () => {
	const items = [
		{ id: '12345678-a', name: 'Same', state: 'enabled' },
		{ id: '87654321-b', name: 'Same', state: 'draft' },
		{ id: '3', state: 'enabled' },
	];
	const { context } = formOver({ items }, { 'options.sandboxName': null });
	const { results } = await searchEntities(context, { noun: 'thing', path: '/things' });
	expect(results).toEqual([
		{ name: 'Same (12345678)', value: '12345678-a' },
		{ name: 'Same (87654321, draft)', value: '87654321-b' },
		{ name: 'Without a name', value: '3' },
	]);
});

it.each([
	['nothing', 'get'],
	['run', 'fly'],
	['run', 'constructor'],
])('There is no operation of %s called %s', (resource, operation) => {
	expect(() => operationOf(resource, operation)).toThrow(
		`There is no operation "${operation}" of a resource "${resource}"`,
	);
	expect(operationOf('run', 'get').label).toBe('Get');
});
