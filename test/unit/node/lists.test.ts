import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { BASE_CONNECTION } from '../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import { searchPaths } from '../../../nodes/AdobeExperiencePlatform/baseConnection/explore.operation';
import { searchEntities, searchPage } from '../../../nodes/AdobeExperiencePlatform/node/lists';
import { operationOf } from '../../../nodes/AdobeExperiencePlatform/node/resources';
import { answer, fakeClient } from '../fakeExecution';

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
				{ name: 'First choose the connection in the field Connection', value: '' },
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
	const { results } = await searchEntities(
		context,
		{ noun: 'thing', path: '/things' },
		undefined,
		undefined,
		() => undefined,
	);
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

/** A page that goes on with the page of a token, or ends. */
const page = (token?: string, ...names: string[]) =>
	answer(200, {
		items: names.map((name) => ({ id: name, name })),
		_links: token ? { next: { href: `/connections?continuationToken=${token}` } } : {},
	});

const read = async ({ client }: ReturnType<typeof fakeClient>, more = {}) =>
	await searchPage(client, BASE_CONNECTION, more);

describe('A searchable list', () => {
	it.each([
		['', ['bare', 'Landing']],
		['LAND', ['Landing']],
		['undefined', []],
	])(
		'that is searched for "%s" has entities without a name only if all are shown',
		async (search, ids) => {
			const items = [{ id: 'bare' }, { id: 'Landing', name: 'Landing' }];
			const { entities } = await read(fakeClient(answer(200, { items })), { search });
			expect(entities.map(({ id }) => id)).toEqual(ids);
		},
	);

	it('gives up if the service returns the same page again', async () => {
		const fake = fakeClient(page('a'), page('b'), page('a'));
		await expect(read(fake)).rejects.toThrow('The service returned the same page');
		expect(fake.calls).toHaveLength(3);
	});

	it('gives up if a page that it goes on with leads to itself', async () => {
		const token = (await read(fakeClient(...endless()))).nextToken;
		const fake = fakeClient(page('20', ...Array.from({ length: 30 }, () => 'Full')));
		await expect(read(fake, { token })).rejects.toThrow('The service returned the same page');
		expect(fake.calls).toHaveLength(1);
	});

	/** Pages 1 to 20, each of which leads to the next one. */
	const endless = () => Array.from({ length: 20 }, (_page, index) => page(String(index + 1)));

	it('stops after 20 pages without a match, and goes on from there', async () => {
		const fake = fakeClient(...endless(), page(undefined, 'Landing'));
		const first = await read(fake, { search: 'land' });
		expect(first.entities).toEqual([]);
		expect(fake.calls).toHaveLength(20);
		const second = await read(fake, { search: 'land', token: first.nextToken });
		expect(second).toEqual({ entities: [{ id: 'Landing', name: 'Landing' }] });
		expect(fake.calls[20]?.query).toContainEqual(['continuationToken', '20']);
	});

	it.each(['no JSON', '5', '{}', '[1]', '[["a"]]', '[["a", 5]]'])(
		'is not continued by the token %s',
		async (token) => {
			const fake = fakeClient(page());
			await expect(read(fake, { token })).rejects.toMatchObject({
				name: 'Failure',
				message: 'The list cannot be continued',
			});
			expect(fake.calls).toEqual([]);
		},
	);

	it('begins at the beginning with an empty token', async () => {
		const fake = fakeClient(page(undefined, 'One'));
		expect((await read(fake, { token: '' })).entities).toHaveLength(1);
	});

	it('holds what contains the text in any letter case, and what else is asked for', async () => {
		const fake = fakeClient(page(undefined, 'Landing', 'landing 2', 'Other'));
		const { entities } = await searchPage(
			fake.client,
			BASE_CONNECTION,
			{ search: 'LAND' },
			({ name }) => name !== 'landing 2',
		);
		expect(entities.map(({ name }) => name)).toEqual(['Landing']);
		expect(fake.calls[0]?.query).toEqual([...(BASE_CONNECTION.filters ?? []), ['limit', '100']]);
	});
});
