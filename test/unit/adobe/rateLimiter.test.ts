import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { RateLimiter } from '../../../nodes/AdobeExperiencePlatform/adobe/rateLimiter';
import {
	fixedWindow,
	passingRefusals,
	slidingWindow,
	tokenBucket,
	type Service,
} from '../../../tools/simulation/services';
import { simulate, type Result, type Setting } from '../../../tools/simulation/simulate';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
/** Windows begin at any part of a second. */
const phase = (seed: number) => (seed * 47) % 1000;

function simulateAll(
	service: (seed: number) => Service,
	setting: Omit<Setting, 'service'>,
): Result[] {
	return SEEDS.map((seed) => simulate({ ...setting, service: service(seed), seed }));
}

/** The value that a share of all values does not exceed. */
function quantile(values: number[], share: number): number {
	const sorted = values.sort((a, b) => a - b);
	return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

describe('N requests against a limit of R a second, in multiples of N/R seconds:', () => {
	/** R is at most half of what so many concurrent requests reach at the latency, which is 50 ms first. */
	const loads: Array<[N: number, R: number, concurrency: number, latency: number, jitter: number]> =
		[
			[200, 10, 5, 50, 0.1],
			[200, 20, 5, 50, 0.1],
			[1_000, 20, 5, 50, 0.1],
			[200, 50, 5, 50, 0.1],
			[1_000, 50, 5, 50, 0.1],
			[200, 10, 20, 50, 0.1],
			[200, 20, 20, 50, 0.1],
			[1_000, 50, 20, 50, 0.1],
			[100, 5, 50, 50, 0.1],
			[200, 10, 50, 50, 0.1],
			[1_000, 20, 50, 50, 0.1],
			[1_000, 50, 50, 50, 0.1],
			[1_000, 200, 50, 50, 0.1],
			// Concurrent requests that leave and come back in step, and such that do not at all.
			[1_000, 20, 5, 50, 0],
			[1_000, 50, 50, 50, 0],
			[1_000, 50, 5, 20, 0.5],
			[1_000, 20, 50, 50, 0.5],
			[1_000, 50, 20, 150, 0.5],
		];
	const services: Array<[string, (R: number) => (seed: number) => Service]> = [
		['fixed window', (R) => (seed) => fixedWindow(R, phase(seed))],
		['sliding window', (R) => () => slidingWindow(R)],
		['token bucket', (R) => () => tokenBucket(R, R)],
	];
	const cases = services.flatMap(([name, make]) =>
		loads.flatMap((load) => [false, true].map((retryAfter) => ({ name, make, load, retryAfter }))),
	);
	const all: number[] = [];

	it.each(cases)(
		'$name, N, R, concurrency, ms, jitter = $load, Retry-After: $retryAfter',
		(row) => {
			const [requests, R, concurrency, latency, jitter] = row.load;
			const { retryAfter } = row;
			const results = simulateAll(row.make(R), {
				requests,
				concurrency,
				latency,
				jitter,
				retryAfter,
			});
			const ratios = results.map(({ ms }) => ms / ((requests / R) * 1_000));
			all.push(...ratios);
			expect(quantile(ratios, 0.9)).toBeLessThanOrEqual(1.2);
			expect(quantile(ratios, 1)).toBeLessThanOrEqual(1.4);
			// Once the limit is known, few requests are wasted.
			const refused = quantile(
				results.map((result) => result.refused),
				0.9,
			);
			expect(refused).toBeLessThanOrEqual(5 * concurrency + 0.25 * requests);
		},
	);

	it('at most 1.13 in nine of ten of all these runs', () => {
		expect(all).toHaveLength(cases.length * SEEDS.length);
		expect(quantile(all, 0.9)).toBeLessThanOrEqual(1.13);
	});
});

describe('The rate of a run', () => {
	it.each([5, 20, 50])('is not held back while the service never limits: %i', (concurrency) => {
		const setting = { requests: 1_000, concurrency, retryAfter: false };
		const { ms, refused } = simulate({ ...setting, service: () => undefined });
		expect(ms).toBeLessThan(1.1 * (1_000 / concurrency + 1) * 50);
		expect(refused).toBe(0);
	});

	it.each([
		[0.002, 5, false, 1.1],
		[0.02, 5, false, 1.2],
		// What the pauses of a second cost is the service's wish; here the run's own share in it.
		[0.002, 5, true, 1.1],
		[0.02, 5, true, 2],
	])(
		'survives passing refusals: %d of all, %i concurrent, Retry-After: %s',
		(share, concurrency, retryAfter, most) => {
			const requests = 1_000;
			const results = simulateAll((seed) => passingRefusals(share, seed), {
				requests,
				concurrency,
				retryAfter,
			});
			const ratios = results.map(({ ms, refused }) => {
				return ms / ((requests / concurrency) * 50 + (retryAfter ? refused * 1_000 : 0));
			});
			expect(quantile(ratios, 0.9)).toBeLessThanOrEqual(most);
		},
	);

	it('follows a limit that falls, and one that rises', () => {
		const changes = (before: number, after: number) => (seed: number) => {
			const [first, second] = [fixedWindow(before, phase(seed)), fixedWindow(after, phase(seed))];
			return (at: number) => (at < 10_000 ? first(at) : second(at));
		};
		const seconds = (service: (seed: number) => Service, retryAfter: boolean) => {
			const results = simulateAll(service, { requests: 700, concurrency: 20, retryAfter });
			return quantile(
				results.map(({ ms }) => ms / 1_000),
				0.9,
			);
		};
		expect(seconds(changes(50, 10), false)).toBeLessThan(1.15 * 30);
		expect(seconds(changes(50, 10), true)).toBeLessThan(1.15 * 30);
		expect(seconds(changes(10, 50), false)).toBeLessThan(1.4 * 22);
		expect(seconds(changes(10, 50), true)).toBeLessThan(1.6 * 22);
	});

	it('recovers from seconds in which everything was refused', () => {
		const service = () => (at: number) => (at > 2_000 && at < 5_000 ? 1_000 : undefined);
		const setting = { requests: 2_000, concurrency: 5, retryAfter: true };
		const results = simulateAll(service, setting);
		expect(
			quantile(
				results.map(({ ms }) => ms),
				1,
			),
		).toBeLessThan(2 * 23_000);
	});

	it.each([5, 50])(
		'finds evenly spaced requests if a service takes no bursts, %i concurrent',
		(concurrency) => {
			const setting = { requests: 400, concurrency, retryAfter: true };
			const results = simulateAll(() => tokenBucket(20, 2), setting);
			expect(
				quantile(
					results.map(({ ms }) => ms),
					1,
				),
			).toBeLessThan(4 * 20_000);
			// Those that wait leave at the rate of when they came; it must not grow unused meanwhile.
			expect(
				quantile(
					results.map(({ refused }) => refused),
					1,
				),
			).toBeLessThan(2 * concurrency + 30);
		},
	);
});

describe('A rate limiter', () => {
	it('holds every request back for as long as the service asks', () => {
		const limiter = new RateLimiter();
		const permit = limiter.reserve(0);
		const waiting = limiter.reserve(0);
		limiter.refused(100, permit, 2_000);
		expect(limiter.isValid(waiting)).toBe(false);
		expect([limiter.reserve(200).at, limiter.reserve(200).at]).toEqual([2_100, 2_100]);
		expect(limiter.askedPauses).toBe(2_000);
	});

	it('changes nothing for one refusal without a pause', () => {
		const limiter = new RateLimiter();
		const permits = Array.from({ length: 20 }, () => limiter.reserve(0));
		const [first, ...others] = permits as [(typeof permits)[0], ...typeof permits];
		for (const permit of others) limiter.accepted(50, permit);
		limiter.refused(50, first, undefined);
		expect(others.every((permit) => limiter.isValid(permit))).toBe(true);
		expect(limiter.reserve(60).at).toBe(60);
	});

	it('makes permits void that were given before it slowed down', () => {
		const limiter = new RateLimiter();
		const permits = Array.from({ length: 4 }, () => limiter.reserve(0));
		for (const permit of permits.slice(0, 3)) limiter.refused(50, permit, undefined);
		expect(permits.some((permit) => limiter.isValid(permit))).toBe(false);
		expect(limiter.isValid(limiter.reserve(60))).toBe(true);
	});

	it('sends in a second what was taken in the one before, late answers included', () => {
		const limiter = new RateLimiter();
		const permits = Array.from({ length: 33 }, () => limiter.reserve(0));
		for (const permit of permits.slice(0, 5)) limiter.accepted(50, permit);
		for (const permit of permits.slice(5, 8)) limiter.refused(51, permit, undefined);
		for (const permit of permits.slice(8, 23)) limiter.accepted(52, permit);
		for (const permit of permits.slice(23)) limiter.refused(53, permit, undefined);
		const times = Array.from({ length: 60 }, () => limiter.reserve(100).at);
		const inFirst = times.filter((at) => at < 1_100).length;
		expect(inFirst).toBe(20);
		expect(times.filter((at) => at >= 1_100 && at < 2_100)).toHaveLength(20);
	});

	it('pauses no longer than its bound, whatever the service asks', () => {
		const limiter = new RateLimiter();
		limiter.refused(0, limiter.reserve(0), 3_600_000);
		expect(limiter.reserve(0).at).toBe(BOUNDS.longestWait);
		expect(limiter.askedPauses).toBe(BOUNDS.longestWait);
	});

	it('counts pauses that overlap once, and a shorter one within a longer not at all', () => {
		const limiter = new RateLimiter();
		const permits = [limiter.reserve(0), limiter.reserve(0), limiter.reserve(0)] as const;
		limiter.refused(0, permits[0], 1_000);
		limiter.refused(400, permits[1], 1_000);
		limiter.refused(500, permits[2], 100);
		expect(limiter.askedPauses).toBe(1_400);
		expect(limiter.reserve(600).at).toBe(1_400);
	});

	it('never stops for good: a service that takes nothing is asked every other second', () => {
		const limiter = new RateLimiter();
		let now = 0;
		for (let request = 0; request < 30; request++) {
			const permit = limiter.reserve(now);
			expect(permit.at - now).toBeLessThanOrEqual(2_050);
			now = permit.at + 50;
			limiter.refused(now, permit, undefined);
		}
		expect(now).toBeGreaterThan(50_000);
	});
});
