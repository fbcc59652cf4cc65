/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test of the time of the process */
import { readFile } from 'node:fs/promises';
import { createServer, get, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inVirtualTime } from './virtualTime';

const HOUR = 3_600_000;
const RealDate = Date;
const realSetTimeout = setTimeout;

const wait = async (ms: number) =>
	await new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

/** @returns where it listens */
async function serve(listener: RequestListener): Promise<string> {
	const server = createServer(listener);
	servers.push(server);
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The body of an answer, or `timeout` when there was none within that time. */
const ask = async (url: string, timeout = 10 * HOUR) =>
	await new Promise<string>((resolve, reject) => {
		const request = get(url, { agent: false }, (response) => {
			let text = '';
			response.on('data', (chunk) => (text += String(chunk)));
			response.on('end', () => resolve(text));
		});
		request.setTimeout(timeout, () => {
			resolve('timeout');
			request.destroy();
		});
		request.on('error', reject);
	});

describe('In virtual time', () => {
	it('a wait of weeks takes as long as it should by the clock', async () => {
		const passed = await inVirtualTime(async () => {
			const start = Date.now();
			await wait(500 * HOUR);
			return Date.now() - start;
		});
		expect(passed).toBe(500 * HOUR);
	});

	it('waits end in the order of their ends, whatever was begun first', async () => {
		const order: number[] = [];
		await inVirtualTime(async () => {
			const waits = [3 * HOUR, 1, HOUR, 2 * HOUR, 0].map(async (ms) => {
				await wait(ms);
				order.push(ms);
			});
			await Promise.all(waits);
		});
		expect(order.map((ms) => Math.max(ms, 1))).toEqual([1, 1, HOUR, 2 * HOUR, 3 * HOUR]);
	});

	it('a wait of a part of a millisecond ends', async () => {
		await inVirtualTime(async () => {
			const end = Date.now() + 1;
			while (Date.now() < end) await wait(0.4);
		});
	});

	it('an answer that a server holds back comes when its time has passed, and before what ends later', async () => {
		const order = await inVirtualTime(async () => {
			const url = await serve((_request, response) => {
				setTimeout(() => response.end('late'), HOUR);
			});
			const seen: string[] = [];
			await Promise.all([
				ask(url).then((text) => seen.push(text)),
				wait(HOUR / 2).then(() => seen.push('before')),
				wait(2 * HOUR).then(() => seen.push('after')),
			]);
			return seen;
		});
		expect(order).toEqual(['before', 'late', 'after']);
	});

	it('no time passes while bytes are on their way', async () => {
		const large = 'x'.repeat(5_000_000);
		const [text, passed] = await inVirtualTime(async () => {
			const url = await serve((_request, response) => response.end(large));
			const tick = setInterval(() => {}, 1_000);
			const start = Date.now();
			const body = await ask(url);
			clearInterval(tick);
			return [body, Date.now() - start] as const;
		});
		expect(text).toHaveLength(large.length);
		expect(passed).toBe(0);
	});

	it('no time passes while a file is read', async () => {
		const passed = await inVirtualTime(async () => {
			const tick = setInterval(() => {}, 1_000);
			const start = Date.now();
			for (let reads = 0; reads < 20; reads++) await readFile(__filename);
			clearInterval(tick);
			return Date.now() - start;
		});
		expect(passed).toBe(0);
	});

	it('a request is given up after its timeout', async () => {
		const [outcome, passed] = await inVirtualTime(async () => {
			const url = await serve(() => {});
			const start = Date.now();
			return [await ask(url, HOUR), Date.now() - start];
		});
		expect(outcome).toBe('timeout');
		expect(passed).toBe(HOUR);
	});

	it('a signal aborts after its time', async () => {
		const [reason, passed] = await inVirtualTime(async () => {
			const start = Date.now();
			const signal = AbortSignal.timeout(HOUR);
			await new Promise((resolve) => {
				signal.addEventListener('abort', resolve);
			});
			return [signal.reason as DOMException, Date.now() - start];
		});
		expect((reason as DOMException).name).toBe('TimeoutError');
		expect(passed).toBe(HOUR);
	});

	it('waits for something real if no timer is left', async () => {
		const outcome = await inVirtualTime(
			async () =>
				await new Promise((resolve) => {
					realSetTimeout(() => resolve('real'), 20);
				}),
		);
		expect(outcome).toBe('real');
	});
});

describe('Real time', () => {
	const isReal = () => [Date === RealDate, setTimeout === realSetTimeout];

	it('is back afterwards', async () => {
		const { timeout } = AbortSignal;
		const during = await inVirtualTime(async () => isReal());
		expect(during).toEqual([false, false]);
		expect(isReal()).toEqual([true, true]);
		expect(AbortSignal.timeout).toBe(timeout);
	});

	it('is back after a failure', async () => {
		const failing = inVirtualTime(async () => {
			await wait(HOUR);
			throw new Error('as it should');
		});
		await expect(failing).rejects.toThrow('as it should');
		expect(isReal()).toEqual([true, true]);
	});
});
