import type { RawBatch } from '../../../nodes/AdobeExperiencePlatform/dataset/batch/batch';
import {
	abortLate,
	findEarlier,
	forgetOwn,
	rememberOwn,
} from '../../../nodes/AdobeExperiencePlatform/dataset/batch/lifecycle';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, fakeClient } from '../fakeExecution';

const HOUR = 3_600_000;
const marks = { upload: 'u', data: 'x' };
const done = answer(200, {});
const refused = answer(400, { message: 'It is no longer open' });

/** A batch with the tags of an upload. */
const batchOf = (status: string, upload: unknown, data: unknown, more: object = {}): RawBatch => ({
	id: 'b',
	status,
	tags: { n8nUpload: upload, n8nData: data },
	...more,
});

async function find(batches: RawBatch[], ...outcomes: Outcome[]) {
	const fake = fakeClient(...outcomes);
	const found = await findEarlier(fake.client, batches, marks);
	return {
		found,
		hints: [...fake.run.hints].join(' '),
		requests: requestsOf(fake),
		changes: fake.item.changes,
	};
}

const requestsOf = ({ calls }: ReturnType<typeof fakeClient>) =>
	calls.map(({ method, path, query }) =>
		method === 'GET' ? 'look' : `${query?.[0]?.[1]} ${path.split('/').at(-1)}`,
	);

describe('A batch of an earlier try of this upload', () => {
	it.each(['success', 'loaded', 'processing'])('that is %s is used', async (status) => {
		const { found, hints, requests } = await find([batchOf(status, ['u'], ['x'])]);
		expect(found).toBe('b');
		expect(hints).toMatch(/had already completed the batch b\. It is used/);
		expect(requests).toEqual([]);
	});

	it('is known by a tag that is no list, too', async () => {
		expect((await find([batchOf('loaded', 'u', 'x')])).found).toBe('b');
	});

	it('that failed is passed over', async () => {
		const { found, hints, requests } = await find([batchOf('failed', ['u'], ['x'])]);
		expect({ found, hints, requests }).toEqual({ found: undefined, hints: '', requests: [] });
	});

	it('that is still loading is aborted', async () => {
		const { found, hints, requests, changes } = await find(
			[batchOf('loading', ['u'], ['x'])],
			done,
		);
		expect(found).toBeUndefined();
		expect(requests).toEqual(['ABORT b']);
		expect(hints).toMatch(/left the batch b without completing it\. It was aborted/);
		expect(changes).toEqual([]);
	});

	it('that was completed before it could be aborted is used', async () => {
		const now = answer(200, { b: { status: 'loaded' } });
		const { found, requests } = await find([batchOf('loading', ['u'], ['x'])], refused, now);
		expect(found).toBe('b');
		expect(requests).toEqual(['ABORT b', 'look']);
	});

	it('that can be neither aborted nor used ends the upload', async () => {
		const now = answer(200, { b: { status: 'loading' } });
		const found = find([batchOf('loading', ['u'], ['x'])], refused, now);
		await expect(found).rejects.toMatchObject({ httpCode: '400' });
	});

	it.each([
		['another tag', batchOf('loaded', ['v'], ['y'])],
		['no tags', { id: 'b', status: 'loaded' }],
	])('is not one with %s', async (_what, batch) => {
		expect(await find([batch])).toMatchObject({ found: undefined, hints: '', requests: [] });
	});
});

describe('A batch with the same data of another execution', () => {
	const now = fakeClient().client.execution.serviceTime;

	it.each<[what: string, more: object, requests: string[], hint: RegExp]>([
		['that may be under way', { updated: now - HOUR }, [], /has not completed the batch b/],
		[
			'that was made long ago, and filled just now',
			{ created: now - 9 * HOUR, updated: now - HOUR },
			[],
			/has not completed the batch b/,
		],
		['whose upload lasts too long', { updated: now - 7 * HOUR }, ['ABORT b'], /^$/],
		['that was made too long ago', { created: now - 7 * HOUR }, ['ABORT b'], /^$/],
		['of no known time', {}, ['ABORT b'], /^$/],
	])('%s', async (_what, more, requests, hint) => {
		const result = await find([batchOf('loading', ['v'], ['x'], more)], done);
		expect(result.found).toBeUndefined();
		expect(result.requests).toEqual(requests);
		expect(result.hints).toMatch(hint);
	});

	it('that is complete is let be: the same data may be meant to come twice', async () => {
		const result = await find([batchOf('success', ['v'], ['x'], { updated: 1 })]);
		expect(result).toMatchObject({ found: undefined, hints: '', requests: [] });
	});
});

describe('What this process has uploaded', () => {
	it.each([
		['its ID', { id: 'mine' }],
		['its external ID', { externalId: 'mine' }],
	])('is no earlier try, by %s, until it is forgotten', async (_what, more) => {
		const batches = [batchOf('loaded', ['u'], ['x'], more)];
		rememberOwn('mine');
		expect((await find(batches)).found).toBeUndefined();
		forgetOwn('mine');
		expect((await find(batches)).found).toBe(batches[0]?.id);
	});

	it('is remembered for 10,000 batches, the oldest of which goes first', async () => {
		const found = async (id: string) =>
			(await find([batchOf('loaded', ['u'], ['x'], { id })])).found;
		for (let index = 0; index < 10_000; index++) rememberOwn(`many${index}`);
		expect(await found('many0')).toBeUndefined();
		rememberOwn('one more');
		expect(await found('many0')).toBe('many0');
		expect(await found('many1')).toBeUndefined();
		expect(await found('one more')).toBeUndefined();
	});
});

describe('A batch that an earlier try created late', () => {
	const late = async (...outcomes: Outcome[]) => {
		const fake = fakeClient(...outcomes);
		await abortLate(fake.client, { datasetId: 'd', upload: 'u' });
		return { hints: [...fake.run.hints].join(' '), requests: requestsOf(fake) };
	};
	const listed = (batch: RawBatch) => answer(200, { [batch.id]: batch });

	it.each<[what: string, outcomes: Outcome[], requests: string[], hint: RegExp]>([
		[
			'is aborted',
			[listed(batchOf('loading', ['u'], ['x'])), done],
			['look', 'ABORT b'],
			/left the batch b without completing it\. It was aborted/,
		],
		[
			'is named if it cannot be aborted',
			[listed(batchOf('loading', ['u'], ['x'])), refused],
			['look', 'ABORT b'],
			/has not completed the batch b/,
		],
		['is let be once it is complete', [listed(batchOf('loaded', ['u'], ['x']))], ['look'], /^$/],
		[
			'is let be if it is another one’s',
			[listed(batchOf('loading', ['v'], ['x']))],
			['look'],
			/^$/,
		],
		['does not fail the upload if it cannot be looked for', [refused], ['look'], /^$/],
	])('%s', async (_what, outcomes, requests, hint) => {
		const result = await late(...outcomes);
		expect(result.requests).toEqual(requests);
		expect(result.hints).toMatch(hint);
	});
});
