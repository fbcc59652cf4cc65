import { BOUNDS } from '../../nodes/AdobeExperiencePlatform/flowService/bounds';
import type { Call } from '../../nodes/AdobeExperiencePlatform/flowService/http';
import { ItemScope, Run } from '../../nodes/AdobeExperiencePlatform/flowService/run';
import { Sender } from '../../nodes/AdobeExperiencePlatform/flowService/sender';
import { answer, broken, fakeSender, refused } from './fakeRun';

const get: Call = { method: 'GET', path: '/connections' };
const patch: Call = { method: 'PATCH', path: '/connections/1', ifMatch: '"1"', body: [] };
const post: Call = { method: 'POST', path: '/connections', body: {} };

describe('A repeated call', () => {
	it('ends with the first success, and counts what it cost', async () => {
		const { sender, run, calls } = fakeSender(answer(503), broken, answer(200));
		const sent = await sender.repeat(get, new ItemScope());
		expect(sent).toMatchObject({ tries: 3, unclear: true, outcome: { status: 200 } });
		expect(calls).toEqual([get, get, get]);
		expect(run.stats).toMatchObject({ requests: 3, repeated: 2 });
	});

	it('is not unclear where it was certainly not carried out before', async () => {
		const { sender } = fakeSender(refused, answer(429), answer(412));
		const sent = await sender.repeat(patch, new ItemScope());
		expect(sent).toMatchObject({ unclear: false, outcome: { status: 412 } });
	});

	it('waits longer each time, up to the bound', async () => {
		const { sender, timer } = fakeSender(answer(500));
		await sender.repeat(get, new ItemScope());
		expect(timer.waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30].map((seconds) => seconds * 1_000));
	});

	it('is given up after as many tries as the bound allows', async () => {
		const { sender, calls } = fakeSender(answer(500));
		const sent = await sender.repeat(get, new ItemScope());
		expect(calls).toHaveLength(BOUNDS.tries);
		expect(sender.failure(sent.outcome, new ItemScope(), sent.tries).description).toContain(
			'It was tried 10 times.',
		);
	});

	it('is given up when the budget of the item is used up', async () => {
		const { sender, timer } = fakeSender(answer(503, '', { 'retry-after': '30' }));
		const begun = timer.now();
		await sender.repeat(get, new ItemScope());
		expect(timer.now() - begun).toBeLessThanOrEqual(BOUNDS.itemBudget);
	});

	it('shares the budget among all calls of the item', async () => {
		const { sender, timer, calls } = fakeSender(answer(503));
		const item = new ItemScope();
		await sender.repeat(get, item);
		timer.time += BOUNDS.itemBudget;
		const before = calls.length;
		await sender.repeat(get, item);
		expect(calls.length - before).toBe(1);
	});

	it('survives a limit for longer than the number of tries', async () => {
		const limits = Array.from({ length: 15 }, () => answer(429, '', { 'retry-after': '1' }));
		const { sender, calls } = fakeSender(...limits, answer(200));
		const sent = await sender.repeat(get, new ItemScope());
		expect(sent.outcome).toMatchObject({ status: 200 });
		expect(calls).toHaveLength(16);
		expect(sent.tries).toBe(16);
	});

	it.each([
		[get, answer(200, '<html>'), 10],
		[post, answer(201, ''), 10],
		[patch, answer(200, ''), 1],
		[{ method: 'DELETE', path: '/connections/1' } as Call, answer(204, ''), 1],
	])(
		'needs an answer that can be read where there is one to read: %j',
		async (call, outcome, count) => {
			const { sender, calls } = fakeSender(outcome);
			await sender.repeat(call, new ItemScope());
			expect(calls).toHaveLength(count);
		},
	);
});

describe('A call that says what its answer looks like', () => {
	const picky: Call = { ...get, isAnswer: (body) => body === 'this' };

	it('is repeated until it comes', async () => {
		const { sender, calls } = fakeSender(answer(200, { a: 1 }), answer(200, 'this'));
		const sent = await sender.repeat(picky, new ItemScope());
		expect(sent).toMatchObject({ tries: 2, isDone: true });
		expect(calls).toHaveLength(2);
	});

	it('fails where only other successes come', async () => {
		const { sender } = fakeSender(answer(200, { a: 1 }));
		const sent = await sender.repeat(picky, new ItemScope());
		expect(() => sender.answerOf(sent, new ItemScope())).toThrow('no Flow Service answer');
	});
});

describe('The answer of a call', () => {
	it('is what a success holds', async () => {
		const { sender } = fakeSender(answer(200, { a: 1 }));
		const sent = await sender.repeat(get, new ItemScope());
		expect(sender.answerOf(sent, new ItemScope()).body).toEqual({ a: 1 });
	});

	it('is a failure otherwise, with the number of tries and without secrets', async () => {
		const echo = { message: 'of-the-credential and of-the-item' };
		const { sender, http } = fakeSender(answer(500, echo));
		Object.assign(http, { secrets: ['of-the-credential'] });
		const item = new ItemScope(['of-the-item']);
		const sent = await sender.repeat(get, item);
		expect(() => sender.answerOf(sent, item)).toThrow(
			expect.objectContaining({
				description: expect.stringMatching(
					/"\*\*\* and \*\*\*\.".*It was tried 10 times\.$/,
				) as string,
			}),
		);
	});

	it('tells the run the clock of the service', async () => {
		const date = 'Sat, 21 Nov 2026 13:00:00 GMT';
		const { sender, run, timer } = fakeSender(answer(200, {}, { date }));
		await sender.repeat(get, new ItemScope());
		expect(run.clock.noEarlierThan(timer.now())).toBe(Date.parse(date));
	});
});

describe('A create', () => {
	it.each([
		['returns at once where the outcome is unclear', broken, 1],
		['returns at once for a 503', answer(503), 1],
		['goes on where it certainly did not happen', refused, 10],
		['ends for a failure that lasts', answer(422), 1],
	])('%s', async (_what, outcome, count) => {
		const { sender, calls } = fakeSender(outcome);
		await sender.untilUnclear(post, new ItemScope());
		expect(calls).toHaveLength(count);
	});
});

describe('What concerns the whole run', () => {
	it('a refusal by IMS ends it for every item', async () => {
		const { sender, calls } = fakeSender({ kind: 'ims', message: 'No token' });
		const all = [1, 2, 3].map(async () => await sender.repeat(get, new ItemScope()));
		for (const result of await Promise.allSettled(all)) {
			expect(result).toMatchObject({ status: 'rejected', reason: { message: 'No token' } });
		}
		expect(calls).toHaveLength(1);
	});

	it('a 401 at the beginning ends it', async () => {
		const { sender, run, calls } = fakeSender(answer(401));
		await expect(sender.repeat(get, new ItemScope())).rejects.toThrow(/even a fresh one/);
		await expect(sender.repeat(get, new ItemScope())).rejects.toBe(run.fatal);
		expect(calls).toHaveLength(1);
	});

	it('a 401 that passes in a run that worked before does not', async () => {
		const { sender } = fakeSender(answer(200), answer(401), answer(401), answer(200));
		await sender.repeat(get, new ItemScope());
		const sent = await sender.repeat(get, new ItemScope());
		expect(sent.outcome).toMatchObject({ status: 200 });
	});

	it('a service that was away for some items in a row gets one try for each further one', async () => {
		const { sender, calls } = fakeSender(answer(502));
		for (let item = 0; item < BOUNDS.patience; item++) await sender.repeat(get, new ItemScope());
		expect(calls).toHaveLength(BOUNDS.patience * BOUNDS.tries);
		await sender.repeat(get, new ItemScope());
		expect(calls).toHaveLength(BOUNDS.patience * BOUNDS.tries + 1);
	});

	it('one success in between makes it patient again', async () => {
		const away = Array.from({ length: 2 * BOUNDS.tries }, () => answer(502));
		const { sender, calls } = fakeSender(...away, answer(200), answer(502));
		for (let item = 0; item < 4; item++) await sender.repeat(get, new ItemScope());
		const before = calls.length;
		await sender.repeat(get, new ItemScope());
		expect(calls.length - before).toBe(BOUNDS.tries);
	});

	it('the first refusal is the one that all items get', async () => {
		const { sender, run, http } = fakeSender(answer(200));
		await sender.repeat(get, new ItemScope());
		let number = 0;
		http.send = async () => ({ kind: 'ims', message: `No token ${++number}` });
		const all = [1, 2].map(async () => await sender.repeat(get, new ItemScope()));
		for (const result of await Promise.allSettled(all)) {
			expect(result).toMatchObject({ status: 'rejected', reason: run.fatal });
		}
		expect(run.fatal?.message).toBe('No token 1');
	});

	it('the first request goes alone, the others wait for its end', async () => {
		const { sender, calls } = fakeSender(answer(200));
		const all = [1, 2, 3].map(async () => await sender.repeat(get, new ItemScope()));
		for (let turn = 0; turn < 3; turn++) await Promise.resolve();
		expect(calls).toHaveLength(1);
		await Promise.all(all);
		expect(calls).toHaveLength(3);
	});
});

describe('A cancelled run', () => {
	it('sends nothing more', async () => {
		const abort = new AbortController();
		const { http, calls, timer } = fakeSender(answer(500));
		const sender = new Sender(http, new Run(abort.signal, timer));
		const sent = sender.repeat(get, new ItemScope());
		abort.abort();
		await expect(sent).rejects.toMatchObject({ name: 'Cancelled' });
		expect(calls.length).toBeLessThanOrEqual(1);
	});
});
