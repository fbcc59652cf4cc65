import { sleep, type IDataObject, type INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, one } from '../dataflow/cases';

/** Runs in both of Adobe's forms, in n8n's own engine, counted from the service's own records. */

const local = useLocalAdobe();
useBounds({
	lateCreate: 1_200,
	lateCreateAfterTimeout: 1_200,
	itemBudget: 20_000,
	settlePause: 200,
});
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const run = async (operation: string, more: INodeParameters = {}, items: IDataObject[] = [{}]) =>
	await runNode(local.credential(), { parameters: { resource: 'run', operation, ...more }, items });
const runNow = async (id: string, options: INodeParameters = {}) =>
	await run('start', {
		dataflowId: byId(id),
		options: { failOnError: false, wait: true, ...options },
	});
const arrives = async (name: string, ago = 0) =>
	await local.adobe.putFile(
		`inbox/${name}.csv`,
		`Store ID,City\n${name},Riga\n`,
		Math.floor((Date.now() - ago) / 1000) * 1000,
	);
/** How often each file was ingested. */
const books = () => {
	const counts: Record<string, number> = {};
	for (const { inputFiles } of local.adobe.batches()) {
		for (const { path } of inputFiles) {
			const name = path.split('/').at(-1) ?? '';
			counts[name] = (counts[name] ?? 0) + 1;
		}
	}
	return counts;
};
const posted = () =>
	local.adobe.journal.filter(({ method, path }) => method === 'POST' && /\/runs/.test(path));

/** A dataflow of a folder with a.csv. Its own first run has not started yet. */
async function folderFlow(connectionId?: string): Promise<string> {
	await arrives('a', 3 * HOUR);
	const { json, error } = await runNode(local.credential(), {
		parameters: draft(
			'create',
			connectionId ?? local.adobe.seedConnection({ name: 'Landing' }).id,
			'',
			'stores',
			{
				pathType: 'folder',
				path: { __rl: true, mode: 'path', value: '/acme-landing/inbox' },
				startTime: new Date(Date.now() + 24 * HOUR).toISOString(),
			},
		),
	});
	if (error) throw error;
	return String(json[0]?.id);
}

/** A run that could not reach its source. */
function seedFailed(flowId: string, ago: number): void {
	const startedAt = Date.now() - ago;
	const window = { start: 0, end: startedAt - 2_000 };
	const completedAt = startedAt + 1_000;
	local.adobe.seedRun({ flowId, outcome: 'network', startedAt, completedAt, window });
}

describe.each(['older', 'newest'] as const)('Runs in the %s form', (runForm) => {
	beforeEach(() =>
		local.adobe.set({ runForm, runMs: 100, createdLateMs: runForm === 'newest' ? 400 : 0 }),
	);

	it('take a file that came between a failed run and its good retry', async () => {
		const id = await folderFlow();
		seedFailed(id, 2 * HOUR);
		await arrives('between', 1.5 * HOUR);
		// A retry by somebody else an hour later, with the window of the failed run.
		local.adobe.seedRun({
			flowId: id,
			startedAt: Date.now() - HOUR,
			completedAt: Date.now() - HOUR + 1_000,
			window: { start: 0, end: Date.now() - 2 * HOUR - 2_000 },
		});
		const { json, error, hints } = await runNow(id);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ status: 'success' });
		expect(books()).toEqual({ 'a.csv': runForm === 'older' ? 1 : 2, 'between.csv': 1 });
		const told = hints.map(({ message }) => message).join();
		if (runForm === 'newest') expect(told).toMatch(/may be ingested twice/);
		else expect(told).not.toMatch(/twice/);
	});

	it('that failed twice and are both retried bring each file once, as the healing example does it', async () => {
		const id = await folderFlow();
		local.adobe.set({ runFaults: [{ cause: 'credentials', times: 2, printed: true }] });
		const failed: string[] = [];
		for (const name of ['b', 'c']) {
			await arrives(name, 5_000);
			const { json } = await runNow(id);
			expect(json[0]).toMatchObject({ status: 'failed', cause: 'credentials', keysRefused: true });
			failed.push(String(json[0]?.id));
		}
		const items = [...failed, failed[0]].map((runId) => ({ runId: String(runId) }));
		const { json, error } = await run('retry', { runId: '={{ $json.runId }}' }, items);
		expect(error).toBeUndefined();
		expect(json.map(({ retryOf }) => retryOf)).toEqual([failed[0], failed[1], failed[0]]);
		expect(new Set(json.map((output) => output.id)).size).toBe(1);
		expect(json.map(({ retried }) => retried).sort()).toEqual([false, true, true]);
		expect((await run('wait', { runId: String(json[0]?.id) })).error).toBeUndefined();
		expect(books()).toEqual({ 'a.csv': 1, 'b.csv': 1, 'c.csv': 1 });
		const again = await run('retry', { runId: String(failed[1]) });
		expect(again.json[0]).toMatchObject({ id: json[0]?.id, retried: false });
	});

	it('are started once if they cannot be read at first', async () => {
		const id = await folderFlow();
		local.adobe.set({ runLagMs: 2_500 });
		const [first, second] = await Promise.all([runNow(id), runNow(id)]);
		expect(posted()).toHaveLength(1);
		expect([first, second].filter(({ error }) => error).map(({ error }) => error?.message)).toEqual(
			['The dataflow "Stores" is already running'],
		);
		expect(books()).toEqual({ 'a.csv': 1 });
	});

	it.each([
		['keys that do not work', 'k', 'credentials', true],
		['keys that work', undefined, 'unknown', false],
	])(
		'with no cause printed are told by the connection test: %s',
		async (_what, key, cause, keysRefused) => {
			const { id: connectionId } = local.adobe.seedConnection({
				name: 'Landing',
				...(key && { params: { s3AccessKey: key, s3SecretKey: key } }),
			} as never);
			const id = await folderFlowOf(connectionId);
			const failed = local.adobe.seedRun({
				flowId: id,
				outcome: 'credentials',
				printed: false,
				startedAt: Date.now() - HOUR,
				completedAt: Date.now() - HOUR + 1_000,
			});
			const { json } = await run('get', { runId: failed.id });
			expect(json[0]).toMatchObject({ cause, keysRefused, failedInARow: 1 });
			const tests = () => local.adobe.journal.filter(({ path }) => path.endsWith('/test'));
			expect(tests()).toHaveLength(1);
			const list = await run('getAll', { dataflowId: byId(id), returnAll: true });
			expect(list.json[0]).toMatchObject({
				cause: 'unknown',
				keysRefused: false,
				failedInARow: null,
			});
			expect(tests()).toHaveLength(1);
		},
	);

	async function folderFlowOf(connectionId: string): Promise<string> {
		// Created with valid keys, which the test may revoke.
		const flow = await folderFlow();
		local.adobe.amend(flow, {
			inheritedAttributes: { sourceConnections: [{ baseConnection: { id: connectionId } }] },
		});
		return flow;
	}

	it('with a chosen window are one for each window', async () => {
		const id = await folderFlow();
		await arrives('b', 2 * HOUR);
		const at = (ago: number) => new Date(Date.now() - ago).toISOString();
		const items = [4, 2.5, 2.5].map((hours) => ({
			from: at(hours * HOUR),
			until: at((hours - 1.4) * HOUR),
		}));
		const { json, error } = await run(
			'start',
			{
				dataflowId: byId(id),
				options: { wait: true, windowStart: '={{ $json.from }}', windowEnd: '={{ $json.until }}' },
			},
			items.map((item, index) => (index === 2 ? (items[1] as IDataObject) : item)),
		);
		expect(error).toBeUndefined();
		expect(json.map(({ files }) => files)).toEqual([1, 1, 1]);
		expect(posted()).toHaveLength(2);
		expect(books()).toEqual({ 'a.csv': 1, 'b.csv': 1 });
	});
});

it('Window Start after Window End is refused before anything is sent', async () => {
	const options = { windowStart: '2026-01-02T00:00:00Z', windowEnd: '2026-01-01T00:00:00Z' };
	const { error } = await runNow('any', options);
	expect(error?.message).toBe('Window Start must be before Window End');
	expect(posted()).toEqual([]);
});

it('Enable and Disable are sent once and are no failure while the old state is shown', async () => {
	const id = await folderFlow();
	local.adobe.set({ flowLagMs: 2_000 });
	for (const operation of ['disable', 'enable']) {
		const { json, error } = await runNode(local.credential(), { parameters: one(operation, id) });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ state: `${operation}d` });
		await sleep(2_100);
	}
	const actions = local.adobe.journal.filter(({ path }) => /\/flows\/.*\/action/.test(path));
	expect(actions).toHaveLength(2);
});

it('Wait reports a dataflow that is disabled or gone at once', async () => {
	const id = await folderFlow();
	await runNode(local.credential(), { parameters: one('disable', id) });
	const disabled = await run('wait', { dataflowId: byId(id) });
	expect(disabled.error?.message).toBe('The dataflow "Stores" is disabled');
	const gone = await run('wait', { dataflowId: byId('gone') });
	expect(gone.error?.httpCode).toBe('404');
});
