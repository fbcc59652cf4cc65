import type { Settings } from '../../../local/adobe';
import { DAY, type HealingLab, HOUR, MINUTE, useHealingLab } from './healingLab';
import { HealingWorkflow } from './healingWorkflow';

const FORMS: Array<[string, Partial<Settings>]> = [
	['with windows', { runForm: 'older' }],
	[
		'in the newest form',
		{ runForm: 'newest', createdLateMs: 20_000, windowEndsBeforeMs: 9 * MINUTE },
	],
];
// The time of these tests is virtual; how long they really take depends on what else the machine does.
jest.setTimeout(600_000);

const HOURLY = { frequency: 'hour', interval: 1 };
const DAILY = { frequency: 'day', interval: 1 };

describe.each(FORMS)('The healing example ends, with runs printed %s', (_form, settings) => {
	const started = useHealingLab(settings);
	let lab: HealingLab;
	let healing: HealingWorkflow;
	let connectionId: string;

	beforeEach(() => {
		lab = started();
		healing = new HealingWorkflow(lab, `healing ${settings.runForm}`);
		connectionId = lab.connection('Landing', Date.now() + 365 * DAY);
	});

	/** Polls every so often of that time, as n8n does. */
	const pass = async (ms: number, every = 15 * MINUTE) => {
		for (const until = Date.now() + ms; Date.now() < until; ) {
			await lab.pass(every);
			await healing.pollAndHeal();
		}
	};
	/** Dataflows that have ended their first run, and a file for the next one of each. */
	const begin = async (schedule: object, ...names: string[]) => {
		const ids = names.map((name) => lab.dataflow(connectionId, name, { ...schedule }));
		await lab.pass(15 * MINUTE);
		await healing.activate();
		for (const name of names) await lab.file(name, 'first');
		return ids;
	};
	const rows = () => healing.reported.map(({ cause, failedInARow }) => [cause, failedInARow]);
	const failedRuns = () => lab.adobe.runs().filter(({ state }) => state === 'failed');

	it('keys really expired: one update, one retry, no message', async () => {
		await begin(HOURLY, 'sales');
		lab.expireKeys(connectionId);
		await pass(3 * HOUR);
		expect(rows()).toEqual([['credentials', 1]]);
		expect([lab.keyUpdates, lab.retries, healing.messages]).toEqual([1, 1, []]);
		expect(failedRuns()).toHaveLength(1);
		expect(lab.ingested()).toEqual({ '/acme-landing/sales/first.json': 1 });
	});

	it('keys expired after the credentials were refused in words: the same', async () => {
		lab.adobe.set({ causeText: 'always' });
		await begin(HOURLY, 'sales');
		lab.expireKeys(connectionId);
		await pass(2 * HOUR);
		expect([lab.keyUpdates, lab.retries, healing.messages]).toEqual([1, 1, []]);
		expect(lab.ingested()).toEqual({ '/acme-landing/sales/first.json': 1 });
	});

	it('two dataflows of one connection fail in one poll: one new set of keys, each run retried', async () => {
		await begin(HOURLY, 'sales', 'returns');
		lab.expireKeys(connectionId);
		await pass(3 * HOUR);
		expect(rows()).toEqual([
			['credentials', 1],
			['credentials', 1],
		]);
		expect([lab.keyUpdates, lab.retries, healing.messages]).toEqual([1, 2, []]);
		expect(lab.ingested()).toEqual({
			'/acme-landing/sales/first.json': 1,
			'/acme-landing/returns/first.json': 1,
		});
	});

	it('somebody else renewed the keys in between: no update, the run is retried', async () => {
		await begin(HOURLY, 'sales');
		lab.expireKeys(connectionId);
		await lab.pass(70 * MINUTE);
		expect(failedRuns()).toHaveLength(1);
		const [run] = failedRuns();
		const { s3AccessKey, s3SecretKey, s3SessionToken } =
			lab.adobe.connection(connectionId)?.auth?.params ?? {};
		lab.adobe.registerKeys({
			accessKey: String(s3AccessKey),
			secretKey: String(s3SecretKey),
			sessionToken: String(s3SessionToken),
		});
		await pass(2 * HOUR);
		expect(healing.reported).toMatchObject([{ id: run?.id, cause: 'unknown' }]);
		expect([lab.keyUpdates, lab.retries, healing.messages]).toEqual([0, 1, []]);
		expect(lab.ingested()).toEqual({ '/acme-landing/sales/first.json': 1 });
	});

	it.each<['path' | 'file' | 'records' | 'limit', string]>([
		['path', 'sales'],
		['file', 'sales'],
		['records', 'sales'],
		['limit', 'sales'],
	])('what only a person can fix (%s): no update, no retry, one message', async (cause, name) => {
		const [flowId] = await begin(HOURLY, name);
		lab.adobe.set({ runFaults: [{ cause, flowId, times: 1 }] });
		await pass(3 * HOUR);
		expect(rows()).toEqual([[cause, 1]]);
		expect([lab.keyUpdates, lab.retries]).toEqual([0, 0]);
		const [run] = failedRuns();
		expect(healing.messages).toEqual([
			expect.stringMatching(new RegExp(`^The dataflow "sales" failed: .*${String(run?.id)}`)),
		]);
		expect(lab.ingested()).toEqual({});
		await lab.byHand({ resource: 'run', operation: 'retry', runId: run?.id });
		await lab.pass(HOUR);
		expect(lab.ingested()).toEqual({ '/acme-landing/sales/first.json': 1 });
	});

	it('the server is down: one retry without new keys, then a message for each further failure', async () => {
		const [flowId] = await begin(HOURLY, 'sales');
		lab.adobe.set({ runFaults: [{ cause: 'network', connectionId, times: 3 }] });
		await pass(4 * HOUR);
		// A failed run, its retry, and the next run of the schedule; then the server is there again.
		expect(rows()).toEqual([
			['network', 1],
			['network', 2],
			['network', 3],
		]);
		expect([lab.keyUpdates, lab.retries]).toEqual([0, 1]);
		expect(healing.messages).toHaveLength(2);
		expect(lab.ingested()).toEqual({});
		await lab.byHand({ resource: 'run', operation: 'retry', runId: failedRuns()[1]?.id });
		await lab.pass(10 * MINUTE);
		expect(lab.ingested()).toEqual({ '/acme-landing/sales/first.json': 1 });
		expect(lab.adobe.flows().find(({ id }) => id === flowId)?.state).toBe('enabled');
	});

	it('new keys do not help: one update, one retry, one message, and no second try', async () => {
		await begin(DAILY, 'sales');
		lab.adobe.set({ runFaults: [{ cause: 'credentials', connectionId, printed: true }] });
		await pass(25 * HOUR, 30 * MINUTE);
		expect(rows()).toEqual([
			['credentials', 1],
			['credentials', 2],
		]);
		expect([lab.keyUpdates, lab.retries]).toEqual([1, 1]);
		expect(healing.messages).toEqual([expect.stringContaining('failed 2 times in a row')]);
		lab.adobe.set({ runFaults: [] });
		await lab.byHand({ resource: 'run', operation: 'retry', runId: failedRuns()[1]?.id });
		await lab.pass(10 * MINUTE);
		expect(lab.ingested()).toEqual({ '/acme-landing/sales/first.json': 1 });
	});

	it('AWS gives no keys: no update, no retry, one message that says why', async () => {
		await begin(DAILY, 'sales', 'returns');
		lab.expireKeys(connectionId);
		lab.awsRefuses = 'The IAM user is gone.';
		await pass(25 * HOUR, 30 * MINUTE);
		expect([lab.keyUpdates, lab.retries]).toEqual([0, 0]);
		expect(healing.messages).toEqual([
			expect.stringMatching(/"sales" failed and could not be healed: The IAM user is gone\./),
			expect.stringMatching(/"returns" failed and could not be healed: The IAM user is gone\./),
		]);
	});

	it('Adobe disabled the dataflow after 30 days of failures without n8n: enabled, and every run retried', async () => {
		const [flowId] = await begin(DAILY, 'sales');
		const state = () => lab.adobe.flows().find(({ id }) => id === flowId)?.state;
		lab.expireKeys(connectionId);
		for (let day = 1; day <= 32; day++) {
			await lab.file('sales', `day ${day}`);
			await lab.pass(DAY);
		}
		expect(state()).toBe('disabled');
		const failed = failedRuns().length;
		expect(failed).toBe(31);
		await pass(HOUR);
		expect(healing.reported).toHaveLength(failed);
		expect([lab.keyUpdates, lab.retries, healing.messages]).toEqual([1, failed, []]);
		expect(state()).toBe('enabled');
		await pass(2 * DAY, 3 * HOUR);
		const files = Array.from({ length: 32 }, (_, day) => `/acme-landing/sales/day ${day + 1}.json`);
		expect(lab.ingested()).toEqual(
			Object.fromEntries([...files, '/acme-landing/sales/first.json'].map((path) => [path, 1])),
		);
	});

	it('two runs of Run Now failed before a poll: each file once, whatever is retried first', async () => {
		const [flowId = ''] = await begin({ frequency: 'once' }, 'sales');
		const runNow = {
			resource: 'run',
			operation: 'start',
			options: { wait: true, failOnError: false },
		};
		const start = async () =>
			await lab.byHand({ ...runNow, dataflowId: { __rl: true, mode: 'id', value: flowId } });
		lab.expireKeys(connectionId);
		await lab.pass(MINUTE);
		await start();
		await lab.file('sales', 'second');
		await lab.pass(MINUTE);
		await start();
		expect(failedRuns()).toHaveLength(2);
		await pass(2 * HOUR);
		expect(lab.keyUpdates).toBe(1);
		expect(lab.retries).toBe(1);
		expect(healing.messages).toEqual([]);
		expect(lab.ingested()).toEqual({
			'/acme-landing/sales/first.json': 1,
			'/acme-landing/sales/second.json': 1,
		});
	});

	it('a dataflow that cannot be enabled: one message, nothing retried', async () => {
		const [flowId] = await begin(HOURLY, 'sales');
		lab.adobe.set({ runFaults: [{ cause: 'unknown', flowId, times: 1 }] });
		await lab.pass(65 * MINUTE);
		lab.adobe.set({
			faults: [{ kind: 'status', status: 403, path: '/action$', method: 'POST' }],
		});
		await pass(HOUR);
		expect(healing.messages).toHaveLength(1);
		expect([lab.keyUpdates, lab.retries]).toEqual([0, 0]);
	});
});
