import { Pool } from 'undici';

import { FLOW, processorTime, useClient } from './client';

describe('The local Adobe', () => {
	const client = useClient();

	it('is no bottleneck for a storm', async () => {
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
		const lanes = async () => await Promise.all(Array.from({ length: 50 }, lane));
		const ms = await processorTime(lanes);
		await pool.close();
		expect(client.adobe.connections()).toHaveLength(total);
		// About 0.2 ms each, the client's part included.
		expect(ms / total).toBeLessThan(1.5);
	});
});
