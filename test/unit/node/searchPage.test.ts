import { BASE_CONNECTION } from '../../../nodes/AdobeExperiencePlatform/baseConnection/connection';
import { searchPage } from '../../../nodes/AdobeExperiencePlatform/node/lists';
import { answer, fakeClient } from '../fakeExecution';

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
