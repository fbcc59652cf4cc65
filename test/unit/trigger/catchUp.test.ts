import type { WatchEvent } from '../../../nodes/AdobeExperiencePlatform/trigger/events';
import { answer } from '../fakeExecution';
import { BookTrigger, MINUTE, RunBook, SECOND, type BookRun } from './runBook';

/** A long time without a stored memory, in virtual time. Each poll ends in time, and nothing is lost. */

const DAY = 24 * 60 * MINUTE;

/** Finished runs, evenly distributed over a time that ends now. */
function runsOver(book: RunBook, count: number, time: number, statusOf: (index: number) => string) {
	const step = time / count;
	return Array.from({ length: count }, (_, index): BookRun => {
		const createdAt = book.now - time + Math.floor(index * step) + 1;
		return {
			id: `run ${index}`,
			createdAt,
			showsAt: createdAt,
			endsAt: createdAt,
			status: statusOf(index),
		};
	});
}

async function afterADay(
	count: number,
	days: number,
	statusOf: (index: number) => string,
	limit = 50,
	event: WatchEvent = 'failed',
) {
	const book = new RunBook();
	const trigger = new BookTrigger(book, { dataflowId: '', events: [event], limit });
	await trigger.activate();
	book.timer.time += days * DAY;
	book.runs = runsOver(book, count, days * DAY, statusOf);
	book.latency = 600;
	return { book, trigger };
}

const failing = (every: number) => (index: number) => (index % every === 0 ? 'failed' : 'success');
const failedIn = ({ runs }: RunBook) =>
	runs.filter(({ status }) => status === 'failed').map(({ id }) => id);

const isDone = ({ memory }: BookTrigger) =>
	memory?.gaps.length === 0 && Object.keys(memory.waiting).length === 0;

describe('A trigger that has to catch up', () => {
	it.each([
		['9,600 runs of ten quiet days', 9_600, 10, 700],
		['9,600 runs, none of which fits', 9_600, 10, Infinity],
		['30,000 runs', 30_000, 30, 3_000],
	])(
		'reads %s over several polls',
		async (_what, count, days, every) => {
			const { book, trigger } = await afterADay(count, days, failing(every));
			let polls = 0;
			let longest = 0;
			let largest = 0;
			do {
				const begun = book.now;
				await trigger.poll();
				longest = Math.max(longest, book.now - begun);
				largest = Math.max(largest, JSON.stringify(trigger.memory).length);
				polls++;
			} while (!isDone(trigger) && polls < 200);
			expect([...trigger.told].sort()).toEqual(failedIn(book).sort());
			expect(longest).toBeLessThan(71 * SECOND);
			expect(largest).toBeLessThan(200_000);
			expect(polls).toBeGreaterThan(1);
			book.calls.length = 0;
			expect(await trigger.poll()).toEqual([]);
			expect(book.calls).toHaveLength(1);
		},
		120_000,
	);

	it('reports each once even if n8n restarts in between, from what it had stored', async () => {
		const { trigger, book } = await afterADay(8_000, 8, failing(97), 10);
		for (let polls = 0; polls < 60; polls++) {
			await trigger.poll();
			if (polls % 3 === 0) trigger.restart();
		}
		expect([...trigger.told].sort()).toEqual(failedIn(book).sort());
	}, 120_000);

	it('remembers a bounded number of runs beyond the limit, and reads on when they are reported', async () => {
		const { trigger, book } = await afterADay(3_000, 3, () => 'success', 400, 'success');
		let most = 0;
		for (let polls = 0; polls < 60 && !(polls > 0 && isDone(trigger)); polls++) {
			await trigger.poll();
			most = Math.max(most, Object.keys(trigger.memory?.waiting ?? {}).length);
		}
		expect(most).toBeLessThan(1_500);
		expect([...trigger.told].sort()).toEqual(book.runs.map(({ id }) => id).sort());
	}, 120_000);

	it('reports what happens meanwhile without waiting for the end of it', async () => {
		const { trigger, book } = await afterADay(12_000, 12, () => 'success');
		await trigger.poll();
		book.timer.time += MINUTE;
		const createdAt = book.now;
		book.runs.push({
			id: 'new',
			createdAt,
			showsAt: createdAt,
			endsAt: createdAt,
			status: 'failed',
		});
		expect(await trigger.poll()).toEqual(['new']);
		expect(trigger.memory?.gaps).toHaveLength(1);
	}, 120_000);

	it('begins the list again if the token of a page has expired, and repeats nothing', async () => {
		const { trigger, book } = await afterADay(9_600, 10, failing(300));
		await trigger.poll();
		book.refusesTokens = true;
		await trigger.poll();
		book.refusesTokens = false;
		for (let polls = 0; polls < 15; polls++) await trigger.poll();
		expect([...trigger.told].sort()).toEqual(failedIn(book).sort());
		expect(trigger.memory?.gaps).toEqual([]);
	}, 120_000);

	it('fails if a page is refused for another reason, and continues there later', async () => {
		const { trigger, book } = await afterADay(9_600, 10, failing(300));
		await trigger.poll();
		const { memory } = trigger;
		Object.assign(book, { refusesTokens: true, refusal: answer(403) });
		await expect(trigger.poll()).rejects.toMatchObject({ httpCode: '403' });
		expect(trigger.memory).toBe(memory);
		book.refusesTokens = false;
		for (let polls = 0; polls < 15; polls++) await trigger.poll();
		expect([...trigger.told].sort()).toEqual(failedIn(book).sort());
	}, 120_000);

	it('reads no page after its time, and says that it read nothing only then', async () => {
		const { trigger, book } = await afterADay(1_000, 3, () => 'success');
		book.calls.length = 0;
		await trigger.poll(600);
		expect(book.calls).toHaveLength(1);
		await expect(trigger.poll(0)).rejects.toThrow(/cancelled/);
	});
});

describe('An activation with 100,000 runs', () => {
	it('ends in time, and reports only what ends later', async () => {
		const book = new RunBook();
		book.timer.time += DAY;
		book.runs = runsOver(book, 100_000, DAY, failing(50));
		const createdAt = book.now - 90 * 60 * MINUTE;
		const endsAt = book.now + 60 * MINUTE;
		book.runs.push({ id: 'long', createdAt, showsAt: createdAt, endsAt, status: 'failed' });
		book.latency = 600;
		const trigger = new BookTrigger(book);
		const begun = book.now;
		await trigger.activate();
		expect(book.now - begun).toBeLessThan(40 * SECOND);
		expect(JSON.stringify(trigger.memory).length).toBeLessThan(500_000);
		expect(await trigger.poll()).toEqual([]);
		book.timer.time = endsAt;
		expect(await trigger.poll()).toEqual(['long']);
	}, 120_000);
});
