/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- it reads the page that promises the bounds */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import {
	BOUNDS,
	growingPause,
	waitUntil,
	ServerClock,
} from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { fakeClient } from '../fakeExecution';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'reliability.md'), 'utf8');

describe('The bounds are those that docs/reliability.md promises:', () => {
	const seconds = (ms: number) => `${ms / 1000} s`;

	it.each([
		['tries of a request', String(BOUNDS.tries)],
		['wait between tries', seconds(BOUNDS.firstWait)],
		['wait between tries', `up to ${seconds(BOUNDS.longestWait)}`],
		['Retry-After', `up to ${seconds(BOUNDS.longestWait)}\\.`],
		['budget of an item', `${BOUNDS.itemBudget / 60_000} minutes`],
		['items in a row that used up their tries', `after ${BOUNDS.patience} of them`],
		['writes after an etag conflict', String(BOUNDS.conflictWrites)],
		['a new connection that is still `initializing`', seconds(BOUNDS.initializing)],
		['after a create without a clear answer', `during ${seconds(BOUNDS.lateCreate)}`],
		[
			'after a create without a clear answer',
			`\\(${seconds(BOUNDS.lateCreateAfterTimeout)} after a timeout`,
		],
		['a change of a dataflow that Adobe has accepted', seconds(BOUNDS.settle)],
		['a deleted duplicate that is still there', `up to ${seconds(BOUNDS.settle)}`],
		['a run that was just started and cannot be read', seconds(BOUNDS.newRun)],
		['a list in the editor', seconds(BOUNDS.list)],
	])('%s: %s', (bound, value) => {
		const row = page.split('\n').find((line) => line.startsWith(`| ${bound} |`));
		// Whole words: "100" and "10.5" do not promise 10.
		expect(row?.split('|')[2]).toMatch(new RegExp(`(?<!\\S)${value}(?!\\w|[.,]\\d)`));
	});
});

const tooLong = (): never => {
	throw new Failure('Too long', '');
};

describe('A wait', () => {
	it('returns what the first look finds, without a pause', async () => {
		const { client, timer } = fakeClient();
		const found = { id: 'x' };
		const look = async () => await Promise.resolve(found);
		const report = jest.fn();
		expect(await waitUntil(client, { look, pause: 10, limit: 0, report, tooLong })).toBe(found);
		expect([timer.waits, report.mock.calls]).toEqual([[], []]);
	});

	it('looks once more at the limit, which the last pause does not exceed', async () => {
		const { client, timer } = fakeClient();
		const look = jest.fn<Promise<undefined>, [number]>().mockResolvedValue(undefined);
		const report = jest.fn();
		const wait = { look, pause: (count: number) => 10 * 2 ** count, limit: 55, report, tooLong };
		await expect(waitUntil<object>(client, wait)).rejects.toMatchObject({ message: 'Too long' });
		expect(timer.waits).toEqual([10, 20, 25]);
		expect(look.mock.calls).toEqual([[0], [1], [2], [3]]);
		expect(report).toHaveBeenCalledTimes(3);
	});

	it('goes on with the value that is there instead after the limit', async () => {
		const { client } = fakeClient();
		const look = async () => await Promise.resolve(undefined);
		const instead = { id: 'old' };
		const wait = { look, pause: 10, limit: 10, tooLong: () => instead };
		expect(await waitUntil(client, wait)).toBe(instead);
	});

	it('looks once if it may not last', async () => {
		const { client, timer } = fakeClient();
		const look = jest.fn<Promise<undefined>, [number]>().mockResolvedValue(undefined);
		const wait = { look, pause: 10, limit: 0, tooLong };
		await expect(waitUntil<object>(client, wait)).rejects.toThrow('Too long');
		expect([look.mock.calls, timer.waits]).toEqual([[[0]], []]);
	});

	it('counts the time of its looks', async () => {
		const { client, timer } = fakeClient();
		const look = async () => {
			timer.time += 30;
			return await Promise.resolve(undefined);
		};
		const wait = { look, pause: 10, limit: 65, tooLong };
		await expect(waitUntil<object>(client, wait)).rejects.toThrow('Too long');
		expect(timer.waits).toEqual([10]);
	});

	it('may grow by half each time, up to half a minute', () => {
		const pause = growingPause(2_000);
		const pauses = [0, 1, 2, 5, 6, 7, 50].map((count) => Math.round(pause(count)));
		expect(pauses).toEqual([2_000, 3_000, 4_500, 15_188, 22_781, 30_000, 30_000]);
	});

	it('ends with the failure of a look', async () => {
		const { client, timer } = fakeClient();
		const look = async () => await Promise.reject<object>(new Failure('Gone', ''));
		await expect(waitUntil(client, { look, pause: 10, limit: 99, tooLong })).rejects.toMatchObject({
			message: 'Gone',
		});
		expect(timer.waits).toEqual([]);
	});

	it.each([
		[true, [true, true, true]],
		[false, [true, false, false]],
	])('that renews the budget of its item (%s) has budget at its looks: %j', async (renews, all) => {
		const { client, item, timer } = fakeClient();
		const seen: boolean[] = [];
		const look = async () => {
			item.begin(timer.now());
			seen.push(item.hasBudget(timer.now(), 0));
			return await Promise.resolve(undefined);
		};
		const wait = { look, pause: 400_000, limit: 800_000, renewsBudget: renews, tooLong };
		await expect(waitUntil<object>(client, wait)).rejects.toThrow('Too long');
		expect(seen).toEqual(all);
	});
});

const noon = Date.parse('2026-11-21T12:00:00Z');

const date = (at: number) => new Date(at).toUTCString();

describe("The service's clock", () => {
	it('is the local one within a tolerance before the first answer', () => {
		expect(new ServerClock().noEarlierThan(noon)).toBe(noon - BOUNDS.unknownClock);
	});

	it.each([undefined, '', 'yesterday'])('learns nothing from the header %s', (header) => {
		const clock = new ServerClock();
		clock.learn(header, noon);
		expect(clock.noEarlierThan(noon)).toBe(noon - BOUNDS.unknownClock);
		for (const ahead of [60_000, 30_000, 60_000]) {
			clock.learn(header, noon);
			clock.learn(date(noon + ahead), noon);
		}
		expect(clock.now(noon)).toBe(noon + 60_000);
	});

	it('is known as far as whole seconds and the way of the answer allow, never later than it was', () => {
		const ahead = 90_000;
		const clock = new ServerClock();
		// Written at 900 ms of its second, cut to the second, and 300 ms on its way.
		clock.learn(date(noon + ahead + 900), noon + 1_200);
		expect(clock.noEarlierThan(noon)).toBeLessThanOrEqual(noon + ahead);
		expect(clock.noEarlierThan(noon)).toBeGreaterThan(noon + ahead - 1_300);
	});

	it('may be behind the local one by more than the tolerance', () => {
		const clock = new ServerClock();
		clock.learn(date(noon - 2 * BOUNDS.unknownClock), noon);
		expect(clock.noEarlierThan(noon)).toBe(noon - 2 * BOUNDS.unknownClock);
	});

	it('becomes more exact by each answer, never less', () => {
		const clock = new ServerClock();
		clock.learn(date(noon), noon + 900);
		clock.learn(date(noon + 1_000), noon + 1_010);
		clock.learn(date(noon + 2_000), noon + 5_000);
		expect(clock.noEarlierThan(noon)).toBe(noon - 10);
	});

	it.each([3_600_000, -3_600_000])('is not moved by one odd header among others: %i ms', (odd) => {
		for (const at of [0, 1, 2]) {
			const clock = new ServerClock();
			for (let answer = 0; answer < 3; answer++) {
				clock.learn(date(noon + (answer === at ? odd : 0)), noon);
			}
			expect(clock.now(noon)).toBe(noon);
			expect(clock.noEarlierThan(noon)).toBe(noon);
		}
	});

	it('goes by the answer nearer to this machine if two disagree', () => {
		for (const order of [
			[2_000, 3_600_000],
			[3_600_000, 2_000],
		]) {
			const clock = new ServerClock();
			for (const offset of order) clock.learn(date(noon + offset), noon);
			expect(clock.now(noon)).toBe(noon + 2_000);
		}
	});

	/** What the clock shows after responses with these offsets from the local time. */
	const offsetAfter = (...offsets: number[]) => {
		const clock = new ServerClock();
		for (const offset of offsets) clock.learn(date(noon + offset), noon);
		return clock.now(noon) - noon;
	};

	it('is the local one before the first answer', () => {
		expect(offsetAfter()).toBe(0);
	});

	it.each<[offsets: number[], wanted: number, why: string]>([
		[[0, 15_000, 3_600_000], 15_000, '15 seconds are no disagreement'],
		[[0, 16_000, 3_600_000], 0, 'with more, each stands alone, and the nearest counts'],
		[[-15_000, 0, 15_000], 15_000, 'the one in the middle agrees with both'],
		[[-16_000, 0, 15_000], 15_000, 'the majority counts'],
		[[-3_600_000, 5_000, 6_000], 6_000, 'the majority counts, above the odd one'],
		[[-6_000, -5_000, 3_600_000], -5_000, 'the majority counts, below the odd one'],
		[[-60_000, 70_000], -60_000, 'the nearer one counts, behind'],
		[[60_000, -70_000], 60_000, 'the nearer one counts, ahead'],
		[[-60_000, -90_000], -60_000, 'the nearer one counts, both behind'],
		[[100_000, 200_000, 300_000, 300_000], 300_000, 'two are more than one'],
		[[-600_000, -600_000, 0], -600_000, 'two are more than one that is nearer'],
	])('after offsets of %j ms is ahead by %d ms: %s', (offsets, wanted) => {
		expect(offsetAfter(...offsets)).toBe(wanted);
		expect(offsetAfter(...offsets.reverse())).toBe(wanted);
	});

	it('goes by most of the last 31 answers', () => {
		const old = Array<number>(16).fill(600_000);
		const now = (count: number) => Array<number>(count).fill(0);
		expect(offsetAfter(...old, ...now(15))).toBe(600_000);
		expect(offsetAfter(...old, ...now(16))).toBe(0);
	});

	it('follows a local clock that is set anew', () => {
		const clock = new ServerClock();
		for (let count = 0; count < 20; count++) clock.learn(date(noon), noon);
		for (let count = 0; count < 20; count++) clock.learn(date(noon), noon + 600_000);
		expect(clock.now(noon + 600_000)).toBe(noon);
	});
});
