import { Pace } from '../../nodes/AdobeExperiencePlatform/flowService/pace';
import {
	fixedWindow,
	seeded,
	simulate,
	slidingWindow,
	tokenBucket,
	type Limiter,
} from './simulation';

const LATENCY = 50;

describe('N requests against a limit of R a second take at most 1.15 N/R seconds:', () => {
	/** R is at most half of what the lanes reach at this latency. */
	const loads: Array<[requests: number, perSecond: number, lanes: number]> = [
		[200, 20, 5],
		[200, 50, 5],
		[1_000, 50, 5],
		[200, 10, 50],
		[1_000, 200, 50],
	];
	const limiters: Array<[name: string, make: (perSecond: number) => Limiter]> = [
		['fixed window', (perSecond) => fixedWindow(perSecond, 0)],
		['fixed window that begins halfway', (perSecond) => fixedWindow(perSecond, 500)],
		['sliding window', slidingWindow],
		['token bucket', (perSecond) => tokenBucket(perSecond, perSecond)],
	];
	const cases = limiters.flatMap(([name, make]) =>
		loads.flatMap((load) => [undefined, 1_000].map((pause) => ({ name, make, load, pause }))),
	);

	it.each(cases)('$name, N, R, lanes = $load, Retry-After $pause ms', ({ make, load, pause }) => {
		const [requests, perSecond, lanes] = load;
		for (const seed of [1, 2, 3]) {
			const limiter = make(perSecond);
			const { ms } = simulate({ limiter, requests, lanes, latency: LATENCY, pause, seed });
			expect(ms / ((requests / perSecond) * 1_000)).toBeLessThanOrEqual(1.15);
		}
	});
});

describe('The pace of a run', () => {
	it('holds nothing back while the service never limits', () => {
		const { ms, refused } = simulate({
			limiter: () => true,
			requests: 1_000,
			lanes: 5,
			latency: LATENCY,
			pause: undefined,
		});
		expect(ms).toBeLessThan(1.1 * (1_000 / 5) * LATENCY);
		expect(refused).toBe(0);
	});

	it('is not slowed for good by refusals now and then', () => {
		const random = seeded(7);
		const { ms } = simulate({
			limiter: () => random() >= 0.02,
			requests: 1_000,
			lanes: 5,
			latency: LATENCY,
			pause: undefined,
		});
		expect(ms).toBeLessThan(3 * (1_000 / 5) * LATENCY);
	});

	it('holds every lane back for as long as the service asks', () => {
		const pace = new Pace();
		const turn = pace.reserve(0);
		pace.refused(100, turn, 2_000);
		expect(pace.reserve(200).at).toBeGreaterThanOrEqual(2_100);
		expect(pace.askedPauses).toBe(2_000);
	});

	it('makes turns void that were taken before it slowed down', () => {
		const pace = new Pace();
		const [first, second] = [pace.reserve(0), pace.reserve(0)];
		expect(pace.isValid(second)).toBe(true);
		pace.refused(50, first, undefined);
		expect(pace.isValid(second)).toBe(false);
	});

	it('takes the answers that the first refusal overtook into account, and lets bursts go again', () => {
		const pace = new Pace();
		const [first, ...others] = Array.from({ length: 21 }, () => pace.reserve(0));
		pace.refused(100, first ?? pace.reserve(0), undefined);
		const spaced = [pace.reserve(110).at, pace.reserve(110).at];
		for (const turn of others) pace.accepted(120, turn);
		const bursts = [pace.reserve(2_500).at, pace.reserve(2_500).at];
		expect(spaced[0]).not.toBe(spaced[1]);
		expect(bursts).toEqual([2_500, 2_500]);
	});

	it('pauses no longer than its bound, whatever the service asks', () => {
		const pace = new Pace();
		pace.refused(0, pace.reserve(0), 3_600_000);
		expect(pace.reserve(0).at).toBeLessThanOrEqual(31_000);
	});

	it('counts pauses that overlap once', () => {
		const pace = new Pace();
		const turns = [pace.reserve(0), pace.reserve(0)] as const;
		pace.refused(0, turns[0], 1_000);
		pace.refused(400, turns[1], 1_000);
		expect(pace.askedPauses).toBe(1_400);
	});
});
