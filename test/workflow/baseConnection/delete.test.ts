import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { callLines, flowCalls } from '../cases';

const local = useLocalAdobe();

const remove = (id: string) => ({
	operation: 'delete',
	connectionId: { __rl: true, mode: 'id', value: id },
});

describe('Delete', () => {
	it('answers that it is deleted', async () => {
		const { id } = local.adobe.seedConnection({});
		const { json } = await runNode(local.credential(), { parameters: remove(id) });
		expect(json).toEqual([{ deleted: true }]);
		expect(local.adobe.connections()).toEqual([]);
		expect(callLines(local.adobe)).toEqual([`DELETE /${id}`]);
	});

	it('passes on Adobe’s reason if dataflows use the connection, and names them', async () => {
		const { id } = local.adobe.seedConnection({ name: 'Landing', flows: 2 });
		local.adobe.seedConnection({ name: 'Other', flows: 1 });
		const { error } = await runNode(local.credential(), { parameters: remove(id) });
		const names = local.adobe
			.flows()
			.slice(0, 2)
			.map(({ name }) => `"${name}"`);
		expect(error?.message).toMatch(/^Dataflows still use this connection: /);
		for (const name of names) expect(error?.message).toContain(name);
		expect(error?.description).toContain('Delete the dataflows first');
		expect(error?.description).toContain('FLOW-1418-400');
		for (const flow of local.adobe.flows().slice(0, 2)) {
			expect(error?.description).toContain(`"${flow.name}" (${flow.id})`);
		}
		expect(error?.description).not.toContain('of Other');
		expect(flowCalls(local.adobe)).toHaveLength(2);
		expect(local.adobe.connection(id)).toBeDefined();
	});

	it('takes "not found" after a try without an answer for success', async () => {
		const { id } = local.adobe.seedConnection({});
		local.adobe.set({ faults: [{ kind: 'reset', method: 'DELETE', times: 1, applied: true }] });
		const { json } = await runNode(local.credential(), { parameters: remove(id) });
		expect(json).toEqual([{ deleted: true }]);
		expect(callLines(local.adobe)).toHaveLength(2);
	});

	it.each([true, false])(
		'takes the page of a proxy for no answer, whether it was carried out or not (%s)',
		async (applied) => {
			const { id } = local.adobe.seedConnection({});
			local.adobe.set({
				faults: [{ kind: 'html', status: 200, method: 'DELETE', times: 1, applied }],
			});
			const { json } = await runNode(local.credential(), { parameters: remove(id) });
			expect(json).toEqual([{ deleted: true }]);
			expect(local.adobe.connections()).toEqual([]);
			expect(callLines(local.adobe)).toEqual([`DELETE /${id}`, `DELETE /${id}`]);
		},
	);

	it('takes "not found" at once for an error', async () => {
		const { error } = await runNode(local.credential(), { parameters: remove('nobody') });
		expect(error?.message).toBe('There is no connection with this ID in this sandbox');
	});

	describe('while AEP on AWS still sets the connection up', () => {
		useBounds({ settlePause: 50, settle: 5_000 });

		it('waits', async () => {
			local.adobe.set({ initializingMs: 300 });
			const { id } = local.adobe.seedConnection({ state: 'initializing' });
			const { json } = await runNode(local.credential(), { parameters: remove(id) });
			expect(json).toEqual([{ deleted: true }]);
			expect(local.adobe.connections()).toEqual([]);
			expect(local.adobe.journal.map(({ status }) => status)).toContain(400);
		});

		it('passes on the reason if that does not end', async () => {
			Object.assign(BOUNDS, { settle: 200 });
			local.adobe.set({ initializingMs: 600_000 });
			const { id } = local.adobe.seedConnection({ state: 'initializing' });
			const { error } = await runNode(local.credential(), { parameters: remove(id) });
			expect(error?.description).toContain('FLOW-1417-400');
			expect(local.adobe.connection(id)).toBeDefined();
		});
	});
});
