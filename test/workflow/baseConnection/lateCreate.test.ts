/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests wait for what a service does by itself */
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { callLines, create, keySet, storedParams } from '../cases';

const local = useLocalAdobe();
const lost = { method: 'POST', path: 'connections$', applied: true, times: 1 } as const;
const settled = async () => await new Promise((resolve) => setTimeout(resolve, 1_500));

describe('A create that the service carries out after its answer was lost', () => {
	describe('within the time that is waited for', () => {
		useBounds({ lateCreate: 3_000, lateCreateAfterTimeout: 4_000 });

		it.each(['create', 'upsert'])('is found, not made again (%s)', async (operation) => {
			const { adobe } = local;
			adobe.set({ faults: [{ ...lost, kind: 'reset', appliedAfterMs: [2_000, 2_200] }] });
			const { error, json, hints } = await runNode(local.credential(), {
				parameters: create({ operation }),
			});
			expect(error).toBeUndefined();
			await settled();
			expect(adobe.connections().map(({ id }) => id)).toEqual([json[0]?.id]);
			expect(callLines(adobe).filter((line) => line.startsWith('POST'))).toHaveLength(1);
			expect(hints[0]?.message).toContain('1 creation got no clear response');
		});

		it('is found after a timeout, which is waited for longer', async () => {
			const { adobe } = local;
			adobe.set({ faults: [{ ...lost, kind: 'hang', appliedAfterMs: [4_300, 4_400] }] });
			const { error, json } = await runNode(local.credential(), {
				parameters: create({ options: { timeout: 1 } }),
			});
			expect(error).toBeUndefined();
			await settled();
			expect(adobe.connections().map(({ id }) => id)).toEqual([json[0]?.id]);
		});
	});

	describe('while it is asked for again', () => {
		useBounds({ lateCreate: 1_000, lateCreateAfterTimeout: 1_000 });

		it('leaves one, and the other is deleted and reported', async () => {
			const { adobe } = local;
			const keys = { s3KeySource: 'fields', ...keySet(7) };
			// Each answer takes a second: the first lands between the last look and the one after the second POST.
			adobe.set({
				latencyMs: 1_000,
				faults: [{ ...lost, kind: 'reset', appliedAfterMs: [2_600, 3_000] }],
			});
			const { error, json, hints } = await runNode(local.credential(), {
				parameters: create(keys),
			});
			expect(error).toBeUndefined();
			await settled();
			const posts = callLines(adobe).filter((line) => line.startsWith('POST'));
			expect(posts).toHaveLength(2);
			expect(adobe.connections().map(({ id }) => id)).toEqual([json[0]?.id]);
			expect(storedParams(adobe, String(json[0]?.id))).toEqual(keySet(7));
			expect(hints.map(({ message }) => message).join()).toContain('1 duplicate deleted');
		});

		it('is reported if the deletion fails', async () => {
			const { adobe } = local;
			adobe.set({
				latencyMs: 1_000,
				faults: [
					{ ...lost, kind: 'reset', appliedAfterMs: [2_600, 3_000] },
					{ kind: 'status', status: 400, method: 'DELETE' },
				],
			});
			const { error } = await runNode(local.credential(), { parameters: create() });
			for (const { id } of adobe.connections()) expect(error?.description).toContain(id);
			expect(adobe.connections()).toHaveLength(2);
		});
	});

	describe('after which the next try is refused', () => {
		useBounds({ lateCreate: 1_000, lateCreateAfterTimeout: 1_000 });

		it('is reported with the refusal, since it may exist', async () => {
			const { adobe } = local;
			adobe.set({
				faults: [
					{ ...lost, kind: 'reset', appliedAfterMs: [4_000, 4_000] },
					{ kind: 'status', status: 400, method: 'POST', path: 'connections$' },
				],
			});
			const { error } = await runNode(local.credential(), { parameters: create() });
			expect(error?.httpCode).toBe('400');
			expect(error?.description).toMatch(
				/No connection was found that this item could have created/,
			);
		});
	});
});
