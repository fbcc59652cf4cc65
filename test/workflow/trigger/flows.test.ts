/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test in virtual time */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { SeedRun } from '../../../local/adobe';
import { useLocalAdobe } from '../../support/adobe';
import { PolledWorkflow } from '../../support/poll';

/** Events about dataflows: No Data, Recovered and Disabled, each once per incident. */

const HOUR = 3_600_000;
// Nothing runs by itself.
const local = useLocalAdobe({ runDelayMs: 2_000_000_000 });
let connectionId = '';
let count = 0;

beforeEach(() => {
	jest.spyOn(console, 'log').mockImplementation();
	connectionId = local.adobe.seedConnection({ name: 'Landing' }).id;
});
afterEach(() => jest.restoreAllMocks());

function flow(name = 'Orders'): string {
	const schedule = {
		frequency: 'hour',
		interval: 1,
		startTime: Math.floor(Date.now() / 1000) - 86_400,
	};
	const place = { path: '/acme-landing/stores/', type: 'folder' as const };
	return local.adobe.seedDataflow({ connectionId, name, schedule, ...place }).id;
}

async function pass(hours: number): Promise<void> {
	await new Promise((resolve) => {
		setTimeout(resolve, hours * HOUR);
	});
}

/** A run that ended some minutes ago, by default one with records. */
function ended(flowId: string, outcome: SeedRun['outcome'] = 'success', hoursAgo = 0.05): string {
	const completedAt = Date.now() - hoursAgo * HOUR;
	return local.adobe.seedRun({ flowId, outcome, startedAt: completedAt - 60_000, completedAt }).id;
}

/** A successful run that found no file. */
function empty(flowId: string): string {
	const completedAt = Date.now() - 1_000;
	const times = { startedAt: completedAt - 60_000, completedAt };
	return local.adobe.seedRun({ flowId, window: { start: 1, end: 2 }, ...times }).id;
}

function watch(events: string[], more: INodeParameters = {}, id = `flows ${++count}`) {
	return new PolledWorkflow(local.credential(), { events, expectEvery: 2, ...more }, id);
}

const names = (items: IDataObject[]) => items.map(({ event, id }) => [event, id]);
const asked = (path: string) => local.adobe.journal.filter((call) => call.path.endsWith(path));

describe('No Data', () => {
	it('comes once, with the last run and since when, and again after new data', async () => {
		const id = flow();
		const first = ended(id);
		const at = Date.now() - 0.05 * HOUR;
		const polled = watch(['noData']);
		expect(await polled.poll()).toEqual([]);
		await pass(1.8);
		expect(await polled.poll()).toEqual([]);
		await pass(0.2);
		const [item] = await polled.poll();
		expect(item).toMatchObject({ event: 'noData', id: first, dataflowId: id, status: 'success' });
		expect(item).toMatchObject({ dataflowName: 'Orders', since: new Date(at).toISOString() });
		expect(item?.hours).toBeCloseTo(2.05, 1);
		for (let hours = 0; hours < 5; hours++) {
			await pass(1);
			expect(await polled.poll()).toEqual([]);
		}
		ended(id);
		expect(await polled.poll()).toEqual([]);
		await pass(2.1);
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
		await pass(1);
		run(id);
		expect(await polled.poll()).toEqual([]);
		await pass(1.1);
		const last = run(id);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', id: last, status }]);
	});

	it('comes for a dataflow that never ran, with empty columns of a run', async () => {
		const id = flow('Never');
		const polled = watch(['noData'], { expectEvery: 0.5 });
		await polled.poll();
		expect(await polled.poll()).toEqual([]);
		await pass(0.6);
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
		expect(item?.baseConnectionId).toBe(connectionId);
		expect(await polled.poll()).toEqual([]);
	});

	it('comes for a dataflow that was made after the activation', async () => {
		const polled = watch(['noData']);
		await polled.poll();
		await pass(1);
		const id = flow('New');
		await pass(1.5);
		expect(await polled.poll()).toEqual([]);
		await pass(0.6);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', dataflowId: id }]);
	});

	it('counts a silence from before the activation from then on', async () => {
		const id = flow();
		ended(id, 'success', 20);
		const polled = watch(['noData']);
		await polled.poll();
		await pass(1.9);
		expect(await polled.poll()).toEqual([]);
		await pass(0.2);
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
			await pass(1);
			expect(await polled.poll()).toEqual([]);
		}
		local.adobe.amend(disabled, { state: 'enabled', updatedAt: Date.now() });
		await pass(1);
		expect(await polled.poll()).toEqual([]);
		await pass(1.1);
		expect(await polled.poll()).toMatchObject([{ event: 'noData', dataflowId: disabled }]);
	});

	it('looks at the dataflow itself before it says so, since a list may leave a run out', async () => {
		const id = flow();
		ended(id);
		const polled = watch(['noData']);
		await polled.poll();
		await pass(2.1);
		local.adobe.leaveOut(ended(id));
		expect(await polled.poll()).toEqual([]);
		expect(await polled.poll()).toEqual([]);
	});

	it('is reported up to the limit, and the rest with the next polls', async () => {
		const ids = Array.from({ length: 5 }, (_, index) => flow(`Flow ${index}`));
		const polled = watch(['noData'], { options: { limit: 2 } });
		await polled.poll();
		await pass(2.1);
		const found = [await polled.poll(), await polled.poll(), await polled.poll()];
		expect(found.map((items) => items.length)).toEqual([2, 2, 1]);
		expect(found.flat().map(({ dataflowId }) => dataflowId)).toEqual(expect.arrayContaining(ids));
		expect(await polled.poll()).toEqual([]);
	});

	it('watches one dataflow if it is chosen', async () => {
		const [id, other] = [flow('One'), flow('Other')];
		const polled = watch(['noData'], { dataflowId: { __rl: true, mode: 'id', value: id } });
		await polled.poll();
		await pass(2.1);
		expect(await polled.poll()).toMatchObject([{ dataflowId: id }]);
		expect(JSON.stringify(polled.save())).not.toContain(other);
	});

	it.each([[0], [-1], ['x']])('refuses to expect data every %s hours', async (expectEvery) => {
		await expect(watch(['noData'], { expectEvery }).poll()).rejects.toThrow(/^Expect Data Every/);
		expect(asked('/runs')).toEqual([]);
	});
});

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
		await pass(3);
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
		await pass(2.1);
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
		await pass(2.1);
		const bad = ended(id, 'file');
		expect((await polled.poll()).map(({ event }) => event)).toEqual(['failed', 'noData']);
		const good = ended(id, 'success', 0);
		expect(names(await polled.poll())).toEqual([['recovered', good]]);
		expect(bad).not.toBe(good);
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
		await pass(0.1);
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
		await pass(0.1);
		ended(id, 'success', 0);
		expect(await keys.poll()).toEqual([]);
	});

	it('alone follows every failed run', async () => {
		const id = flow();
		const polled = watch(['recovered']);
		await polled.poll();
		ended(id, 'path', 0);
		expect(await polled.poll()).toEqual([]);
		await pass(0.1);
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
		await pass(0.1);
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
			await pass(1);
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
		await pass(0.5);
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
		await pass(1.5);
		ended(failing);
		expect(await poll()).toEqual([]);
		ended(failing, 'path', 0);
		local.adobe.amend(gone, { state: 'disabled', updatedAt: Date.now() });
		await pass(0.6);
		expect((await poll()).sort()).toEqual(['disabled Gone', 'failed Failing', 'noData Silent']);
		await pass(0.3);
		expect(await poll()).toEqual([]);
		ended(silent, 'success', 0);
		ended(failing, 'success', 0);
		await pass(0.1);
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
				return [asked('/runs').length, asked('/flows').length];
			};
			const pages = Math.ceil(number / 100);
			expect(await cost(['failed'])).toEqual([1, 0]);
			expect(await cost(['noData', 'recovered'])).toEqual([1, 0]);
			expect(await cost(['disabled'])).toEqual([1, pages]);
		},
		240_000,
	);
});
