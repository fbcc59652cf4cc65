import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import type { Call } from '../../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import type { Execution } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
import { answer, broken, fakeClient } from '../fakeExecution';

const get: Call = { method: 'GET', path: '/connections' };
const HOUR = 3_600_000;

/** A read against prepared outcomes that ends well, with the waits and the pauses asked for. */
async function read(...outcomes: Outcome[]) {
	const { client, run, timer } = fakeClient(...outcomes, answer(200));
	await client.send(get);
	return { waits: timer.waits, asked: run.rateLimiter.askedPauses, run };
}

const withPause = (status: number, retryAfter: string, date?: string) =>
	answer(status, '', { 'retry-after': retryAfter, ...(date && { date }) });

describe('A pause that the service asks for', () => {
	it.each([
		['longer than the usual wait is kept', '7', 7_000],
		['shorter than the usual wait does not shorten it', '0.2', 1_000],
		['of the longest kind that is kept', '30', 30_000],
	])('with 503, %s', async (_what, retryAfter, wait) => {
		const { waits, asked } = await read(withPause(503, retryAfter));
		expect(waits.reduce((sum, ms) => sum + ms)).toBe(wait);
		expect(asked).toBe(Number(retryAfter) * 1000);
	});

	it('with another failure is kept by its item alone', async () => {
		const { waits, asked } = await read(withPause(500, '7'));
		expect([waits, asked]).toEqual([[7_000], 0]);
	});

	it('with 429 holds back the run, and is no try', async () => {
		const { waits, asked } = await read(withPause(429, '7'), broken);
		expect([waits, asked]).toEqual([[7_000, 1_000], 7_000]);
	});

	it('as a date is read by the clock of the service', async () => {
		const there = Date.parse('2026-11-21T12:00:00Z') + HOUR;
		const text = (ms: number) => new Date(ms).toUTCString();
		const { waits } = await read(withPause(503, text(there + 7_000), text(there)));
		expect(waits).toEqual([7_000]);
	});

	it('as a date is read by the own clock if the service shows none', async () => {
		const now = Date.parse('2026-11-21T12:00:00Z');
		const { waits } = await read(withPause(503, new Date(now + 7_000).toUTCString(), 'noon'));
		expect(waits).toEqual([7_000]);
	});

	it.each<[status: number, call: Call]>([
		[429, get],
		[500, get],
		[503, get],
		[503, { method: 'POST', path: '/connections', body: {} }],
		[503, { method: 'PATCH', path: '/connections/1', body: [] }],
		[503, { method: 'DELETE', path: '/connections/1' }],
	])('beyond the bound ends the run for all, with %i to %j', async (status, call) => {
		const { client, nextItem, run, calls, timer } = fakeClient(withPause(status, '30.5'));
		const send = call.method === 'POST' ? client.sendUntilUnclear(call) : client.send(call);
		await expect(send).rejects.toMatchObject({
			description: expect.stringContaining(
				'The service asks to wait 31 seconds, longer than the 30 seconds that this node waits, so nothing more was sent.',
			) as string,
		});
		await expect(nextItem().send(get)).rejects.toBe(run.fatal);
		expect(calls).toHaveLength(1);
		expect(timer.waits).toEqual([]);
	});

	it('beyond the bound means nothing with a refusal that waiting does not change', async () => {
		const { client, run } = fakeClient(withPause(404, '3600'));
		expect((await client.send(get)).outcome).toMatchObject({ status: 404 });
		expect(run.fatal).toBeUndefined();
	});
});

describe('What the rate limiter of the run learns', () => {
	it.each([
		['a refusal', answer(429), [1, 1]],
		['a refusal', withPause(503, '1'), [1, 1]],
		['nothing', answer(503), [0, 1]],
		['nothing', withPause(500, '1'), [0, 1]],
		['nothing', broken, [0, 1]],
		['that the request was taken', answer(404), [0, 1]],
		['that the request was taken', answer(499), [0, 1]],
	])('%s from %j', async (_what, outcome, counts) => {
		const { client, run } = fakeClient(outcome, answer(200));
		const refused = jest.spyOn(run.rateLimiter, 'refused');
		const accepted = jest.spyOn(run.rateLimiter, 'accepted');
		await client.send(get);
		expect([refused.mock.calls.length, accepted.mock.calls.length]).toEqual(counts);
	});
});

describe('A request that waits for its permit', () => {
	/** A run that has slowed down, with something that happens during the first wait. */
	function slowed(meanwhile: (run: Execution, now: number) => void) {
		const { client, run, timer, calls } = fakeClient(answer(200));
		const permit = run.rateLimiter.reserve(timer.now());
		run.rateLimiter.refused(timer.now(), permit, 2_000);
		const sleep = timer.sleep;
		timer.sleep = async (ms) => {
			timer.sleep = sleep;
			await sleep(ms);
			meanwhile(run, timer.now());
		};
		return { client, calls, timer };
	}

	it('takes a new one if the run has slowed down further', async () => {
		const { client, timer } = slowed((run, now) => {
			run.rateLimiter.refused(now, run.rateLimiter.reserve(now), 5_000);
		});
		const begun = timer.now();
		await client.send(get);
		expect(timer.now() - begun).toBe(7_000);
	});

	it('is not sent if the run has ended for all items', async () => {
		const end = new Failure('No token', '');
		const { client, calls } = slowed((run) => run.end(end));
		await expect(client.send(get)).rejects.toBe(end);
		expect(calls).toEqual([]);
	});
});

describe('A 401 in a run that worked before', () => {
	const worked = async (...outcomes: Outcome[]) => {
		const fake = fakeClient(answer(200), ...outcomes);
		await fake.client.send(get);
		return fake;
	};

	it('is tried twice more, with growing waits, before it ends the run', async () => {
		const { client, run, calls, timer } = await worked(answer(401));
		await expect(client.send(get)).rejects.toThrow(/even a fresh one/);
		expect(calls).toHaveLength(4);
		expect(timer.waits).toEqual([1_000, 2_000]);
		expect(run.fatal?.httpCode).toBe('401');
	});

	it('leaves all tries for other failures', async () => {
		const others = Array.from({ length: BOUNDS.tries - 3 }, () => answer(500));
		const { client } = await worked(answer(401), answer(401), ...others, answer(200));
		const { outcome } = await client.send(get);
		expect(outcome).toMatchObject({ status: 200 });
	});
});
