import { BOUNDS } from '../../nodes/AdobeExperiencePlatform/flowService/bounds';
import { Failure } from '../../nodes/AdobeExperiencePlatform/flowService/failure';
import type { Call } from '../../nodes/AdobeExperiencePlatform/flowService/http';
import type { Outcome } from '../../nodes/AdobeExperiencePlatform/flowService/outcome';
import { ItemScope, type Run } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { answer, broken, fakeSender } from './fakeRun';

const get: Call = { method: 'GET', path: '/connections' };
const HOUR = 3_600_000;

/** A read against prepared outcomes that ends well, with the waits and the pauses asked for. */
async function read(...outcomes: Outcome[]) {
	const { sender, run, timer } = fakeSender(...outcomes, answer(200));
	await sender.repeat(get, new ItemScope());
	return { waits: timer.waits, asked: run.pace.askedPauses, run };
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

	it('as a date is read by the own clock where the service shows none', async () => {
		const now = Date.parse('2026-11-21T12:00:00Z');
		const { waits } = await read(withPause(503, new Date(now + 7_000).toUTCString(), 'noon'));
		expect(waits).toEqual([7_000]);
	});

	it.each([429, 500, 503])('beyond the bound ends the item, with %i', async (status) => {
		const { sender, calls, timer } = fakeSender(withPause(status, '30.5'));
		await expect(sender.repeat(get, new ItemScope())).rejects.toMatchObject({
			description: expect.stringContaining(
				'The service asks to wait 31 seconds, longer than the 30 seconds that this node waits.',
			) as string,
		});
		expect(calls).toHaveLength(1);
		expect(timer.waits).toEqual([]);
	});
});

describe('What the pace of the run learns', () => {
	it.each([
		['a refusal', answer(429), [1, 1]],
		['a refusal', withPause(503, '1'), [1, 1]],
		['nothing', answer(503), [0, 1]],
		['nothing', withPause(500, '1'), [0, 1]],
		['nothing', broken, [0, 1]],
		['that the request was taken', answer(404), [0, 1]],
		['that the request was taken', answer(499), [0, 1]],
	])('%s from %j', async (_what, outcome, counts) => {
		const { sender, run } = fakeSender(outcome, answer(200));
		const refused = jest.spyOn(run.pace, 'refused');
		const accepted = jest.spyOn(run.pace, 'accepted');
		await sender.repeat(get, new ItemScope());
		expect([refused.mock.calls.length, accepted.mock.calls.length]).toEqual(counts);
	});
});

describe('A request that waits for its turn', () => {
	/** A run that has slowed down, with something that happens during the first wait. */
	function slowed(meanwhile: (run: Run, now: number) => void) {
		const { sender, run, timer, calls } = fakeSender(answer(200));
		const turn = run.pace.reserve(timer.now());
		run.pace.refused(timer.now(), turn, 2_000);
		const sleep = timer.sleep;
		timer.sleep = async (ms) => {
			timer.sleep = sleep;
			await sleep(ms);
			meanwhile(run, timer.now());
		};
		return { sender, calls, timer };
	}

	it('takes a new one where the run has slowed down further', async () => {
		const { sender, timer } = slowed((run, now) => {
			run.pace.refused(now, run.pace.reserve(now), 5_000);
		});
		const begun = timer.now();
		await sender.repeat(get, new ItemScope());
		expect(timer.now() - begun).toBe(7_000);
	});

	it('is not sent where the run has ended for all items', async () => {
		const end = new Failure('No token', '');
		const { sender, calls } = slowed((run) => (run.fatal = end));
		await expect(sender.repeat(get, new ItemScope())).rejects.toBe(end);
		expect(calls).toEqual([]);
	});
});

describe('A 401 in a run that worked before', () => {
	const worked = async (...outcomes: Outcome[]) => {
		const fake = fakeSender(answer(200), ...outcomes);
		await fake.sender.repeat(get, new ItemScope());
		return fake;
	};

	it('is tried twice more, with growing waits, before it ends the run', async () => {
		const { sender, run, calls, timer } = await worked(answer(401));
		await expect(sender.repeat(get, new ItemScope())).rejects.toThrow(/even a fresh one/);
		expect(calls).toHaveLength(4);
		expect(timer.waits).toEqual([1_000, 2_000]);
		expect(run.fatal?.httpCode).toBe('401');
	});

	it('leaves all tries for other failures', async () => {
		const others = Array.from({ length: BOUNDS.tries - 3 }, () => answer(500));
		const { sender } = await worked(answer(401), answer(401), ...others, answer(200));
		const { outcome } = await sender.repeat(get, new ItemScope());
		expect(outcome).toMatchObject({ status: 200 });
	});
});
