import { TokenMemory } from '../../../credentials/tokenMemory';

/** A memory with a clock of its own and an IMS that counts. */
function setUp(expiresInSeconds = 3_600) {
	let now = 1_000_000;
	let asked = 0;
	const memory = new TokenMemory(() => now);
	const ask = async () => {
		asked++;
		const token = `token ${asked}`;
		await Promise.resolve();
		return { token, expiresInSeconds };
	};
	return {
		memory,
		get: async (key: string, stale: string) => await memory.get(key, stale, ask),
		asked: () => asked,
		pass: (ms: number) => (now += ms),
	};
}

describe('The memory of access tokens', () => {
	it('asks once however many wait', async () => {
		const { get, asked } = setUp();
		const tokens = await Promise.all([get('a', ''), get('a', ''), get('a', 'old')]);
		expect(tokens).toEqual(['token 1', 'token 1', 'token 1']);
		expect(asked()).toBe(1);
	});

	it('asks for each credential', async () => {
		const { get } = setUp();
		expect(await Promise.all([get('a', ''), get('b', '')])).toEqual(['token 1', 'token 2']);
	});

	it('hands out a newer token than the one that failed, without asking', async () => {
		const { get, asked } = setUp();
		await get('a', '');
		expect(await get('a', 'an older one')).toBe('token 1');
		expect(asked()).toBe(1);
	});

	it('asks anew if the newest token is the one that failed', async () => {
		const { get } = setUp();
		await get('a', '');
		expect(await get('a', 'token 1')).toBe('token 2');
	});

	it('asks anew if the token that failed came from another process later on', async () => {
		const { memory, get, pass } = setUp();
		await get('a', '');
		pass(10);
		memory.remember('made by another worker');
		expect(await get('a', 'made by another worker')).toBe('token 2');
	});

	it.each([
		[3_600, 3_539_000, 3_541_000],
		[100, 89_000, 91_000],
	])('a token of %i s is returned for %i ms, not for %i ms', async (lifetime, good, over) => {
		const { get, pass } = setUp(lifetime);
		await get('a', '');
		pass(good);
		expect(await get('a', '')).toBe('token 1');
		pass(over - good);
		expect(await get('a', '')).toBe('token 2');
	});

	it('hands out a token that does not say when it ends until it fails', async () => {
		const { get, pass } = setUp(0);
		await get('a', '');
		pass(1_000_000_000);
		expect(await get('a', '')).toBe('token 1');
		expect(await get('a', 'token 1')).toBe('token 2');
	});

	it('asks again after a failure, which all who waited share', async () => {
		const memory = new TokenMemory();
		const fail = async () => await Promise.reject(new Error('no'));
		const results = await Promise.allSettled([
			memory.get('a', '', fail),
			memory.get('a', '', fail),
		]);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		const good = async () => ({ token: 'good', expiresInSeconds: 60 });
		expect(await memory.get('a', '', good)).toBe('good');
	});

	it('knows for which credentials a token was made, several at need', async () => {
		const memory = new TokenMemory();
		const same = async () => ({ token: 'same', expiresInSeconds: 60 });
		expect(memory.isMadeFor('same', 'a')).toBeUndefined();
		await memory.get('a', '', same);
		expect(memory.isMadeFor('same', 'b')).toBe(false);
		await memory.get('b', '', same);
		expect([memory.isMadeFor('same', 'a'), memory.isMadeFor('same', 'b')]).toEqual([true, true]);
		memory.remember('foreign');
		expect(memory.isMadeFor('foreign', 'a')).toBeUndefined();
	});

	it('forgets the oldest of very many', async () => {
		const { get, asked } = setUp();
		for (let number = 0; number <= 1_000; number++) await get(`key ${number}`, '');
		await get('key 1000', '');
		expect(asked()).toBe(1_001);
		await get('key 0', '');
		expect(asked()).toBe(1_002);
	});
});
