import { Client, codeOf, itemsOf, processorTime, useClient } from './client';

describe('Listing base connections', () => {
	const client = useClient();
	beforeEach(() => {
		for (let number = 0; number < 250; number++) {
			client.adobe.seedConnection({
				name: `connection ${String(number).padStart(3, '0')}`,
				description: number % 2 === 0 ? 'even' : 'odd',
				createdAt: 1_700_000_000_000 + number,
			});
		}
		client.adobe.seedConnection({ name: 'elsewhere', sandboxName: 'prod' });
	});

	const names = (items: Array<Record<string, unknown>>) => items.map(({ name }) => name);
	const filter = (...expressions: string[]) =>
		expressions.map((text) => `property=${encodeURIComponent(text)}`).join('&');

	/** Follows the links and returns the names of each page. */
	async function pages(path: string): Promise<unknown[][]> {
		const found: unknown[][] = [];
		let next: string | undefined = path;
		while (next) {
			const reply = await client.get(next);
			expect(reply.status).toBe(200);
			found.push(names(itemsOf(reply)));
			next = (reply.body._links as { next?: { href: string } }).next?.href;
		}
		return found;
	}

	it('starts with the newest, 20 on a page', async () => {
		const reply = await client.get('/connections');
		expect(names(itemsOf(reply)).slice(0, 2)).toEqual(['connection 249', 'connection 248']);
		expect(itemsOf(reply)).toHaveLength(20);
	});

	it('gives all 250 in pages of 100, none twice, none from another sandbox', async () => {
		const found = await pages('/connections?limit=100');
		expect(found.map((page) => page.length)).toEqual([100, 100, 50]);
		expect(new Set(found.flat()).size).toBe(250);
		expect(found.flat()).not.toContain('elsewhere');
	});

	it('has no link on the last page, even when it is full', async () => {
		const found = await pages('/connections?limit=50');
		expect(found.map((page) => page.length)).toEqual([50, 50, 50, 50, 50]);
	});

	it('links relative to the service, with an equals sign in the token, and keeps the filters', async () => {
		const reply = await client.get(`/connections?${filter('description==odd')}&limit=10`);
		const { href } = (reply.body._links as { next: { href: string } }).next;
		expect(href).toMatch(/^\/connections\?/);
		const query = new URLSearchParams(href.split('?')[1]);
		expect(query.get('continuationToken')).toMatch(/=$/);
		expect(query.get('property')).toBe('description==odd');
		expect(query.get('limit')).toBe('10');
		const found = await pages(`/connections?${filter('description==odd')}&limit=100`);
		expect(found.map((page) => page.length)).toEqual([100, 25]);
	});

	it('does not repeat or lose items when something is created or deleted between two pages', async () => {
		const first = await client.get('/connections?limit=100');
		const extra = client.adobe.seedConnection({ name: 'in between' });
		const { href } = (first.body._links as { next: { href: string } }).next;
		const rest = await pages(href);
		expect(new Set([...names(itemsOf(first)), ...rest.flat()]).size).toBe(250);
		expect((await client.delete(`/connections/${extra.id}`)).status).toBe(204);
	});

	it.each([
		['orderby=name', 'connection 000'],
		['orderby=%2Bname', 'connection 000'],
		['orderby=-name', 'connection 249'],
		['orderby=createdAt', 'connection 000'],
		['orderby=description,-name', 'connection 248'],
	])('sorts by %s', async (query, first) => {
		const found = await pages(`/connections?${query}&limit=100`);
		expect(found[0]?.[0]).toBe(first);
		expect(found.map((page) => page.length)).toEqual([100, 100, 50]);
		expect(new Set(found.flat()).size).toBe(250);
	});

	it.each([
		['name=="connection 007"', 1],
		['name==connection 007', 1],
		['name==nobody', 0],
		['name==connection 007,connection 008,nobody', 2],
		['name=="connection 007","connection 008"', 2],
		['name!=connection 007', 249],
		['description==odd', 125],
		['state==enabled', 250],
		['state==disabled', 0],
		['connectionSpec.id==ecadc60c-7455-4d87-84dc-2a0e293d997b', 250],
		['connectionSpec.id==4fce964d-3f37-408f-9778-e597338a21ee', 0],
		['createdAt>1700000000239', 10],
		['createdAt>=1700000000239', 11],
		['createdAt<1700000000010', 10],
		['createdAt<=1700000000010', 11],
	])('filters by %s', async (expression, count) => {
		const found = await pages(`/connections?${filter(expression)}&limit=100`);
		expect(found.flat()).toHaveLength(count);
		const counted = await client.get(`/connections?${filter(expression)}&count=true`);
		expect(counted.body).toEqual({ count });
	});

	it('takes repeated filters together', async () => {
		const query = filter('description==odd', 'name==connection 007,connection 008');
		expect(names(itemsOf(await client.get(`/connections?${query}`)))).toEqual(['connection 007']);
	});

	it('finds a name with quotes, commas, ampersands and plus signs', async () => {
		const name = 'a, "b" & c+d = é';
		const { id } = client.adobe.seedConnection({ name });
		const quoted = await client.get(`/connections?${filter(`name=="${name}"`)}`);
		expect(itemsOf(quoted).map((item) => item.id)).toEqual([id]);
		expect((await client.delete(`/connections/${id}`)).status).toBe(204);
	});

	it('finds a connection by its new name only, once it was renamed', async () => {
		const { id, etag } = client.adobe.seedConnection({ name: 'old name' });
		const operations = [{ op: 'replace', path: '/name', value: 'new name' }];
		await client.patch(`/connections/${id}`, etag, operations);
		const found = async (name: string) =>
			itemsOf(await client.get(`/connections?${filter(`name==${name}`)}`)).length;
		expect([await found('old name'), await found('new name')]).toEqual([0, 1]);
		await client.delete(`/connections/${id}`);
		expect(await found('new name')).toBe(0);
	});

	it('cannot be used to guess secrets', async () => {
		const secret = client.adobe.demo.s3SecretKey;
		const query = filter(`auth.params.s3SecretKey==${secret}`);
		expect(itemsOf(await client.get(`/connections?${query}`))).toHaveLength(0);
	});

	it.each([
		['count=true&limit=5', '1401-400'],
		['testParam=1', '1451-400'],
		['limit=0', '1451-400'],
		['limit=101', '1451-400'],
		['limit=many', '1451-400'],
		['continuationToken=nonsense', '1451-400'],
		['orderby=+name', '1432-400'],
		['orderby=%23id', '1433-400'],
		['orderby=unknown', '1433-400'],
		[filter('name~~x'), '1440-400'],
		[filter('createdAt<=1,2'), '1443-400'],
		[filter('id>=5'), '1448-400'],
		[filter('connections==5'), '1449-400'],
		[filter('createdAt!>5'), '1450-400'],
		[filter('name=x'), '1450-400'],
		[filter('createdAt>soon'), '1452-400'],
		[filter('createdAt=='), '1453-400'],
		[filter('name'), '1453-400'],
	])('refuses %s', async (query, code) => {
		const reply = await client.get(`/connections?${query}`);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});

	it('searches by a body, up to 1000 at once, and pages by the token alone', async () => {
		const all = await client.post('/connections/search', { limit: 1000 });
		expect(itemsOf(all)).toHaveLength(250);
		const body = { queryString: 'property=description==odd', limit: 100, orderby: 'name' };
		const first = await client.post('/connections/search', body);
		expect(names(itemsOf(first))[0]).toBe('connection 001');
		const { href } = (first.body._links as { next: { href: string } }).next;
		const second = await client.post(href, body);
		expect(itemsOf(second)).toHaveLength(25);
		expect(second.body._links).toEqual({});
		const counted = await client.post('/connections/search', { count: true });
		expect(counted.body).toEqual({ count: 250 });
	});

	it('stays fast when thousands are stored', async () => {
		const many = await Client.start();
		let stored = 0;
		/** Milliseconds of processor time that 100 searches by name cost once so many are stored. */
		const searches = async (count: number) => {
			while (stored < count) many.adobe.seedConnection({ name: `connection ${stored++}` });
			return await processorTime(async () => {
				for (let number = 0; number < 100; number++) {
					const reply = await many.get(`/connections?property=name==connection%20${number}`);
					expect(itemsOf(reply)).toHaveLength(1);
				}
			});
		};
		const few = await searches(100);
		// About the same with the index, about 30 times as much without it.
		expect((await searches(20_000)) / few).toBeLessThan(5);
		await many.adobe.close();
	});
});
