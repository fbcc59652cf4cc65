import { passHours, useFlowCases } from './flowCases';

/** A dataflow without new data is reported once for each silence. */

const HOUR = 3_600_000;
const { local, connectionId, flow, ended, empty, watch, asked } = useFlowCases();

describe('No Data', () => {
	it('comes once, with the last run and since when, and again after new data', async () => {
		const id = flow();
		const first = ended(id);
		const at = Date.now() - 0.05 * HOUR;
		const polled = watch(['noData']);
		expect(await polled.poll()).toEqual([]);
		await passHours(1.8);
		expect(await polled.poll()).toEqual([]);
		await passHours(0.2);
		const [item] = await polled.poll();
		expect(item).toMatchObject({ event: 'noData', id: first, dataflowId: id, status: 'success' });
		expect(item).toMatchObject({ dataflowName: 'Orders', since: new Date(at).toISOString() });
		expect(item?.hours).toBeCloseTo(2.05, 1);
		for (let hours = 0; hours < 5; hours++) {
			await passHours(1);
			expect(await polled.poll()).toEqual([]);
		}
		ended(id);
		expect(await polled.poll()).toEqual([]);
		await passHours(2.1);
		expect(await polled.poll()).toMatchObject([{ event: 'noData' }]);
	});

	it.each([
		['runs that find nothing', empty, 'success'],
		['runs that fail', (id: string) => ended(id, 'network'), 'failed'],
	])('comes in spite of %s', async (_what, run, status) => {
		const id = flow();
		ended(id);
		const polled = watch(['noData']);
		await polled.poll();
		await passHours(1);
		run(id);
		expect(await polled.poll()).toEqual([]);
		await passHours(1.1);
		const last = run(id);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', id: last, status }]);
	});

	it('does not come after the only load of the schedule Once, but after a second one', async () => {
		const id = flow('Once', 'once');
		ended(id);
		const polled = watch(['noData']);
		await polled.poll();
		for (let hours = 0; hours < 5; hours++) {
			await passHours(1);
			expect(await polled.poll()).toEqual([]);
		}
		const last = ended(id);
		expect(await polled.poll()).toEqual([]);
		await passHours(2.1);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', id: last }]);
	});

	it('comes for a dataflow with the schedule Once whose only run found nothing', async () => {
		const last = empty(flow('Once', 'once'));
		const polled = watch(['noData']);
		await polled.poll();
		await passHours(2.1);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', id: last }]);
	});

	it('comes for a dataflow that never ran, with empty columns of a run', async () => {
		const id = flow('Never');
		const polled = watch(['noData'], { expectEvery: 0.5 });
		await polled.poll();
		expect(await polled.poll()).toEqual([]);
		await passHours(0.6);
		const [item] = await polled.poll();
		expect(item).toMatchObject({
			event: 'noData',
			dataflowName: 'Never',
			dataflowId: id,
			id: null,
			status: null,
			errors: null,
			recordsWritten: null,
			completedAt: null,
		});
		expect(item?.baseConnectionId).toBe(connectionId());
		expect(await polled.poll()).toEqual([]);
	});

	it('comes for a dataflow that was created after the activation', async () => {
		const polled = watch(['noData']);
		await polled.poll();
		await passHours(1);
		const id = flow('New');
		await passHours(1.5);
		expect(await polled.poll()).toEqual([]);
		await passHours(0.6);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', dataflowId: id }]);
	});

	it('counts a silence from before the activation from then on', async () => {
		const id = flow();
		ended(id, 'success', 20);
		const polled = watch(['noData']);
		await polled.poll();
		await passHours(1.9);
		expect(await polled.poll()).toEqual([]);
		await passHours(0.2);
		const [item] = await polled.poll();
		expect(item).toMatchObject({ event: 'noData', dataflowId: id });
		expect(item?.hours).toBeCloseTo(22.1, 0);
	});

	it('does not come for a dataflow that is disabled, deleted or no ingestion', async () => {
		const disabled = flow('Disabled');
		const foreign = local.adobe.seedForeignFlow('destination').id;
		ended(foreign);
		const polled = watch(['noData']);
		await polled.poll();
		local.adobe.amend(disabled, { state: 'disabled' });
		for (let hours = 0; hours < 4; hours++) {
			await passHours(1);
			expect(await polled.poll()).toEqual([]);
		}
		local.adobe.amend(disabled, { state: 'enabled', updatedAt: Date.now() });
		await passHours(1);
		expect(await polled.poll()).toEqual([]);
		await passHours(1.1);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', dataflowId: disabled }]);
	});

	it('looks at the dataflow itself before it says so, since a list may leave a run out', async () => {
		const id = flow();
		ended(id);
		const polled = watch(['noData']);
		await polled.poll();
		await passHours(2.1);
		local.adobe.leaveOut(ended(id));
		expect(await polled.poll()).toEqual([]);
		expect(await polled.poll()).toEqual([]);
	});

	it('is reported up to the limit, and the rest with the next polls', async () => {
		const ids = Array.from({ length: 5 }, (_, index) => flow(`Flow ${index}`));
		const polled = watch(['noData'], { options: { limit: 2 } });
		await polled.poll();
		await passHours(2.1);
		const found = [await polled.poll(), await polled.poll(), await polled.poll()];
		expect(found.map((items) => items.length)).toEqual([2, 2, 1]);
		expect(found.flat().map(({ dataflowId }) => dataflowId)).toEqual(expect.arrayContaining(ids));
		expect(await polled.poll()).toEqual([]);
	});

	it('watches one dataflow if it is chosen', async () => {
		const [id, other] = [flow('One'), flow('Other')];
		const polled = watch(['noData'], { dataflowId: { __rl: true, mode: 'id', value: id } });
		await polled.poll();
		await passHours(2.1);
		expect(await polled.poll()).toMatchObject([{ dataflowId: id }]);
		expect(JSON.stringify(polled.save())).not.toContain(other);
	});

	it.each([[0], [-1], ['x']])('refuses to expect data every %s hours', async (expectEvery) => {
		await expect(watch(['noData'], { expectEvery }).poll()).rejects.toThrow(/^Expect Data Every/);
		expect(asked('/runs')).toBe(0);
	});
});
