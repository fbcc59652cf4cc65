/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { setTimeout as wait } from 'node:timers/promises';
import { readExample } from '../../local/demo';
import type { EditorApi } from '../../local/n8n/rest';
import { errorOf, itemsOf, type Execution } from '../../local/n8n/runData';
import { findLeaks } from '../support/leaks';
import { EVERY_15_SECONDS } from '../support/n8n/pollTimes';
import { looks } from '../workflow/trigger/dataflow';
import { demoAwsCredential, withLocalServices } from '../../local/localServices';
import { openRunningLab, type RunningLab } from './support/lab';
import { storing } from '../../local/tryOut';
import { variant } from './support/workflows';

const ingest = storing(readExample('ingest-from-s3.json'));
const heal = readExample('keys-refused-heal.json');
const TRIGGER = 'When a run fails';

let lab: RunningLab;
let editor: EditorApi;

beforeAll(async () => {
	const often = { [TRIGGER]: { pollTimes: EVERY_15_SECONDS } };
	const report = readExample('daily-ingest-report.json');
	const lastHour = variant(report, report.id, {
		'Yesterday’s runs': { filters: { startedAfter: '={{ $now.minus({ hours: 1 }).toISO() }}' } },
	});
	lab = await openRunningLab({
		credentials: () => [demoAwsCredential],
		workflows: ({ adobe }) => [
			ingest,
			storing(variant(withLocalServices(heal, adobe), heal.id, often)),
			lastHour,
		],
	});
	({ editor } = lab);
});

afterAll(async () => await lab?.close());

/** The executions of a workflow once so many have ended, oldest first, without the first ones. */
async function executionsOf(workflowId: string, count: number, skip = 0): Promise<Execution[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	for (let tries = 0; tries < 240; tries++) {
		const { results } = (await editor.call('GET', `/rest/executions?filter=${filter}`)) as {
			results: Array<{ id: string; status: string }>;
		};
		const ended = results.filter(({ status }) => ['success', 'error', 'crashed'].includes(status));
		if (ended.length >= skip + count) {
			const ids = ended.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
			return await Promise.all(ids.slice(skip).map(async (id) => await editor.execution(id)));
		}
		await wait(1_000);
	}
	throw new Error(`The workflow ${workflowId} was not started ${count} times by its trigger`);
}

/** Returns once so many polls have looked for runs. */
async function polls(count: number): Promise<void> {
	const wanted = looks(lab.adobe) + count;
	for (let tries = 0; tries < 240; tries++) {
		if (looks(lab.adobe) >= wanted) return;
		await wait(1_000);
	}
	throw new Error('No poll came');
}

it('a dataflow whose keys expire comes back to success without a hand', async () => {
	const { adobe } = lab;
	await editor.publish(heal.id);
	const { demo } = adobe;
	// The dataflow is made while the keys are good, and runs when they have expired.
	let isOver = false;
	const running = editor.runWorkflow(ingest.id).finally(() => (isOver = true));
	while (adobe.flows().length === 0 && !isOver) await wait(50);
	adobe.registerKeys({
		accessKey: demo.s3AccessKey,
		secretKey: demo.s3SecretKey,
		sessionToken: demo.s3SessionToken,
		expiresAt: Date.now(),
	});
	const failing = await running;
	expect(errorOf(failing)?.message).toMatch(/^The dataflow run of "Stores from S3" failed/);
	expect(String(errorOf(failing)?.description)).toMatch(/Update Session Token/);

	const [healed] = (await executionsOf(heal.id, 1)) as [Execution];
	expect(errorOf(healed)?.message).toBeUndefined();
	const [{ json: started } = { json: {} }] = itemsOf(healed, TRIGGER);
	expect(started).toMatchObject({
		dataflowName: 'Stores from S3',
		cause: 'credentials',
		failedInARow: 1,
	});
	const [{ json: done } = { json: {} }] = itemsOf(healed, 'The data has arrived');
	expect(done).toMatchObject({ status: 'success', dataflowName: 'Stores from S3' });
	expect(itemsOf(healed, 'Retry the run')[0]?.json).toMatchObject({ retryOf: started.id });
	const [connection] = adobe.connections();
	expect(connection?.auth?.params.s3AccessKey).not.toBe(demo.s3AccessKey);

	const { runData } = healed.data.resultData;
	const ours = [
		TRIGGER,
		'Put them into the connection',
		'Retry the run',
		'Wait until it has finished',
	];
	const secrets = Object.values(connection?.auth?.params ?? {}).map(String);
	const told = Object.fromEntries(ours.map((name) => [name, JSON.stringify(runData[name])]));
	expect(findLeaks(told, [...secrets, demo.clientSecret])).toEqual([]);
});

it('the report lists the runs of a day, with what went wrong', async () => {
	const report = await editor.runWorkflow('dailyIngestReport');
	expect(errorOf(report)?.message).toBeUndefined();
	const rows = itemsOf(report, 'Report').map(({ json }) => json);
	expect(rows).toEqual([
		expect.objectContaining({ dataflow: 'Stores from S3', status: 'success', written: '4' }),
		expect.objectContaining({
			dataflow: 'Stores from S3',
			status: 'failed',
			// A list tests no connection; the trigger and Get do.
			why: 'The run failed: Error in copying the data from Source',
			whatToDo: expect.stringMatching(/^A later run of this dataflow succeeded/) as string,
		}),
	]);
});

it('heals what can be healed once, and tells a person about the rest', async () => {
	const { adobe } = lab;
	adobe.reset({ keepTokens: true });
	// What follows is all there for the next poll: none is under way.
	await polls(1);
	await wait(2_000);
	const { demo } = adobe;
	const keys = { s3AccessKey: demo.s3AccessKey, s3SecretKey: demo.s3SecretKey };
	const good = { ...keys, s3SessionToken: demo.s3SessionToken };
	const gone = { ...keys, s3SessionToken: 'FAKE-session-token-that-has-ended' };
	const startTime = Math.floor(Date.now() / 1000) + 86_400;
	/** A dataflow that has a file, and no run of its own during the test. */
	const dataflow = async (connectionId: string, name: string) => {
		await adobe.putFile(`healing/${name}/file.json`, '{"id":"1"}\n');
		const path = `/acme-landing/healing/${name}/`;
		const schedule = { startTime, frequency: 'day', interval: 1 };
		return adobe.seedDataflow({
			connectionId,
			name,
			path,
			type: 'folder',
			format: 'json',
			schedule,
		}).id;
	};
	const connection = (name: string, params: typeof good) =>
		adobe.seedConnection({ name, params }).id;
	const shared = connection('shared', gone);
	const denied = connection('denied', gone);
	const left = connection('left alone', gone);
	const first = await dataflow(shared, 'first of two');
	const second = await dataflow(shared, 'second of two');
	const renewed = await dataflow(connection('renewed', good), 'renewed by somebody');
	const misplaced = await dataflow(connection('misplaced', good), 'wrong path');
	const refused = await dataflow(denied, 'keys that do not help');
	const disabled = await dataflow(left, 'disabled by Adobe');
	adobe.set({
		runFaults: [
			{ cause: 'unknown', flowId: renewed, times: 1 },
			{ cause: 'path', flowId: misplaced },
			{ cause: 'credentials', connectionId: denied, printed: true },
		],
	});

	// Its failures lie a second apart, which is here what 30 days are at Adobe.
	adobe.set({ disableAfterDays: 0.00001 });
	for (const ago of [3_000, 1_000]) {
		const startedAt = Date.now() - ago;
		const window = {
			start: startedAt - 86_400_000,
			end: Date.now() + (ago === 3_000 ? -9_000 : 0),
		};
		adobe.seedRun({ flowId: disabled, startedAt, completedAt: startedAt, window });
	}
	adobe.set({ disableAfterDays: 30 });
	const stateOf = (id: string) => adobe.flows().find((flow) => flow.id === id)?.state;
	expect(stateOf(disabled)).toBe('disabled');
	for (const flowId of [first, second, renewed, misplaced, refused]) adobe.seedRun({ flowId });

	const [healed, told] = (await executionsOf(heal.id, 2, 1)) as [Execution, Execution];
	const patched = adobe.journal.filter(({ method, applied }) => method === 'PATCH' && applied);
	expect(patched.map(({ path }) => path.split('/').at(-1)).sort()).toEqual(
		[shared, denied, left].sort(),
	);
	expect(itemsOf(healed, TRIGGER)).toHaveLength(7);
	expect(errorOf(healed)?.message).toMatch(/^The dataflow "wrong path" failed: [^\n]+$/);
	expect(itemsOf(told, TRIGGER)).toHaveLength(1);
	expect(errorOf(told)?.message).toMatch(
		/^The dataflow "keys that do not help" failed 2 times in a row: [^\n]+$/,
	);
	expect(stateOf(disabled)).toBe('enabled');
	const runsOf = (id: string) => adobe.runs().filter(({ flowId }) => flowId === id).length;
	expect([first, second, renewed, misplaced, refused].map(runsOf)).toEqual([2, 2, 2, 1, 2]);
	expect(adobe.ingestions().map(({ flowId, runIds }) => [flowId, runIds.length])).toEqual(
		expect.arrayContaining([first, second, renewed, disabled].map((id) => [id, 1])),
	);
	expect(adobe.ingestions()).toHaveLength(4);

	// It does not loop: more polls find nothing to do.
	const before = adobe.journal.length;
	await polls(3);
	const since = adobe.journal.slice(before).filter(({ method }) => method !== 'GET');
	expect(since.filter(({ path }) => !path.startsWith('/ims/'))).toEqual([]);
	expect(await executionsOf(heal.id, 2, 1)).toHaveLength(2);
});
