import { History } from '../../../nodes/AdobeExperiencePlatform/dataflow/health';
import { useLocalAdobe } from '../../support/adobe';
import { HOURLY, healthOn } from './healthCases';

const local = useLocalAdobe();
const { check, flow, ended } = healthOn(local);

it('reads older loads of a dataflow with the schedule Once even if failing ones could use all requests', async () => {
	const failing = flow('Failing', { schedule: HOURLY });
	for (let hours = 1; hours <= 500; hours++) ended(failing, hours, 'path');
	const often = flow('Run again and again');
	for (const hours of [90, 60, 30]) ended(often, hours);
	const { read } = History.prototype;
	const spy = jest.spyOn(History.prototype, 'read');
	spy.mockImplementation(async function (this: History) {
		await read.call(this, { left: 6 });
	});
	const { json } = await check();
	spy.mockRestore();
	expect(json).toMatchObject([
		{ dataflowName: 'Failing', health: 'failing', failedInARow: 300 },
		{ dataflowName: 'Run again and again', health: 'noData' },
	]);
});

it('does not call a dataflow one that never ran if there was no request left to read its runs', async () => {
	const read = jest.spyOn(History.prototype, 'read').mockResolvedValue();
	ended(flow('Orders'), 1);
	flow('Stores');
	const { json, hints } = await check();
	expect(json.map(({ health }) => health)).toEqual(['notChecked', 'notChecked']);
	expect(hints).toEqual([
		expect.stringMatching(
			/^Runs of 2 of 2 dataflows were not read: (Orders, Stores|Stores, Orders)\. /,
		),
	]);
	read.mockRestore();
	expect((await check()).json.map(({ health }) => health)).toEqual(['neverRan', 'ok']);
});

describe('A thousand dataflows', () => {
	it.each([
		['all successful an hour ago', 0],
		['five failing for days', 5],
		['all failing', 1_000],
	])(
		'are checked in at most 40 requests: %s',
		async (_what, failing) => {
			const { id: connectionId } = local.adobe.seedConnection({ name: 'Landing' });
			const ids = Array.from({ length: 1_000 }, (_, count) =>
				flow(`Flow ${count}`, { connectionId }),
			);
			for (const [index, id] of ids.entries()) {
				ended(id, 60);
				for (const hours of [30, 20, 1]) ended(id, hours, index < failing ? 'path' : 'success');
			}
			local.adobe.journal.length = 0;
			const { json, hints } = await check();
			expect(local.adobe.journal.length).toBeLessThanOrEqual(40);
			expect(json).toHaveLength(1_000);
			const found = json.filter(({ health }) => health === 'failing');
			expect(found).toHaveLength(failing);
			expect(json.filter(({ health }) => health === 'ok')).toHaveLength(1_000 - failing);
			if (failing === 5) {
				for (const one of found) expect(one).toMatchObject({ failedInARow: 3, cause: 'path' });
				expect(hints).toEqual([]);
			}
			// A hint names what was not read, and its times are empty.
			const unread = found.filter(({ failingSince }) => failingSince === null);
			expect(unread.length > 0).toBe(hints.length > 0);
		},
		120_000,
	);

	it('that have loaded once leave the requests to those that fail', async () => {
		const { id: connectionId } = local.adobe.seedConnection({ name: 'Landing' });
		for (let count = 0; count < 995; count++) ended(flow(`Flow ${count}`, { connectionId }), 60);
		for (let count = 0; count < 5; count++) {
			const id = flow(`Failing ${count}`, { connectionId });
			ended(id, 60);
			for (const hours of [30, 20, 1]) ended(id, hours, 'path');
		}
		local.adobe.journal.length = 0;
		const { json, hints } = await check();
		expect(local.adobe.journal.length).toBeLessThanOrEqual(40);
		expect(hints).toEqual([]);
		expect(json.slice(0, 5)).toEqual(
			Array(5).fill(expect.objectContaining({ health: 'failing', failedInARow: 3 })),
		);
		expect(json.slice(5).map(({ health }) => health)).toEqual(Array(995).fill('ok'));
	}, 120_000);
});
