import { names, passHours, useFlowCases } from './flowCases';

/**
 * Events about dataflows: Recovered and Disabled, each once per incident, and what is remembered about all of them.
 */

const { local, flow, ended, empty, watch, asked } = useFlowCases();

describe('Recovered', () => {
	it.each([
		['failed', 'network'],
		['keysRefused', 'keysRefused'],
	] as const)('follows %s once, with the run that succeeded', async (event, outcome) => {
		const id = flow();
		const polled = watch([event, 'recovered']);
		await polled.poll();
		const failures = [ended(id, outcome, 0.04), ended(id, outcome, 0.02)];
		expect(names(await polled.poll())).toEqual(failures.map((run) => [event, run]));
		await passHours(3);
		const good = empty(id);
		const [item, ...others] = await polled.poll();
		expect(others).toEqual([]);
		expect(item).toMatchObject({ event: 'recovered', id: good, status: 'success' });
		expect(item?.hours).toBeCloseTo(3, 1);
		ended(id);
		expect(await polled.poll()).toEqual([]);
	});

	it('follows No Data with the first records, not with a run that finds nothing', async () => {
		const id = flow();
		const polled = watch(['noData', 'recovered']);
		await polled.poll();
		await passHours(2.1);
		expect(await polled.poll()).toMatchObject([{ event: 'noData' }]);
		empty(id);
		expect(await polled.poll()).toEqual([]);
		const good = ended(id, 'success', 0);
		expect(names(await polled.poll())).toEqual([['recovered', good]]);
		expect(await polled.poll()).toEqual([]);
	});

	it('ends a failure and a silence with one item', async () => {
		const id = flow();
		const polled = watch(['failed', 'noData', 'recovered']);
		await polled.poll();
		await passHours(2.1);
		const bad = ended(id, 'file');
		expect((await polled.poll()).map(({ event }) => event)).toEqual(['failed', 'noData']);
		const good = ended(id, 'success', 0);
		expect(names(await polled.poll())).toEqual([['recovered', good]]);
		expect(bad).not.toBe(good);
	});

	it('comes once both the failure and the silence of a dataflow are over', async () => {
		const id = flow();
		const polled = watch(['failed', 'noData', 'recovered']);
		await polled.poll();
		await passHours(2.1);
		ended(id, 'file');
		expect(await polled.poll()).toHaveLength(2);
		await passHours(0.1);
		empty(id);
		expect(await polled.poll()).toEqual([]);
		await passHours(0.1);
		const good = ended(id, 'success', 0);
		expect(names(await polled.poll())).toEqual([['recovered', good]]);
		expect(await polled.poll()).toEqual([]);
	});

	it('comes in the same poll if failure and success are read together', async () => {
		const id = flow();
		const polled = watch(['failed', 'recovered']);
		await polled.poll();
		const [bad, good] = [ended(id, 'path', 0.2), ended(id, 'success', 0.1)];
		expect(names(await polled.poll())).toEqual([
			['failed', bad],
			['recovered', good],
		]);
		expect(await polled.poll()).toEqual([]);
	});

	it('does not come while the dataflow fails again', async () => {
		const id = flow();
		const polled = watch(['failed', 'recovered']);
		await polled.poll();
		const [first] = [ended(id, 'path', 0.2), ended(id, 'success', 0.1)];
		const again = ended(id, 'path', 0);
		expect(names(await polled.poll())).toEqual([
			['failed', first],
			['failed', again],
		]);
		await passHours(0.1);
		expect(names(await polled.poll())).toEqual([]);
		const good = ended(id, 'success', 0);
		expect(names(await polled.poll())).toEqual([['recovered', good]]);
	});

	it('does not come for what failed before the activation, or was not reported', async () => {
		const id = flow();
		ended(id, 'path');
		const [before, keys] = [watch(['failed', 'recovered']), watch(['keysRefused', 'recovered'])];
		await before.poll();
		await keys.poll();
		ended(id, 'success', 0);
		expect(await before.poll()).toEqual([]);
		ended(id, 'path', 0);
		expect(await keys.poll()).toEqual([]);
		await passHours(0.1);
		ended(id, 'success', 0);
		expect(await keys.poll()).toEqual([]);
	});

	it('alone follows every failed run', async () => {
		const id = flow();
		const polled = watch(['recovered']);
		await polled.poll();
		ended(id, 'path', 0);
		expect(await polled.poll()).toEqual([]);
		await passHours(0.1);
		const good = ended(id, 'success', 0);
		expect(names(await polled.poll())).toEqual([['recovered', good]]);
		expect(await polled.poll()).toEqual([]);
	});

	it('is not known to a copied workflow, nor to events that are chosen later', async () => {
		const id = flow();
		const polled = watch(['failed', 'recovered']);
		await polled.poll();
		ended(id, 'path', 0);
		await polled.poll();
		const copy = watch(['failed', 'recovered']);
		copy.restart(polled.save());
		polled.saveAs({ events: ['failed', 'recovered', 'noData'] });
		for (const one of [copy, polled]) expect(await one.poll()).toEqual([]);
		await passHours(0.1);
		ended(id, 'success', 0);
		for (const one of [copy, polled]) expect(await one.poll()).toEqual([]);
	});
});

describe('Disabled', () => {
	it('comes once when a dataflow becomes disabled, and again after it was enabled', async () => {
		const [id, before] = [flow(), flow('Before')];
		local.adobe.amend(before, { state: 'disabled' });
		const last = ended(id, 'path');
		const polled = watch(['disabled']);
		await polled.poll();
		expect(await polled.poll()).toEqual([]);
		for (let times = 0; times < 2; times++) {
			await passHours(1);
			local.adobe.amend(id, { state: 'disabled', updatedAt: Date.now() - 600_000 });
			const [item, ...others] = await polled.poll();
			expect(others).toEqual([]);
			expect(item).toMatchObject({ event: 'disabled', id: last, dataflowId: id, cause: 'path' });
			expect(item?.hours).toBeCloseTo(0.17, 1);
			expect(await polled.poll()).toEqual([]);
			local.adobe.amend(id, { state: 'enabled', updatedAt: Date.now() });
			expect(await polled.poll()).toEqual([]);
		}
	});

	it('comes for a dataflow that never ran', async () => {
		const id = flow();
		const polled = watch(['disabled']);
		await polled.poll();
		await passHours(0.5);
		local.adobe.amend(id, { state: 'disabled', updatedAt: Date.now() });
		expect(await polled.poll()).toMatchObject([{ event: 'disabled', dataflowId: id, id: null }]);
	});

	it('does not come for one that the first list left out', async () => {
		const id = flow();
		local.adobe.amend(id, { state: 'disabled' });
		const polled = watch(['disabled']);
		local.adobe.leaveOut(id);
		await polled.poll();
		expect(await polled.poll()).toEqual([]);
	});
});

describe('What is remembered', () => {
	const EVENTS = ['failed', 'noData', 'recovered', 'disabled'];

	it.each([
		['n8n that starts anew', false],
		['the durable scheduler', true],
	])('outlives %s: nothing is reported twice', async (_what, isDurable) => {
		const [silent, failing, gone] = [flow('Silent'), flow('Failing'), flow('Gone')];
		const polled = watch(EVENTS);
		let stored = {};
		const poll = async () => {
			const items = isDurable ? await polled.durablePoll() : await polled.poll();
			if (!isDurable) {
				// n8n stores the memory only with items.
				if (items.length > 0) stored = polled.save();
				polled.restart(stored);
			}
			return items.map(({ event, dataflowName }) => `${String(event)} ${String(dataflowName)}`);
		};
		if (isDurable) await polled.durablePoll(true);
		else {
			await polled.poll();
			stored = polled.save();
		}
		expect(await poll()).toEqual([]);
		await passHours(1.5);
		ended(failing);
		expect(await poll()).toEqual([]);
		ended(failing, 'path', 0);
		local.adobe.amend(gone, { state: 'disabled', updatedAt: Date.now() });
		await passHours(0.6);
		expect((await poll()).sort()).toEqual(['disabled Gone', 'failed Failing', 'noData Silent']);
		await passHours(0.3);
		expect(await poll()).toEqual([]);
		ended(silent, 'success', 0);
		ended(failing, 'success', 0);
		await passHours(0.1);
		expect((await poll()).sort()).toEqual(['recovered Failing', 'recovered Silent']);
		expect(await poll()).toEqual([]);
	});

	it.each([10, 1_000])(
		'costs one request for runs in a quiet poll of %i dataflows, and a list only if an event needs it',
		async (number) => {
			for (let index = 0; index < number; index++) {
				ended(flow(`Flow ${index}`), 'success', (100 * index) / number);
			}
			const cost = async (events: string[]) => {
				const polled = watch(events, { expectEvery: 200 });
				await polled.poll();
				await polled.poll();
				local.adobe.journal.length = 0;
				expect(await polled.poll()).toEqual([]);
				expect(JSON.stringify(polled.save()).length).toBeLessThan(1_300_000);
				return [asked('/runs'), asked('/flows')];
			};
			const pages = Math.ceil(number / 100);
			expect(await cost(['failed'])).toEqual([1, 0]);
			expect(await cost(['noData', 'recovered'])).toEqual([1, 0]);
			expect(await cost(['disabled'])).toEqual([1, pages]);
		},
		240_000,
	);
});
