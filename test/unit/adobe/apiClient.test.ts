import { SecretForms } from '../../../nodes/AdobeExperiencePlatform/adobe/redact';
import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { ApiClient, type Call } from '../../../nodes/AdobeExperiencePlatform/adobe/apiClient';
import { asFailure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import { ItemScope } from '../../../nodes/AdobeExperiencePlatform/adobe/execution';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, broken, clientOf, fakeClient, fakeService, refused } from '../fakeExecution';

const get: Call = { method: 'GET', path: '/connections' };
const patch: Call = { method: 'PATCH', path: '/connections/1', ifMatch: '"1"', body: [] };
const post: Call = { method: 'POST', path: '/connections', body: {} };
const remove: Call = { method: 'DELETE', path: '/connections/1' };
const timeout: Outcome = { kind: 'network', reason: 'timeout', maybeSent: true };
const paused = answer(503, '', { 'retry-after': '3600' });

describe('A call that is retried', () => {
	it('ends with the first success, and counts what it cost', async () => {
		const { client, run, calls } = fakeClient(answer(503), broken, answer(200));
		const sent = await client.send(get);
		expect(sent).toMatchObject({ tries: 3, unclear: true, outcome: { status: 200 } });
		expect(calls).toEqual([get, get, get]);
		expect(run.stats).toMatchObject({ requests: 3, retried: 2 });
	});

	it('is not unclear if it was certainly not carried out before', async () => {
		const { client } = fakeClient(refused, answer(429), answer(412));
		const sent = await client.send(patch);
		expect(sent).toMatchObject({ unclear: false, outcome: { status: 412 } });
	});

	it('waits longer each time, up to the bound', async () => {
		const { client, timer } = fakeClient(answer(500));
		await client.send(get);
		expect(timer.waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30].map((seconds) => seconds * 1_000));
	});

	it('is given up after as many tries as the bound allows', async () => {
		const { client, calls } = fakeClient(answer(500));
		const sent = await client.send(get);
		expect(calls).toHaveLength(BOUNDS.tries);
		expect(client.failure(sent).description).toContain('It was tried 10 times.');
	});

	it('is given up when the budget of the item is used up', async () => {
		const { client, timer } = fakeClient(answer(503, '', { 'retry-after': '30' }));
		const begun = timer.now();
		await client.send(get);
		expect(timer.now() - begun).toBeLessThanOrEqual(BOUNDS.itemBudget);
	});

	it('shares the budget among all calls of the item', async () => {
		const { client, timer, calls } = fakeClient(answer(503));
		await client.send(get);
		timer.time += BOUNDS.itemBudget;
		const before = calls.length;
		await client.send(get);
		expect(calls.length - before).toBe(1);
	});

	it('survives a limit for longer than the number of tries', async () => {
		const limits = Array.from({ length: 15 }, () => answer(429, '', { 'retry-after': '1' }));
		const { client, calls } = fakeClient(...limits, answer(200));
		const sent = await client.send(get);
		expect(sent.outcome).toMatchObject({ status: 200 });
		expect(calls).toHaveLength(16);
		expect(sent.tries).toBe(16);
	});

	it.each([
		[get, answer(200, '<html>'), 10],
		[post, answer(201, ''), 10],
		[patch, answer(200, ''), 1],
		[remove, answer(204, ''), 1],
		[remove, answer(202, undefined), 1],
		[remove, answer(200, {}), 1],
		[remove, answer(200, '<html>'), 10],
	])(
		'needs an answer that can be read if there is one to read: %j',
		async (call, outcome, count) => {
			const { client, calls } = fakeClient(outcome);
			await client.send(call);
			expect(calls).toHaveLength(count);
		},
	);
});

describe('A call that says what its answer looks like', () => {
	const picky: Call = { ...get, isAnswer: (body) => body === 'this' };

	it('is repeated until it comes', async () => {
		const { client, calls } = fakeClient(answer(200, { a: 1 }), answer(200, 'this'));
		const sent = await client.send(picky);
		expect(sent).toMatchObject({ tries: 2, isDone: true });
		expect(calls).toHaveLength(2);
	});

	it('fails if only other successes come', async () => {
		const { client } = fakeClient(answer(200, { a: 1 }));
		const sent = await client.send(picky);
		expect(() => client.answerOf(sent)).toThrow('does not come from a Platform API');
	});
});

describe('The answer of a call', () => {
	it('is what a success holds', async () => {
		const { client } = fakeClient(answer(200, { a: 1 }));
		const sent = await client.send(get);
		expect(client.answerOf(sent).body).toEqual({ a: 1 });
	});

	it('is a failure otherwise, with the number of tries and without secrets', async () => {
		const echo = { message: 'of-the-credential and of-the-item' };
		const { client, http } = fakeClient(answer(500, echo));
		Object.assign(http, { forms: new SecretForms(['of-the-credential']) });
		const of = new ApiClient(http, client.execution, new ItemScope(['of-the-item']));
		const sent = await of.send(get);
		expect(() => of.answerOf(sent)).toThrow(
			expect.objectContaining({
				description: expect.stringMatching(
					/"\*\*\* and \*\*\*\.".*It was tried 10 times\.$/,
				) as string,
			}),
		);
	});

	it('learns the clock of the service', async () => {
		const date = 'Sat, 21 Nov 2026 13:00:00 GMT';
		const { client, run, timer } = fakeClient(answer(200, {}, { date }));
		await client.send(get);
		expect(run.clock.noEarlierThan(timer.now())).toBe(Date.parse(date));
	});
});

describe('A write whose answer was lost', () => {
	const write = { how: 'updated', what: 'the connection 1' } as const;
	const may = 'An earlier attempt got no response, so the connection 1 may have been updated';

	it.each<[what: string, outcomes: Outcome[], isTold: boolean]>([
		['lost each time', [broken], true],
		['lost and then refused', [broken, answer(422)], true],
		['lost and then not taken for lack of a token', [broken, answer(401)], true],
		['lost before the service asks to wait for an hour', [broken, paused], true],
		['lost and then successful', [broken, answer(200)], false],
		['never sent', [refused], false],
		['refused', [answer(422)], false],
	])('stays with the item if it was %s', async (_what, outcomes, isTold) => {
		const { client, item } = fakeClient(...outcomes);
		await client.send({ ...patch, write }).catch(asFailure);
		if (isTold) expect(item.unclearNote).toContain(may);
		else expect(item.unclearNote).toBe('');
	});

	it('leaves the decision to its caller if it is a create, even after a success', async () => {
		const created = { how: 'created', what: 'the connection "a"' } as const;
		const { client, item } = fakeClient(broken, answer(201, { id: '1' }));
		const sent = await client.sendUntilUnclear({ ...post, write: created });
		expect(sent).toMatchObject({ unclear: true, isDone: false });
		await client.sendUntilUnclear({ ...post, write: created });
		expect(item.unclearNote).toContain('the connection "a" may have been created');
	});

	it.each<[what: string, lost: Outcome, ms: number]>([
		['broke', broken, BOUNDS.lateCreate],
		['ran into its timeout', timeout, BOUNDS.lateCreateAfterTimeout],
	])('may be carried out for a while after it %s', async (_what, lost, ms) => {
		const limit = answer(429, '', { 'retry-after': '5' });
		const { client, timer } = fakeClient(limit, lost);
		const begun = timer.now();
		const sent = await client.sendUntilUnclear(post);
		expect(sent.unclearSince).toBe(begun + 5_000);
		expect(sent.unclearUntil).toBe(begun + 5_000 + ms);
	});
});

describe('A create', () => {
	it.each([
		['returns at once if the outcome is unclear', broken, 1],
		['returns at once for a 503', answer(503), 1],
		['goes on if it certainly did not happen', refused, 10],
		['ends for a failure that lasts', answer(422), 1],
	])('%s', async (_what, outcome, count) => {
		const { client, calls } = fakeClient(outcome);
		await client.sendUntilUnclear(post);
		expect(calls).toHaveLength(count);
	});
});

describe('What concerns the whole run', () => {
	it('a refusal by IMS ends it for every item', async () => {
		const { nextItem, calls } = fakeClient({ kind: 'ims', message: 'No token', isPassing: false });
		const all = [1, 2, 3].map(async () => await nextItem().send(get));
		for (const result of await Promise.allSettled(all)) {
			expect(result).toMatchObject({ status: 'rejected', reason: { message: 'No token' } });
		}
		expect(calls).toHaveLength(1);
	});

	it('IMS that is away for a while does not: nothing was sent, and each item tries again', async () => {
		const away = { kind: 'ims', message: 'Away', isPassing: true } as const;
		const { client, run, calls } = fakeClient(
			...Array.from({ length: 6 }, () => away),
			answer(200),
		);
		expect(await client.send(get)).toMatchObject({ isDone: true, unclear: false, tries: 7 });
		expect(calls).toHaveLength(7);
		expect(run.fatal).toBeUndefined();
	});

	it('a lasting failure of IMS is reported in its own words, and the execution goes on', async () => {
		const { client, run } = fakeClient({ kind: 'ims', message: 'Away', isPassing: true });
		await expect(client.read(get)).rejects.toMatchObject({
			message: 'Away',
			description: 'It was tried 10 times.',
		});
		expect(run.fatal).toBeUndefined();
	});

	it('a 401 at the beginning ends it', async () => {
		const { client, run, calls } = fakeClient(answer(401));
		await expect(client.send(get)).rejects.toThrow(/even a fresh one/);
		await expect(client.send(get)).rejects.toBe(run.fatal);
		expect(calls).toHaveLength(1);
	});

	it('a 401 that denies a permission does not: it is the item’s own, and is not tried again', async () => {
		const denied = { message: 'Access Denied. The user is not authorized to make the request.' };
		const { client, run, calls } = fakeClient(answer(200), answer(401, denied));
		await client.send(get);
		await expect(client.read(get)).rejects.toThrow(/lacks a permission/);
		expect(run.fatal).toBeUndefined();
		expect(calls).toHaveLength(2);
	});

	it('a 401 that passes in a run that worked before does not', async () => {
		const { client } = fakeClient(answer(200), answer(401), answer(401), answer(200));
		await client.send(get);
		const sent = await client.send(get);
		expect(sent.outcome).toMatchObject({ status: 200 });
	});

	it('a service that was away for some items in a row gets one try for each further one', async () => {
		const { nextItem, calls } = fakeClient(answer(502));
		for (let item = 0; item < BOUNDS.patience; item++) await nextItem().send(get);
		expect(calls).toHaveLength(BOUNDS.patience * BOUNDS.tries);
		await nextItem().send(get);
		expect(calls).toHaveLength(BOUNDS.patience * BOUNDS.tries + 1);
	});

	it('one success in between makes it patient again', async () => {
		const away = Array.from({ length: 2 * BOUNDS.tries }, () => answer(502));
		const { nextItem, calls } = fakeClient(...away, answer(200), answer(502));
		for (let item = 0; item < 4; item++) await nextItem().send(get);
		const before = calls.length;
		await nextItem().send(get);
		expect(calls.length - before).toBe(BOUNDS.tries);
	});

	it('the first refusal is the one that all items get', async () => {
		const { nextItem, run, http } = fakeClient(answer(200));
		await nextItem().send(get);
		let number = 0;
		http.send = async () => ({
			kind: 'ims',
			message: `No token ${++number}`,
			isPassing: false,
		});
		const all = [1, 2].map(async () => await nextItem().send(get));
		for (const result of await Promise.allSettled(all)) {
			expect(result).toMatchObject({ status: 'rejected', reason: run.fatal });
		}
		expect(run.fatal?.message).toBe('No token 1');
	});

	it('the first request goes alone, the others wait for its end', async () => {
		const { nextItem, calls } = fakeClient(answer(200));
		const all = [1, 2, 3].map(async () => await nextItem().send(get));
		for (let turn = 0; turn < 3; turn++) await Promise.resolve();
		expect(calls).toHaveLength(1);
		await Promise.all(all);
		expect(calls).toHaveLength(3);
	});
});

describe('A cancelled run', () => {
	it('sends nothing more', async () => {
		const abort = new AbortController();
		const { http, calls } = fakeService(() => answer(500));
		const { client } = clientOf(http, abort.signal);
		const sent = client.send(get);
		abort.abort();
		await expect(sent).rejects.toMatchObject({ name: 'Cancelled' });
		expect(calls.length).toBeLessThanOrEqual(1);
	});
});
