import { Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { Execution, ItemScope } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { FakeTimer, fakeService, answer, clientOf, fakeClient } from '../fakeExecution';

const end = new Failure('The end', '');

const never = new Promise<never>(() => {});

const get = { method: 'GET', path: '/connections' } as const;

/** A run whose waits never end by themselves. */
function standing(signal?: AbortSignal) {
	const timer = new FakeTimer();
	timer.sleep = async () => await never;
	return new Execution(signal, timer);
}

describe('The end of a run', () => {
	it('wakes all that wait at once, with the failure that ended it', async () => {
		const run = standing();
		const waiting = [run.wait(BOUNDS.longestWait), run.untilEnded(never), run.wait(1)];
		expect(run.end(end)).toBe(end);
		for (const result of await Promise.allSettled(waiting)) {
			expect(result).toEqual({ status: 'rejected', reason: end });
		}
	});

	it('leaves the requests that are under way alone: they may have written something', async () => {
		const run = standing(new AbortController().signal);
		let arrive: (value: string) => void = () => {};
		const request = run.untilCancelled(new Promise<string>((resolve) => (arrive = resolve)));
		run.end(end);
		arrive('written');
		expect(await request).toBe('written');
	});

	it('is the first one, whatever else ends it later', () => {
		const run = standing();
		run.end(end);
		expect(run.end(new Failure('Another end', ''))).toBe(end);
		expect(run.fatal).toBe(end);
	});

	it('gives an answer that was under way to its item, and sends nothing for the others', async () => {
		const arrivals: Array<(outcome: Outcome) => void> = [];
		const { http, calls } = fakeService(() => answer(200));
		const { nextItem, run } = clientOf(http);
		await nextItem().send(get);
		http.send = async (request) => {
			calls.push(request);
			return await new Promise((resolve) => arrivals.push(resolve));
		};
		const [first, second] = [nextItem().send(get), nextItem().send(get)];
		while (arrivals.length < 2) await Promise.resolve();
		arrivals[0]?.(answer(429, '', { 'retry-after': '3600' }));
		await expect(first).rejects.toThrow(/too many requests/);
		await expect(nextItem().send(get)).rejects.toBe(run.fatal);
		arrivals[1]?.(answer(200, { id: 'written' }));
		expect((await second).outcome).toMatchObject({ body: { id: 'written' } });
		expect(calls).toHaveLength(3);
	});

	it('reaches items that wait for the first request of the run', async () => {
		const { nextItem, run, http } = fakeClient(answer(200));
		const begun = new Promise<void>((resolve) => {
			http.send = async () => {
				resolve();
				return await never;
			};
		});
		void nextItem().send(get);
		await begun;
		const second = nextItem().send(get);
		run.end(end);
		await expect(second).rejects.toBe(end);
	});
});

describe('Cancelling a run', () => {
	it('ends waits and requests alike, and lets nothing begin', async () => {
		const abort = new AbortController();
		const run = standing(abort.signal);
		const all = [run.wait(1), run.untilEnded(never), run.untilCancelled(never)];
		abort.abort();
		for (const result of await Promise.allSettled(all)) {
			expect(result).toMatchObject({ status: 'rejected', reason: { name: 'Cancelled' } });
		}
		await expect(run.wait(0)).rejects.toMatchObject({ name: 'Cancelled' });
	});

	it('leaves no listener at the signal once nothing waits', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		const run = new Execution(signal, new FakeTimer());
		await Promise.all([run.wait(1), run.wait(2), run.wait(3)]);
		expect(added).toHaveBeenCalledTimes(1);
		expect(removed).toHaveBeenCalledTimes(1);
	});

	it('leaves no timer behind for longer than a quarter of a second', async () => {
		jest.useFakeTimers();
		try {
			const abort = new AbortController();
			const wait = new Execution(abort.signal).wait(BOUNDS.longestWait);
			const cancelled = expect(wait).rejects.toMatchObject({ name: 'Cancelled' });
			await jest.advanceTimersByTimeAsync(1_000);
			expect(jest.getTimerCount()).toBe(1);
			abort.abort();
			await cancelled;
			await jest.advanceTimersByTimeAsync(250);
			expect(jest.getTimerCount()).toBe(0);
		} finally {
			jest.useRealTimers();
		}
	});
});

it('A wait in slices is as long as it was asked for', async () => {
	jest.useFakeTimers();
	try {
		let isOver = false;
		const wait = new Execution().wait(1_130).then(() => (isOver = true));
		await jest.advanceTimersByTimeAsync(1_129);
		expect(isOver).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		await wait;
		expect(isOver).toBe(true);
	} finally {
		jest.useRealTimers();
	}
});

const created = { how: 'created', what: 'the connection "a"' } as const;

const updated = { how: 'updated', what: 'the connection 1' } as const;

describe('The budget of an item', () => {
	it.each([
		[0, BOUNDS.itemBudget, true],
		[0, BOUNDS.itemBudget + 1, false],
		[BOUNDS.itemBudget - 5, 5, true],
		[BOUNDS.itemBudget - 5, 6, false],
	])('%d ms after its first try has room for a wait of %d ms: %s', (passed, wait, hasRoom) => {
		const item = new ItemScope();
		item.begin(1_000);
		item.begin(1_000 + passed);
		expect(item.hasBudget(1_000 + passed, wait)).toBe(hasRoom);
	});

	it('does not run before its first try', () => {
		expect(new ItemScope().hasBudget(9_000_000, BOUNDS.itemBudget)).toBe(true);
	});
});

describe('What an item has changed', () => {
	it('is noted once for each kind of change, in order', () => {
		const item = new ItemScope();
		item.noteChange('1', 'created');
		item.noteChange('2', 'created');
		item.noteChange('1', 'updated');
		item.noteChange('1', 'created');
		expect(item.changes).toEqual([
			{ id: '1', how: 'created' },
			{ id: '2', how: 'created' },
			{ id: '1', how: 'updated' },
		]);
	});

	it('is forgotten with all changes of that entity, and of no other', () => {
		const item = new ItemScope();
		item.noteChange('1', 'created');
		item.noteChange('2', 'updated');
		item.noteChange('1', 'deleted');
		item.dropChange('1');
		expect(item.changes).toEqual([{ id: '2', how: 'updated' }]);
	});
});

describe('Unclear writes of an item', () => {
	it('are none at first', () => {
		expect(new ItemScope().unclearNote).toBe('');
	});

	it('are reported once each, with what they did', () => {
		const item = new ItemScope();
		for (const write of [created, updated, { ...updated }]) item.noteUnclear(write);
		expect(item.unclearNote).toBe(
			'Adobe\'s response was lost, so the connection "a" may have been created. Check before you run this item again. ' +
				'An earlier attempt got no response, so the connection 1 may have been updated.',
		);
	});

	it('are no longer reported once their outcome is known, unlike another write of the same entity', () => {
		const item = new ItemScope();
		for (const how of ['updated', 'deleted'] as const) item.noteUnclear({ ...updated, how });
		item.settle({ ...updated });
		expect(item.unclearNote).toBe(
			'An earlier attempt got no response, so the connection 1 may have been deleted.',
		);
		item.settle(created);
		expect(item.unclearNote).not.toBe('');
	});
});
