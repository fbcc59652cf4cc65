import {
	batchFailed,
	type InputFormat,
	completeBatch,
	waitForBatch,
	waitUntilCompleted,
} from '../../../nodes/AdobeExperiencePlatform/dataset/batch/lifecycle';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, broken, fakeClient } from '../fakeExecution';

const is = (status: string, more: object = {}) => answer(200, { b: { status, ...more } });
const none = answer(404, {});
const done = answer(200, {});
const waiting = { datasetName: 'Stores', maxWait: 300_000 };

/** The requests that were sent; `look` is a GET. */
const sent = ({ calls }: ReturnType<typeof fakeClient>) =>
	calls.map(({ method, query }) => (method === 'GET' ? 'look' : String(query?.[0]?.[1])));

describe('A batch is waited for', () => {
	it.each<[what: string, outcomes: Outcome[], requests: string[], told: string[]]>([
		['that has ended', [is('success')], ['look'], []],
		[
			'that ends later',
			[is('staging'), is('processing'), is('failed')],
			['look', 'look', 'look'],
			['staging', 'processing'],
		],
		['that is not visible yet', [none, is('success')], ['look', 'look'], ['not visible yet']],
		[
			'whose COMPLETE was answered by somebody else',
			[is('loading'), done, is('success')],
			['look', 'COMPLETE', 'look'],
			['loading'],
		],
	])('%s', async (_what, outcomes, requests, told) => {
		const fake = fakeClient(...outcomes);
		const report = jest.fn<void, [string]>();
		fake.run.report = report;
		const batch = await waitForBatch(fake.client, 'b', waiting);
		expect(['success', 'failed']).toContain(batch.status);
		expect(sent(fake)).toEqual(requests);
		expect(report.mock.calls.map(([text]) => text)).toEqual(
			told.map((state) => `Waiting for the batch b, which is ${state}`),
		);
	});

	it('with pauses that grow to 30 seconds, and no longer than Max Wait', async () => {
		const { client, timer } = fakeClient(is('staging'));
		await expect(waitForBatch(client, 'b', waiting)).rejects.toMatchObject({
			message: 'The batch for "Stores" has not finished within 5 minutes',
			description: expect.stringMatching(
				/^It is still staging.* Do not upload the data again.* Batch ID: b\.$/,
			) as string,
		});
		expect(timer.waits.slice(0, 3)).toEqual([2_000, 3_000, 4_500]);
		expect(Math.max(...timer.waits)).toBe(30_000);
		expect(timer.waits.reduce((sum, ms) => sum + ms, 0)).toBe(300_000);
	});

	it('for less than a minute if Max Wait says so, although it does not show up', async () => {
		const { client } = fakeClient(none);
		await expect(waitForBatch(client, 'b', { ...waiting, maxWait: 30_000 })).rejects.toMatchObject({
			message: 'The batch for "Stores" has not finished within 0.5 minutes',
			description: expect.stringMatching(/^It is still not visible yet/) as string,
		});
	});

	it('for a minute if it does not show up', async () => {
		const { client, timer } = fakeClient(none);
		await expect(waitForBatch(client, 'b', waiting)).rejects.toMatchObject({ httpCode: '404' });
		const total = timer.waits.reduce((sum, ms) => sum + ms, 0);
		expect(total).toBeGreaterThan(60_000);
		expect(total).toBeLessThan(120_000);
	});

	it('not after a refusal', async () => {
		const fake = fakeClient(answer(403));
		await expect(waitForBatch(fake.client, 'b', waiting)).rejects.toMatchObject({
			httpCode: '403',
		});
		expect(sent(fake)).toEqual(['look']);
	});
});

describe('A batch without waiting', () => {
	it.each<[what: string, outcomes: Outcome[], requests: string[], status: string]>([
		['is looked at once', [is('loaded')], ['look'], 'loaded'],
		['counts as loaded if it cannot be seen', [none], ['look'], 'loaded'],
		[
			'is completed again while it is loading',
			[is('loading'), done, is('processing')],
			['look', 'COMPLETE', 'look'],
			'processing',
		],
		[
			'is completed 4 times more at most',
			[...Array.from({ length: 4 }, () => [is('loading'), done]).flat(), is('loading')],
			[...Array.from({ length: 4 }, () => ['look', 'COMPLETE']).flat(), 'look'],
			'loading',
		],
	])('%s', async (_what, outcomes, requests, status) => {
		const fake = fakeClient(...outcomes);
		expect(await waitUntilCompleted(fake.client, 'b')).toMatchObject({ id: 'b', status });
		expect(sent(fake)).toEqual(requests);
	});
});

describe('COMPLETE', () => {
	it('is sent again after a lost answer: twice it changes nothing', async () => {
		const fake = fakeClient(broken, answer(200, ''));
		await completeBatch(fake.client, 'b');
		expect(sent(fake)).toEqual(['COMPLETE', 'COMPLETE']);
		expect(fake.item.unclearNote).toBe('');
	});

	it('is not sent again after a refusal', async () => {
		const fake = fakeClient(answer(400, { message: 'Batch is closed' }));
		await expect(completeBatch(fake.client, 'b')).rejects.toMatchObject({ httpCode: '400' });
		expect(sent(fake)).toEqual(['COMPLETE']);
	});
});

const ofLines = { datasetName: 'Stores', inputFormat: { format: 'json' } } as const;

describe('A failed batch says', () => {
	it.each<[what: string, batch: object, message: RegExp, description: RegExp]>([
		[
			'only its state',
			{ status: 'ABORTED' },
			/^The batch for "Stores" failed$/,
			/^Nothing of it was written\. Its state is aborted\. Batch ID: b\.$/,
		],
		[
			'what its error says',
			{ errors: [{ code: 'X-1', message: 'No rows' }] },
			/^The batch for "Stores" failed: No rows$/,
			/ No rows \(X-1\) Batch ID: b\.$/,
		],
		[
			'words without a code',
			{ errors: [{ message: 'No rows' }] },
			/failed: No rows$/,
			/written\. No rows Batch ID/,
		],
		[
			'a code without words, and what to do',
			{ errors: [{ code: 'DCVS-1-400' }] },
			/^The batch for "Stores" failed$/,
			/written\. \(DCVS-1-400\) A record does not fit the schema/,
		],
		[
			'5 errors at most',
			{ errors: Array.from({ length: 7 }, (_, index) => ({ message: `e${index}` })) },
			/failed: e0$/,
			/ e0 e1 e2 e3 e4 and 2 more Batch ID/,
		],
	])('%s', (_what, batch, message, description) => {
		const failure = batchFailed('b', ofLines, { id: 'b', ...batch });
		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(description);
	});

	const json = { format: 'json' } as const;
	it.each<[InputFormat, code: string, advice: RegExp]>([
		[json, 'INGEST-1401-400', /Check Format: .* needs JSON\. Batch/],
		[json, '1401', /Check Format: .* needs JSON\. Batch/],
		[{ ...json, isMultiLineJson: true }, '1401', /Check Format: .* needs JSON Lines\. Batch/],
		[{ format: 'parquet' }, '1401', /^(?!.*Check Format)/],
		[json, 'INGEST-1555-400', /^(?!.*Check Format)/],
	])('names the other format if rows of %j cannot be parsed: %s', (inputFormat, code, advice) => {
		const batch = { id: 'b', errors: [{ code, description: 'damaged' }] };
		const failure = batchFailed('b', { ...ofLines, inputFormat }, batch);
		expect(failure.description).toMatch(advice);
	});
});
