import { boxPage } from '../../nodes/AdobeExperiencePlatform/flowService/pickBox';
import { ItemScope } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { answer, fakeSender } from './fakeRun';

/** A page that goes on with the page of a token, or ends. */
const page = (token?: string, ...names: string[]) =>
	answer(200, {
		items: names.map((name) => ({ id: name, name })),
		_links: token ? { next: { href: `/connections?continuationToken=${token}` } } : {},
	});
const read = async ({ sender }: ReturnType<typeof fakeSender>, more = {}) =>
	await boxPage(sender, more, new ItemScope());

describe('The pick box', () => {
	it('gives up where the service goes in a circle', async () => {
		const fake = fakeSender(page('a'), page('b'), page('a'));
		await expect(read(fake)).rejects.toThrow('The service goes in a circle');
		expect(fake.calls).toHaveLength(3);
	});

	it('gives up where a page that it goes on with leads to itself', async () => {
		const token = (await read(fakeSender(...endless()))).nextToken;
		const fake = fakeSender(page('20', ...Array.from({ length: 30 }, () => 'Full')));
		await expect(read(fake, { token })).rejects.toThrow('The service goes in a circle');
		expect(fake.calls).toHaveLength(1);
	});

	/** Pages 1 to 20, each of which leads to the next one. */
	const endless = () => Array.from({ length: 20 }, (_page, index) => page(String(index + 1)));

	it('stops after 20 pages without a match, and goes on from there', async () => {
		const fake = fakeSender(...endless(), page(undefined, 'Landing'));
		const first = await read(fake, { search: 'land' });
		expect(first.connections).toEqual([]);
		expect(fake.calls).toHaveLength(20);
		const second = await read(fake, { search: 'land', token: first.nextToken });
		expect(second).toEqual({ connections: [{ id: 'Landing', name: 'Landing' }] });
		expect(fake.calls[20]?.query).toContainEqual(['continuationToken', '20']);
	});

	it.each(['no JSON', '5', '{}', '[1]', '[["a"]]', '[["a", 5]]'])(
		'is not continued by the token %s',
		async (token) => {
			const fake = fakeSender(page());
			await expect(read(fake, { token })).rejects.toMatchObject({
				name: 'Failure',
				message: 'The list of connections cannot be continued',
			});
			expect(fake.calls).toEqual([]);
		},
	);

	it('begins at the beginning with an empty token', async () => {
		const fake = fakeSender(page(undefined, 'One'));
		expect((await read(fake, { token: '' })).connections).toHaveLength(1);
	});
});
