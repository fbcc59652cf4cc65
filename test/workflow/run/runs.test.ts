/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a run shows up while the node waits */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FaultRule } from '../../../local/adobe';
import { FAULTY_DAY } from '../../../local/adobe/tenant/orders';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { runNode } from '../../support/engine';
import { draft, lines } from '../dataflow/cases';

const local = useLocalAdobe();
useBounds({ lateCreate: 1_200, lateCreateAfterTimeout: 1_200, itemBudget: 20_000 });

const run = async (operation: string, more: INodeParameters = {}) =>
	await runNode(local.credential(), { parameters: { resource: 'run', operation, ...more } });
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A dataflow of the seeded files that has not run. The journal begins after its creation. */
async function flowOf(file = 'stores/stores.csv.gz', more: INodeParameters = {}): Promise<string> {
	const { id } = local.adobe.seedConnection({ name: 'Landing' });
	const later = { startTime: new Date(Date.now() + 3_600_000).toISOString() };
	const set = file.startsWith('daily') ? 'orders' : 'stores';
	const { json, error } = await runNode(local.credential(), {
		parameters: draft('create', id, file, set, { ...later, ...more }),
	});
	if (error) throw error;
	local.adobe.journal.length = 0;
	return String(json[0]?.id);
}

const post = (rule: Omit<FaultRule, 'method' | 'path'>): FaultRule => ({
	...rule,
	method: 'POST',
	path: '/runs(/.*/action)?$',
	times: 1,
});

describe('Run Now', () => {
	it('starts a run, and waits for its end with the option', async () => {
		const dataflowId = byId(await flowOf());
		const { error, json } = await run('start', { dataflowId, options: { wait: true } });
		expect(error).toBeUndefined();
		expect(local.adobe.runs()).toHaveLength(1);
		expect(json[0]).toMatchObject({
			id: local.adobe.runs()[0]?.id,
			dataflowId: dataflowId.value,
			dataflowName: 'Stores',
			baseConnectionId: local.adobe.connections()[0]?.id,
			status: 'success',
			files: 1,
			recordsRead: 4,
			recordsWritten: 4,
			recordsFailed: 0,
			errors: [],
			keysRefused: false,
		});
		expect(Object.keys(json[0] ?? {}).slice(0, 4)).toEqual([
			'status',
			'dataflowName',
			'reason',
			'recordsRead',
		]);
		expect(Object.keys(json[0] ?? {}).slice(-3)).toEqual(['id', 'dataflowId', 'baseConnectionId']);
		expect(json[0]?.reason).toBe('All records were ingested');
		expect(Date.parse(String(json[0]?.completedAt))).toBeGreaterThan(0);
	}, 30_000);

	it.each([true, false])(
		'without an answer starts one run (carried out: %s)',
		async (applied) => {
			const dataflowId = byId(await flowOf());
			local.adobe.set({ faults: [post({ kind: 'reset', applied })] });
			const { error, json } = await run('start', { dataflowId });
			expect(error).toBeUndefined();
			expect(local.adobe.runs().map(({ id }) => id)).toEqual([json[0]?.id]);
		},
		30_000,
	);

	it('says what to do for a dataflow that runs by its schedule, and sends no run', async () => {
		const dataflowId = byId(await flowOf('stores/stores.csv.gz', { schedule: 'day', interval: 1 }));
		const { error } = await run('start', { dataflowId });
		expect(error?.message).toMatch(/runs by its schedule \(every day\)/);
		expect(error?.description).toMatch(/Wait Until Finished.*Retry/);
		expect(lines(local.adobe).filter((line) => line.startsWith('POST'))).toEqual([]);
	});

	it('says what to do for a disabled dataflow', async () => {
		const id = await flowOf();
		const disabled = { resource: 'dataflow', operation: 'disable', dataflowId: byId(id) };
		await runNode(local.credential(), { parameters: disabled });
		const { error } = await run('start', { dataflowId: byId(id) });
		expect(error?.message).toMatch(/is disabled$/);
	}, 30_000);
});

describe('A run', () => {
	it('that does not exist is reported', async () => {
		const { error } = await run('get', { runId: 'nobody' });
		expect(error?.message).toBe('There is no dataflow run with this ID in this sandbox');
	});

	it('is listed by dataflow, status and time, newest first', async () => {
		const { adobe } = local;
		const [flowId, other] = [await flowOf(), await flowOf()];
		const day = Date.parse('2026-11-01T00:00:00Z');
		const at = (hours: number) => ({
			startedAt: day + hours * 3_600_000,
			completedAt: day + hours * 3_600_000 + 90_000,
		});
		adobe.seedRun({ flowId, outcome: 'success', ...at(1) });
		adobe.seedRun({ flowId, outcome: 'failed', ...at(2) });
		adobe.seedRun({ flowId: other, outcome: 'partialSuccess', ...at(3) });
		const list = async (more: INodeParameters) => {
			const { json, error } = await run('getAll', { returnAll: true, ...more });
			expect(error).toBeUndefined();
			return json.map(({ status }) => status);
		};
		expect(await list({})).toEqual(['partialSuccess', 'failed', 'success']);
		expect(await list({ dataflowId: byId(flowId) })).toEqual(['failed', 'success']);
		expect(await list({ filters: { status: 'failed' } })).toEqual(['failed']);
		expect(await list({ filters: { startedAfter: '2026-11-01T02:30:00Z' } })).toEqual([
			'partialSuccess',
		]);
		expect(await list({ filters: { startedBefore: '2026-11-01T01:30:00Z' } })).toEqual(['success']);
		const { json } = await run('getAll', { returnAll: false, limit: 1 });
		expect(json).toHaveLength(1);
		expect(json[0]).toMatchObject({ durationSeconds: 90, startedAt: '2026-11-01T03:00:00.000Z' });
	});

	it.each([
		['startedAfter', 'yesterday', /^Started After is not a date/],
		['status', 'bad', /^Invalid value for Status/],
	])('is not listed by a wrong %s', async (name, value, words) => {
		const { error } = await run('getAll', { filters: { [name]: `={{ "${value}" }}` } });
		expect(error?.message).toMatch(words);
		expect(lines(local.adobe)).toEqual([]);
	});
});

describe('Wait Until Finished', () => {
	it('finds a run that shows up late, by one request for each look', async () => {
		const { adobe } = local;
		const flowId = await flowOf();
		setTimeout(() => adobe.seedRun({ flowId }), 1_000);
		const { error, json } = await run('wait', { dataflowId: byId(flowId) });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ status: 'success', id: adobe.runs()[0]?.id });
		// While no run is listed, the dataflow is read to check that it can run.
		expect(lines(adobe)).toEqual(['GET runs', 'GET flows/…', 'GET runs', 'GET flows']);
	}, 30_000);

	it('fails with the reason and what to do, or puts the failed run out', async () => {
		const flowId = await flowOf();
		const { id } = local.adobe.seedRun({
			flowId,
			outcome: 'keysRefused',
			startedAt: Date.now() - 9_000,
			completedAt: Date.now() - 1_000,
		});
		const failed = await run('wait', { runId: id });
		expect(failed.error?.message).toMatch(/^The dataflow run of "Stores" failed: /);
		expect(failed.error?.description).toMatch(/CONNECTOR-1001-500.*Update Session Token.*Retry/);
		const { error, json } = await run('wait', { runId: id, options: { failOnError: false } });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ id, status: 'failed', keysRefused: true });
	});

	it('says so if the previous node created another dataflow than the chosen one', async () => {
		const [flowId, other] = [await flowOf(), await flowOf()];
		local.adobe.seedRun({ flowId });
		local.adobe.seedRun({ flowId: other });
		const hintsFor = async (item: IDataObject) => {
			const parameters = { resource: 'run', operation: 'wait', dataflowId: byId(flowId) };
			const { error, hints } = await runNode(local.credential(), { parameters, items: [item] });
			expect(error).toBeUndefined();
			return hints.map(({ message }) => message);
		};
		const made = { sourceConnectionId: 'any' };
		expect(await hintsFor({ id: other, ...made })).toEqual([
			expect.stringMatching(
				/^The previous node created or updated another dataflow\. .* set Dataflow to {{ \$json\.id }}\.$/,
			),
		]);
		expect(await hintsFor({ id: flowId, ...made })).toEqual([]);
		expect(await hintsFor({ id: other })).toEqual([]);
	}, 30_000);

	it('gives up at Max Wait', async () => {
		const flowId = await flowOf();
		const { error } = await run('wait', { dataflowId: byId(flowId), options: { maxWait: 0.01 } });
		expect(error?.message).toMatch(/has not run within 0\.01 minutes/);
		local.adobe.set({ runMs: 600_000 });
		const { id } = local.adobe.seedRun({ flowId });
		const running = await run('wait', { runId: id, options: { maxWait: 0.01 } });
		expect(running.error?.message).toBe(
			`The dataflow run ${id} has not finished within 0.01 minutes`,
		);
	});

	it.each([
		[{ options: { maxWait: 0 }, runId: 'x' }, /^Max Wait must be greater than 0/],
		[{}, /^Dataflow and Run are empty/],
	])('refuses %j', async (more, words) => {
		expect((await run('wait', more as INodeParameters)).error?.message).toMatch(words);
	});
});

describe('Retry', () => {
	const failedRun = async () =>
		local.adobe.seedRun({
			flowId: await flowOf(),
			outcome: 'failed',
			startedAt: Date.now() - 9_000,
			completedAt: Date.now() - 1_000,
		});

	it.each(['both', 're-trigger', 'RE_TRIGGER'] as const)(
		'makes a new run where the service knows the word %s',
		async (retryWord) => {
			const { id } = await failedRun();
			local.adobe.set({ retryWord });
			const { error, json } = await run('retry', { runId: id });
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ retryOf: id, dataflowName: 'Stores' });
			expect(json[0]?.id).not.toBe(id);
			expect(local.adobe.runs()).toHaveLength(2);
		},
	);

	it.each([true, false])(
		'without an answer makes one run (carried out: %s)',
		async (applied) => {
			const { id } = await failedRun();
			local.adobe.set({ faults: [post({ kind: 'reset', applied })] });
			const { error, json } = await run('retry', { runId: id });
			expect(error).toBeUndefined();
			expect(local.adobe.runs().map((one) => one.id)).toEqual([id, json[0]?.id]);
		},
		30_000,
	);

	it('passes on why the service refuses', async () => {
		const { id } = await failedRun();
		local.adobe.set({ faults: [post({ kind: 'status', status: 403 })] });
		const { error } = await run('retry', { runId: id });
		expect(error?.httpCode).toBe('403');
		expect(local.adobe.runs()).toHaveLength(1);
	});
});

describe('Get Failed Records', () => {
	it('puts out each record that was refused, with the reason', async () => {
		const flowId = await flowOf(`daily/${FAULTY_DAY}.csv`, {
			additionalFields: { partialIngestionPercent: 90 },
		});
		const started = await run('start', { dataflowId: byId(flowId), options: { wait: true } });
		expect(started.error?.description).toBeUndefined();
		expect(started.json[0]).toMatchObject({ status: 'partialSuccess', recordsFailed: 2 });
		const { error, json } = await run('getFailedRecords', {
			runId: String(started.json[0]?.id),
			returnAll: true,
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(2);
		for (const { record, errors, file } of json) {
			expect(Object.keys(record as object).length).toBeGreaterThan(1);
			expect((errors as Array<{ code: string }>)[0]?.code).toMatch(/\S/);
			expect(file).toMatch(/errors_0\.json$/);
		}
		const rows = await runNode(local.credential(), {
			parameters: {
				resource: 'run',
				operation: 'getFailedRecords',
				runId: String(started.json[0]?.id),
			},
			settings: { typeVersion: 1.1 },
		});
		expect(rows.json).toEqual(
			json.map(({ record }) => ({ ...(record as object), reason: expect.stringMatching(/\S/) })),
		);
	}, 30_000);

	it('says why there are none', async () => {
		const flowId = await flowOf();
		const started = await run('start', { dataflowId: byId(flowId), options: { wait: true } });
		const good = await run('getFailedRecords', { runId: String(started.json[0]?.id) });
		expect(good.json).toEqual([]);
		expect(good.hints.map(({ message }) => message).join()).toMatch(/All records .* were ingested/);
		local.adobe.set({ runMs: 600_000 });
		const { id } = local.adobe.seedRun({ flowId });
		const early = await run('getFailedRecords', { runId: id });
		expect(early.hints.map(({ message }) => message).join()).toMatch(/has not finished yet/);
	}, 30_000);
});
