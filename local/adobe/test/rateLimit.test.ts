import type { RateLimit } from '../index';
import { RateLimiter } from '../server/rateLimit';
import { askToken, useClient } from './client';

/** Statuses of requests at the given milliseconds after a full second. */
function at(limit: RateLimit, times: number[]): Array<number | undefined> {
	const start = 1_700_000_000_000;
	const limiter = new RateLimiter(limit, start);
	return times.map((time) => limiter.take(start + time)?.status ?? 200);
}

describe('Rate limit', () => {
	it('of a bucket refills evenly', () => {
		expect(at({ perSecond: 2, kind: 'bucket' }, [0, 0, 0, 499, 500, 501, 1000, 1001])).toEqual([
			200, 200, 429, 429, 200, 429, 200, 429,
		]);
	});

	it('of a bucket lets a burst through and never holds more than that', () => {
		expect(at({ perSecond: 1, kind: 'bucket', burst: 3 }, [0, 0, 0, 0])).toEqual([
			200, 200, 200, 429,
		]);
		expect(at({ perSecond: 1, kind: 'bucket', burst: 2 }, [9000, 9000, 9000])).toEqual([
			200, 200, 429,
		]);
	});

	it('of a window starts anew with each full second', () => {
		expect(at({ perSecond: 2, kind: 'window' }, [0, 0, 999, 1000, 1001, 1002, 5000])).toEqual([
			200, 200, 429, 200, 200, 429, 200,
		]);
	});

	describe('over HTTP', () => {
		const client = useClient();

		const refused = async (retryAfter?: 'none' | 'seconds' | 'date') => {
			client.adobe.set({
				rateLimit: { perSecond: 0.5, kind: 'bucket', burst: 1, ...(retryAfter && { retryAfter }) },
			});
			await client.get('/connections');
			return await client.post('/connections', client.createBody());
		};

		it('answers 429050 with the seconds to wait', async () => {
			const reply = await refused();
			expect(reply.status).toBe(429);
			expect(reply.body).toEqual({ error_code: '429050', message: 'Too many requests' });
			expect(reply.headers['retry-after']).toBe('2');
			expect(client.adobe.connections()).toHaveLength(0);
		});

		it('can name a date, or nothing', async () => {
			const reply = await refused('date');
			const wait = Date.parse(String(reply.headers['retry-after'])) - Date.now();
			expect(wait).toBeGreaterThan(1500);
			expect(wait).toBeLessThanOrEqual(3000);
			expect((await refused('none')).headers).not.toHaveProperty('retry-after');
		});

		it('does not count IMS, and ends when it is switched off', async () => {
			await refused();
			expect((await askToken(client.adobe)).status).toBe(200);
			client.adobe.set({ rateLimit: null });
			expect((await client.get('/connections')).status).toBe(200);
		});
	});
});
