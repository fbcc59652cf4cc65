import { sleep } from 'n8n-workflow';
import { DATASETS } from '../../../local/adobe/tenant/ids';
import { forgetOwn } from '../../../nodes/AdobeExperiencePlatform/dataset/batch/lifecycle';
import { useLocalAdobe } from '../../support/adobe';
import { runNode, type RunOptions } from '../../support/engine';
import { killableNode } from '../../support/killableNode';
import { upload, writes } from './cases';

const local = useLocalAdobe({ runMs: 20 });

const run = async (options: RunOptions) => await runNode(local.credential(), options);
const stored = (name: keyof typeof DATASETS = 'orders') =>
	local.adobe.records(DATASETS[name]).map(({ record }) => record);

describe('A batch that does not go well', () => {
	it('is reported with its reason, and fails the node', async () => {
		local.adobe.set({
			faults: [{ kind: 'empty', method: 'PUT', path: 'import' }],
		});
		const { error } = await run({ parameters: upload('stores'), items: [{ storeId: 'S-1' }] });
		expect(error?.message).toBe(
			'The batch for "Acme Stores" failed: There were no files uploaded for this batch',
		);
		expect(error?.description).toMatch(/Batch ID: [0-9A-Z]{26}/);
	});

	it('is aborted if a file is refused', async () => {
		local.adobe.set({ faults: [{ kind: 'status', status: 403, method: 'PUT', path: 'import' }] });
		const { error } = await run({ parameters: upload('stores'), items: [{ storeId: 'S-1' }] });
		expect(error?.description).toContain('The batch was aborted');
		expect(local.adobe.batches()).toMatchObject([{ status: 'aborted' }]);
	});

	it('is named if it cannot be aborted either', async () => {
		local.adobe.set({
			faults: [
				{ kind: 'status', status: 403, method: 'PUT', path: 'import' },
				{ kind: 'status', status: 403, method: 'POST', path: 'import/batches/' },
			],
		});
		const { error } = await run({ parameters: upload('stores'), items: [{ storeId: 'S-1' }] });
		const [batch] = local.adobe.batches();
		expect(batch?.status).toBe('loading');
		expect(error?.description).toContain(`The batch ${batch?.id} was created`);
	});

	it('is named if it does not finish within Max Wait, and is used by the next try', async () => {
		local.adobe.set({ runMs: 1_500 });
		const ask = {
			parameters: upload('stores', { options: { maxWait: 0.005 } }),
			items: [{ storeId: 'S-1' }],
		};
		const { error } = await run(ask);
		const [batch] = local.adobe.batches();
		expect(error?.message).toBe('The batch for "Acme Stores" has not finished within 0.01 minutes');
		expect(error?.description).toContain(batch?.id);
		const again = await run({ ...ask, parameters: upload('stores') });
		expect(again.json).toMatchObject([{ batchId: batch?.id, status: 'success' }]);
		expect(again.hints[0]?.message).toContain('nothing was uploaded again');
		expect(stored('stores')).toHaveLength(1);
	});

	it.each(['partialIngestionPercent', 'partialIngestionPercentage'] as const)(
		'tells of %s, by whichever name Adobe knows it',
		async (partialMember) => {
			local.adobe.set({ partialMember });
			const { hints, json } = await run({
				parameters: upload('stores', { options: { partialIngestionPercent: 5 } }),
				items: [{ storeId: 'S-1' }],
			});
			expect(json).toMatchObject([{ status: 'success' }]);
			expect(hints).toHaveLength(partialMember === 'partialIngestionPercent' ? 0 : 1);
		},
	);
});

describe('A lost answer', () => {
	const ask = { parameters: upload('stores'), items: [{ storeId: 'S-1' }] };
	const steps = [
		['the creation', 'POST', 'import/batches$'],
		['the file', 'PUT', 'import'],
		['COMPLETE', 'POST', 'import/batches/'],
	] as const;
	const kinds = [
		{ kind: 'reset', applied: true },
		{ kind: 'status', status: 504, applied: true },
		{ kind: 'halfBody', applied: true },
		{ kind: 'html', status: 200, applied: true },
		{ kind: 'status', status: 503, applied: false },
		{ kind: 'status', status: 504, applied: true, appliedAfterMs: [100, 200] },
	] as const;
	const cases = steps.flatMap(([what, method, path]) =>
		kinds.map((fault) => [what, method, path, fault] as const),
	);

	it.each(cases)(
		'to %s (%s %s, %j) creates no second batch',
		async (_what, method, path, fault) => {
			for (const uniqueExternalIds of [true, false]) {
				local.adobe.reset({ keepTokens: true });
				local.adobe.set({
					uniqueExternalIds,
					faults: [
						{
							...fault,
							method,
							path,
							times: 1,
							appliedAfterMs: 'appliedAfterMs' in fault ? [...fault.appliedAfterMs] : undefined,
						},
					],
				});
				const { error, json } = await run(ask);
				expect(error).toBeUndefined();
				expect(json).toMatchObject([{ status: 'success', recordsWritten: 1 }]);
				expect(stored('stores')).toHaveLength(1);
				const states = local.adobe.batches().map(({ status }) => status);
				expect(states.filter((status) => status === 'success')).toHaveLength(1);
				expect(states).not.toContain('loading');
			}
		},
	);
});

describe('What a killed worker has left behind', () => {
	const ask = { parameters: upload('stores'), items: [{ storeId: 'S-1' }] };

	it('is used if it was completed: nothing is uploaded twice', async () => {
		const first = await run(ask);
		const batchId = String(first.json[0]?.batchId);
		// Another process does not know the batches of this one.
		forgetOwn(batchId);
		local.adobe.journal.length = 0;
		const again = await run(ask);
		expect(again.json).toMatchObject([{ batchId, status: 'success' }]);
		expect(writes(local.adobe)).toEqual([]);
		expect(stored('stores')).toHaveLength(1);
	});

	it('is aborted if it was not completed, with a hint that names it', async () => {
		local.adobe.set({
			faults: [
				{ kind: 'status', status: 403, method: 'PUT', path: 'import' },
				{ kind: 'status', status: 403, method: 'POST', path: 'import/batches/' },
			],
		});
		await run(ask);
		const [left] = local.adobe.batches();
		expect(left?.status).toBe('loading');
		local.adobe.set({ faults: [] });
		const { json, hints } = await run(ask);
		expect(json).toMatchObject([{ status: 'success', recordsWritten: 1 }]);
		expect(hints[0]?.message).toContain(left?.id);
		expect(local.adobe.batches().map(({ status }) => status)).toEqual(['aborted', 'success']);
	});

	it('is aborted if it is created after the first look', async () => {
		local.adobe.set({ runMs: 30_000 });
		const [first, again] = [killableNode(), killableNode()];
		local.adobe.set({
			faults: [
				{
					kind: 'reset',
					applied: true,
					appliedAfterMs: [5_000, 5_000],
					path: 'batches$',
					times: 1,
					method: 'POST',
				},
			],
		});
		void run({ ...ask, node: first.node });
		while (local.adobe.journal.every(({ fault }) => fault === undefined)) await sleep(10);
		first.kill();
		const { json, hints } = await run({ ...ask, node: again.node });
		expect(json).toMatchObject([{ status: 'success' }]);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^An earlier try of this upload left the batch/) as string,
		]);
		const states = local.adobe.batches().map(({ status }) => status);
		expect(states.sort()).toEqual(['aborted', 'success']);
		expect(stored('stores')).toHaveLength(1);
	});

	it('is left alone if it is of other data', async () => {
		const first = await run(ask);
		forgetOwn(String(first.json[0]?.batchId));
		await run({ ...ask, items: [{ storeId: 'S-2' }] });
		expect(stored('stores')).toHaveLength(2);
	});
});
