import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { MISSING } from '../support/madeUp';
import { create, flowCalls, keySet, times, updateFromItem } from './cases';

const local = useLocalAdobe();

describe('A run that stops without Continue On Fail', () => {
	it('names every connection that it created, those in flight included', async () => {
		const { adobe } = local;
		// The fourth create fails quickly while the others of its wave are still under way.
		adobe.set({
			latencyMs: 30,
			faults: [
				{ kind: 'status', status: 422, skip: 3, times: 1, method: 'POST', path: 'connections$' },
			],
		});
		const { error, json } = await runNode(local.credential(), {
			parameters: create({ name: '={{ $json.name }}', options: { maxConcurrency: 3 } }),
			items: times(12, (index) => ({ name: `S3 ${index}` })),
		});
		expect(error?.message).toBe('Adobe refuses the values of the request');
		expect(error?.context?.itemIndex).toBe(3);
		expect(json).toEqual([]);
		const created = adobe.connections();
		expect(created.length).toBeGreaterThanOrEqual(3);
		expect(created.length).toBeLessThanOrEqual(6);
		expect(error?.description).toContain('Before it stopped, this execution created: ');
		for (const { id } of created) expect(error?.description).toContain(id);
	});

	it('begins nothing new after the failure', async () => {
		const { adobe } = local;
		adobe.set({ faults: [{ kind: 'status', status: 403, skip: 1, path: 'flowservice' }] });
		await runNode(local.credential(), {
			parameters: create({ name: '={{ $json.name }}', options: { maxConcurrency: 2 } }),
			items: times(50, (index) => ({ name: `S3 ${index}` })),
		});
		expect(flowCalls(adobe).length).toBeLessThanOrEqual(4);
	});

	it('names what it updated', async () => {
		const { adobe } = local;
		const good = adobe.seedConnection().id;
		const { error } = await runNode(local.credential(), {
			parameters: { ...updateFromItem, options: { maxConcurrency: 1 } },
			items: [good, MISSING, adobe.seedConnection().id].map((id, index) => ({
				id,
				...keySet(index),
			})),
		});
		expect(error?.message).toMatch(/^There is no connection with this ID/);
		expect(error?.description).toMatch(
			new RegExp(`Before it stopped, this execution updated: ${good}\\.$`),
		);
	});

	it('does not list anything if nothing was written', async () => {
		const { error } = await runNode(local.credential(), {
			parameters: updateFromItem,
			items: [{ id: MISSING, ...keySet(1) }],
		});
		expect(error?.description).not.toContain('Before it stopped');
	});
});
