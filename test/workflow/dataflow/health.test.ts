import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { methodCase, seedOf, setOf } from '../sources/cases';
import { DAY, HOURLY, healthOn } from './healthCases';

const local = useLocalAdobe();
const { check, flow, ended, foundNothing } = healthOn(local);

/** Requests to the Flow Service and the Catalog. */
const asked = (path = '/data/foundation/') =>
	local.adobe.journal.filter((entry) => entry.path.includes(path));

const iso = (time: number) => new Date(time).toISOString();

const FIELDS = [
	'health',
	'dataflowName',
	'cause',
	'failedInARow',
	'failingSince',
	'lastSuccessAt',
	'hoursSinceSuccess',
	'lastRecordsAt',
	'disabledByAdobeOn',
	'runsPerDay',
	'connectionWorks',
	'schedule',
	'id',
	'baseConnectionId',
	'datasetId',
];

/** A dataflow for each health, by the name of the health. */
function oneOfEach(): Record<string, string> {
	const { id: connectionId } = local.adobe.seedConnection({ name: 'Landing' });
	const ids = Object.fromEntries(
		['ok', 'running', 'neverRan', 'noData', 'empty', 'disabled', 'failing'].map((name) => [
			name,
			flow(name, { connectionId, ...(name === 'noData' && { schedule: HOURLY }) }),
		]),
	) as Record<string, string>;
	ended(String(ids.ok), 1);
	ended(String(ids.running), 2);
	local.adobe.seedUnfinishedRun(String(ids.running), Date.now() - 60_000);
	ended(String(ids.noData), 30);
	ended(String(ids.empty), 40);
	for (const hours of [20, 10, 1]) foundNothing(String(ids.empty), hours);
	ended(String(ids.disabled), 3);
	local.adobe.amend(String(ids.disabled), { state: 'disabled' });
	ended(String(ids.failing), 5);
	for (const hours of [4, 3, 2]) ended(String(ids.failing), hours, 'network');
	return ids;
}

it('names what is wrong with each dataflow, the worst first', async () => {
	oneOfEach();
	local.adobe.seedForeignFlow('destination');
	const { json } = await check();
	expect(json.map(({ health, dataflowName }) => [health, dataflowName])).toEqual([
		['failing', 'failing'],
		['disabled', 'disabled'],
		['noData', 'noData'],
		['noData', 'empty'],
		['neverRan', 'neverRan'],
		['running', 'running'],
		['ok', 'ok'],
	]);
	for (const one of json) expect(Object.keys(one)).toEqual(FIELDS);
});

it('names dataflows whose connection does not work first among those that are ok', async () => {
	const of = methodCase('sftp', 'privateKey');
	const refused = seedOf(local.adobe, of).id;
	for (const value of Object.values(setOf(of, 1))) local.adobe.revokeSecret(String(value));
	const works = local.adobe.seedConnection({ name: 'Works' }).id;
	for (const [name, connectionId] of Object.entries({ a: works, b: refused, c: works })) {
		ended(flow(name, { connectionId }), 1);
	}
	const { json } = await check({ options: { testConnections: true } });
	expect(json.map((one) => [one.dataflowName, one.health, one.connectionWorks])).toEqual([
		['b', 'ok', false],
		['a', 'ok', true],
		['c', 'ok', true],
	]);
});

it('says since when a dataflow fails, why, and when Adobe disables it', async () => {
	const id = flow('Orders');
	const good = ended(id, 100);
	const first = ended(id, 50, 'network');
	for (const hours of [40, 30, 20]) ended(id, hours, 'network');
	const { json } = await check();
	expect(json).toEqual([
		{
			health: 'failing',
			dataflowName: 'Orders',
			cause: 'network',
			failedInARow: 4,
			failingSince: iso(first),
			lastSuccessAt: iso(good),
			hoursSinceSuccess: 100,
			lastRecordsAt: iso(good),
			disabledByAdobeOn: iso(first + 30 * DAY),
			runsPerDay: 0,
			connectionWorks: null,
			schedule: 'once',
			id,
			baseConnectionId: local.adobe.connections()[0]?.id,
			datasetId: null,
		},
	]);
});

it.each([
	['older', 150],
	['newest', 350],
] as const)('counts failures over several pages of %s runs', async (runForm, failures) => {
	local.adobe.set({ runForm });
	const id = flow('Orders');
	const good = ended(id, failures + 1);
	for (let hours = failures; hours > 0; hours--) ended(id, hours, 'credentials');
	const { json, hints } = await check();
	expect(json[0]).toMatchObject({
		health: 'failing',
		failedInARow: failures,
		lastSuccessAt: iso(good),
	});
	expect(hints).toEqual([]);
});

it.each<
	[what: string, schedule: IDataObject, options: INodeParameters, hours: number, health: string]
>([
	['a daily dataflow without the option', { frequency: 'day', interval: 1 }, {}, 25, 'ok'],
	['a daily dataflow that is late', { frequency: 'day', interval: 1 }, {}, 27, 'noData'],
	['a weekly dataflow without the option', { frequency: 'week', interval: 1 }, {}, 150, 'ok'],
	[
		'a weekly dataflow with it',
		{ frequency: 'week', interval: 1 },
		{ expectEvery: 100 },
		150,
		'noData',
	],
	['an hourly dataflow', { frequency: 'hour', interval: 1 }, {}, 25, 'noData'],
	['half an hour', { frequency: 'hour', interval: 1 }, { expectEvery: 0.5 }, 0.6, 'noData'],
	['less than half an hour', { frequency: 'hour', interval: 1 }, { expectEvery: 0.5 }, 0.4, 'ok'],
])('knows for how long nothing may come: %s', async (_what, schedule, options, hours, health) => {
	const startTime = Math.floor(Date.now() / 1000) - 90 * 86_400;
	ended(flow('Orders', { schedule: { ...schedule, startTime } }), hours);
	const { json } = await check({ options });
	expect(json).toMatchObject([{ health }]);
});

it('limits after it has sorted, so that the worst is not hidden', async () => {
	oneOfEach();
	const { json } = await check({ returnAll: false, limit: 1 });
	expect(json.map(({ health }) => health)).toEqual(['failing']);
});

it('takes the filters of Get Many', async () => {
	const ids = oneOfEach();
	const { json } = await check({ filters: { name: 'noData' } });
	expect(json.map(({ id }) => id)).toEqual([ids.noData]);
});

it.each([[0], [-1], ['x']])('refuses to expect data every %s hours', async (expectEvery) => {
	const parameters = { resource: 'dataflow', operation: 'getHealth', options: { expectEvery } };
	const { error } = await runNode(local.credential(), { parameters });
	expect(error?.message).toMatch(/^Expect Data Every /);
	expect(asked()).toEqual([]);
});

it('tests each base connection once with the option, and uses a failed test as the cause', async () => {
	const [one, other] = ['One', 'Two'].map((name) => local.adobe.seedConnection({ name }).id);
	for (let count = 0; count < 4; count++) flow(`Flow ${count}`, { connectionId: one });
	const failing = flow('Failing', { connectionId: other });
	ended(failing, 1, 'unknown');
	local.adobe.set({ testResult: false });
	const { json } = await check({ options: { testConnections: true } });
	expect(json[0]).toMatchObject({ id: failing, cause: 'credentials', connectionWorks: false });
	expect(json.every(({ connectionWorks }) => connectionWorks === false)).toBe(true);
	const tests = asked('/test').map(({ path }) => path);
	expect(tests.map((path) => path.split('/').at(-2)).sort()).toEqual([one, other].sort());
});

it('tests no connection without the option', async () => {
	ended(flow('Failing'), 1, 'unknown');
	const { json } = await check();
	expect(json[0]).toMatchObject({ cause: 'unknown', connectionWorks: null });
	expect(asked('/test')).toEqual([]);
});

it('hints at more than 90 planned runs a day, of enabled dataflows only', async () => {
	const startTime = Math.floor(Date.now() / 1000) - 86_400;
	const ids = [0, 1, 2].map((count) =>
		flow(`Flow ${count}`, { schedule: { frequency: 'minute', interval: 30, startTime } }),
	);
	const { json, hints } = await check();
	expect(json.map(({ runsPerDay, schedule }) => [runsPerDay, schedule])).toEqual(
		Array(3).fill([48, 'every 30 minutes']),
	);
	expect(hints).toEqual([expect.stringMatching(/^144 runs a day are planned/)]);
	const [one, other] = ids;
	local.adobe.amend(String(one), { state: 'disabled' });
	local.adobe.amend(String(other), { state: 'draft' });
	expect((await check()).hints).toEqual([]);
});

describe('A dataflow with the schedule Once', () => {
	it.each<[what: string, runs: (id: string) => void, health: string]>([
		['has loaded all after its only run', (id) => ended(id, 30), 'ok'],
		[
			'has loaded all if a retry of its only run succeeded',
			(id) => {
				ended(id, 31, 'network');
				ended(id, 30);
			},
			'ok',
		],
		[
			'that is run again and again is expected to be run',
			(id) => {
				for (const hours of [90, 60, 30]) ended(id, hours);
			},
			'noData',
		],
		['has loaded nothing if its only run found nothing', (id) => foundNothing(id, 30), 'noData'],
		[
			'lacks data if later runs find none',
			(id) => {
				ended(id, 60);
				foundNothing(id, 1);
			},
			'noData',
		],
	])('%s', async (_what, runs, health) => {
		for (const form of ['older', 'newest'] as const) {
			local.adobe.set({ runForm: form });
			const id = flow(form);
			runs(id);
			const { json, hints } = await check({ filters: { name: form } });
			expect(json).toMatchObject([{ id, health }]);
			expect(hints).toEqual([]);
		}
	});
});

it('names a run that read more files than Adobe advises', async () => {
	const id = flow('Orders');
	ended(id, 1);
	local.adobe.amend(String(local.adobe.runs()[0]?.id), {
		metrics: { fileSummary: { inputFileCount: 12_000 } },
	});
	const { hints } = await check();
	expect(hints).toEqual([
		expect.stringMatching(/"Orders" read 12,000 files, more than Adobe advises/),
	]);
});
