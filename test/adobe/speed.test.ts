import { Pool } from 'undici';

import { Client, FLOW } from './client';

describe('Speed', () => {
	it('is no bottleneck for a storm', async () => {
		const client = await Client.start();
		const pool = new Pool(client.adobe.url, { connections: 50 });
		const headers = { ...client.headers, 'content-type': 'application/json' };
		const total = 3000;
		let next = 0;
		const lane = async () => {
			while (next < total) {
				const body = JSON.stringify(client.createBody({ name: `connection ${next++}` }));
				const path = `${FLOW}/connections`;
				const { body: answer } = await pool.request({ path, method: 'POST', headers, body });
				await answer.dump();
			}
		};
		const started = Date.now();
		await Promise.all(Array.from({ length: 50 }, lane));
		const seconds = (Date.now() - started) / 1000;
		await pool.close();
		expect(client.adobe.connections()).toHaveLength(total);
		await client.adobe.close();
		// About 5000 a second on two cores; the bound leaves room for tests that run beside this one.
		expect(total / seconds).toBeGreaterThan(600);
	});
});
