import { sleep, type IDataObject, type INodeParameters } from 'n8n-workflow';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft } from '../dataflow/cases';

/** Which files a run ingests: each once, after any failures, retries and new files. */

const local = useLocalAdobe();
useBounds({ lateCreate: 1_200, lateCreateAfterTimeout: 1_200, itemBudget: 20_000 });
jest.setTimeout(60_000);

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const run = async (operation: string, more: INodeParameters = {}, items: IDataObject[] = [{}]) =>
	await runNode(local.credential(), { parameters: { resource: 'run', operation, ...more }, items });
const runNow = async (id: string, wait = true, items?: IDataObject[]) =>
	await run('start', { dataflowId: byId(id), options: { wait } }, items);
const arrives = async (name: string) =>
	await local.adobe.putFile(`inbox/${name}.csv`, `Store ID,City\n${name},Riga\n`);
/** Names of the ingested files, in the order of the batches. */
const filesIn = () =>
	local.adobe
		.batches()
		.flatMap(({ inputFiles }) => inputFiles.map(({ path }) => path.split('/').at(-1)));
const posted = () =>
	local.adobe.journal
		.filter(({ method, path }) => method === 'POST' && /\/runs$/.test(path))
		.map(({ body }) => (body as { params: { windowStartTime: number } }).params);

/** A run that started this many milliseconds ago and took a second. */
function seedRun(flowId: string, outcome: 'success' | 'failed' | 'keysRefused', ago: number) {
	const startedAt = Date.now() - ago;
	return local.adobe.seedRun({ flowId, outcome, startedAt, completedAt: startedAt + 1_000 });
}

const DAY = 86_400_000;

/** A dataflow of a folder with a.csv. It runs by itself in an hour. */
async function folderFlow(startTime = Date.now() + 3_600_000): Promise<string> {
	await arrives('a');
	const { id } = local.adobe.seedConnection({ name: 'Landing' });
	const { json, error } = await runNode(local.credential(), {
		parameters: draft('create', id, '', 'stores', {
			pathType: 'folder',
			path: { __rl: true, mode: 'path', value: '/acme-landing/inbox' },
			startTime: new Date(startTime).toISOString(),
		}),
	});
	if (error) throw error;
	return String(json[0]?.id);
}

it('a file that arrives while a run is under way comes with the next one', async () => {
	const id = await folderFlow();
	local.adobe.set({ runMs: 3_000 });
	const first = runNow(id);
	await sleep(2_200);
	await arrives('b');
	expect((await first).error).toBeUndefined();
	local.adobe.set({ runMs: 100 });
	expect((await runNow(id)).json[0]).toMatchObject({ files: 1, recordsWritten: 1 });
	expect(filesIn()).toEqual(['a.csv', 'b.csv']);
});

it('a file that arrives between a failed run and its retry comes with the next one', async () => {
	const id = await folderFlow();
	const failed = seedRun(id, 'keysRefused', 9_000);
	await sleep(1_100);
	await arrives('noon');
	await sleep(1_100);
	const { json } = await run('retry', { runId: failed.id });
	expect((await run('wait', { runId: String(json[0]?.id) })).error).toBeUndefined();
	const { json: second } = await runNow(id);
	expect(second[0]).toMatchObject({ status: 'success' });
	expect(filesIn()).toContain('noon.csv');
});

it('many failures hide no good run', async () => {
	const id = await folderFlow();
	const now = Date.now();
	seedRun(id, 'success', 1_000_000);
	for (let count = 0; count < 130; count++) seedRun(id, 'failed', 900_000 - count * 1_000);
	expect((await runNow(id, false)).error).toBeUndefined();
	const [params] = posted();
	expect(params?.windowStartTime).toBeGreaterThan((now - 1_100_000) / 1000);
});

it('items of one dataflow share a run', async () => {
	const id = await folderFlow();
	const { json, error } = await runNow(id, true, [{}, {}, {}]);
	expect(error).toBeUndefined();
	expect(new Set(json.map((one) => one.id)).size).toBe(1);
	expect(json).toHaveLength(3);
	expect(local.adobe.runs()).toHaveLength(1);
});

it('a run in progress is reported, and no second one is started', async () => {
	const id = await folderFlow();
	local.adobe.set({ runMs: 5_000 });
	const { json } = await runNow(id, false);
	const { error } = await runNow(id, false);
	expect(error?.message).toBe('The dataflow "Stores" is already running');
	expect(error?.description).toContain(`Its run ${String(json[0]?.id)} is `);
	expect(local.adobe.runs()).toHaveLength(1);
});

it('a dataflow whose first run is about to start has none beside it', async () => {
	const id = await folderFlow(Date.now() + 60_000);
	const { error } = await runNow(id, false);
	expect(error?.message).toMatch(/^The first run of the dataflow "Stores" starts by itself, at /);
	expect(posted()).toEqual([]);
	// An older run is not the one to wait for.
	seedRun(id, 'success', DAY);
	// It has started by the service's clock, but is not listed yet.
	local.adobe.set({ clockOffsetMs: 5 * 60_000, runDelayMs: 600_000 });
	expect((await runNow(id, false)).error?.message).toMatch(/^The first run/);
});

it('reports that the first run has not started yet and will ingest all files again', async () => {
	const { hints, error } = await runNow(await folderFlow(), false);
	expect(error).toBeUndefined();
	expect(hints.map(({ message }) => message)).toEqual([
		expect.stringMatching(/starts its own first run at .* including those of this run/),
	]);
});

it('a run that has been under way for days holds nothing up', async () => {
	const id = await folderFlow();
	local.adobe.seedUnfinishedRun(id, Date.now() - 30 * 3_600_000);
	expect((await runNow(id, false)).error).toBeUndefined();
});

it('names a run that was started if it cannot be read', async () => {
	const id = await folderFlow();
	local.adobe.set({ faults: [{ kind: 'status', status: 403, method: 'GET', path: '/runs/' }] });
	const { error } = await runNow(id, false);
	const [started] = local.adobe.runs();
	expect(error?.httpCode).toBe('403');
	expect(error?.description).toContain(`The dataflow run ${String(started?.id)} was started.`);
});

it('reports that a run found no files', async () => {
	const id = await folderFlow();
	await runNow(id);
	const { json, hints } = await runNow(id);
	expect(json[0]).toMatchObject({ status: 'success', files: 0 });
	expect(hints.map(({ message }) => message)).toContainEqual(
		expect.stringMatching(
			/^The run found no files that are new or were changed since 20\d\d-[\dT:.-]+Z, .*An earlier run may have ingested them/,
		),
	);
});

it('another run of the dataflow is not taken for a retry whose answer was lost', async () => {
	const id = await folderFlow();
	const failed = seedRun(id, 'failed', 9_000);
	const lost = {
		kind: 'reset',
		applied: false,
		method: 'POST',
		path: '/action$',
		times: 1,
	} as const;
	local.adobe.set({ faults: [lost] });
	const retried = run('retry', { runId: failed.id });
	await sleep(300);
	// It has ended, so it shows its window.
	const ended = Date.now();
	const times = { startedAt: ended - 100, completedAt: ended };
	const other = local.adobe.seedRun({ flowId: id, outcome: 'success', ...times });
	const { json, error } = await retried;
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ retryOf: failed.id });
	expect(json[0]?.id).not.toBe(other.id);
});

it('Wait waits for the first run after a new start time, and takes no old one for it', async () => {
	local.adobe.set({ runDelayMs: 2_000 });
	const id = await folderFlow(Date.now() + 4_000);
	const { id: oldId } = seedRun(id, 'success', DAY);
	const { json, error, hints } = await run('wait', { dataflowId: byId(id) });
	expect(error).toBeUndefined();
	expect(json[0]?.id).not.toBe(oldId);
	expect(json[0]).toMatchObject({ status: 'success', files: 1 });
	expect(hints).toEqual([]);
});

it('Wait reports that the newest run is an old one', async () => {
	const id = await folderFlow();
	seedRun(id, 'success', DAY);
	const { json, hints } = await run('wait', { dataflowId: byId(id) });
	expect(json[0]).toMatchObject({ status: 'success' });
	expect(hints.map(({ message }) => message).join()).toMatch(
		/This run had already finished at .* only reports it\. .* new or changed .*Run Now/,
	);
	const again = await run('wait', { runId: String(json[0]?.id) });
	expect(again.hints.map(({ message }) => message).join()).not.toMatch(/already finished/);
});
