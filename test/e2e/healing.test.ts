/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { setTimeout as wait } from 'node:timers/promises';
import { demoOwner, readExample } from '../../local/demo';
import type { EditorApi } from '../../local/n8n/rest';
import { errorOf, itemsOf, type Execution } from '../../local/n8n/runData';
import { findLeaks } from '../support/leaks';
import { demoAwsCredential } from '../../local/tryOut';
import { withLocalSts } from './examples/aws';
import { type Lab, openLab } from './support/lab';
import { variant } from './support/workflows';

const ingest = readExample('ingest-from-s3.json');
const heal = readExample('keys-refused-heal.json');
const TRIGGER = 'When keys are refused';

let lab: Lab;
let editor: EditorApi;

beforeAll(async () => {
	lab = await openLab();
	const { adobe, n8n } = lab;
	const everyMinute = { pollTimes: { item: [{ mode: 'everyMinute' }] } };
	const healing = variant(withLocalSts(heal, heal.id, adobe), heal.id, { [TRIGGER]: everyMinute });
	const report = readExample('daily-ingest-report.json');
	const lastHour = variant(report, report.id, {
		'Yesterday’s runs': { filters: { startedAfter: '={{ $now.minus({ hours: 1 }).toISO() }}' } },
	});
	await n8n.importCredentials(demoAwsCredential);
	// Only here executions are stored although they hold keys: the test reads them.
	await n8n.importWorkflows(ingest, { ...healing, settings: { executionOrder: 'v1' } }, lastHour);
	await n8n.start();
	editor = await n8n.signIn(demoOwner);
});

afterAll(async () => await lab?.close());

async function publish(id: string): Promise<void> {
	const path = `/rest/workflows/${id}`;
	const { versionId } = (await editor.call('GET', path)) as { versionId: string };
	await editor.call('POST', `${path}/activate`, { versionId });
}

/** The first execution of a workflow that has ended. */
async function executionOf(workflowId: string): Promise<Execution> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	for (let tries = 0; tries < 180; tries++) {
		const { results } = (await editor.call('GET', `/rest/executions?filter=${filter}`)) as {
			results: Array<{ id: string; status: string }>;
		};
		const ended = results.find(({ status }) => ['success', 'error', 'crashed'].includes(status));
		if (ended) return await editor.execution(ended.id);
		await wait(1_000);
	}
	throw new Error(`The workflow ${workflowId} was not started by its trigger`);
}

it('a dataflow whose keys expire comes back to success without a hand', async () => {
	const { adobe, n8n } = lab;
	await publish(heal.id);
	const { demo } = adobe;
	// The dataflow is made while the keys are good, and runs when they have expired.
	let isOver = false;
	const running = n8n.execute(ingest.id).finally(() => (isOver = true));
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

	const healed = await executionOf(heal.id);
	expect(errorOf(healed)?.message).toBeUndefined();
	const [{ json: started } = { json: {} }] = itemsOf(healed, TRIGGER);
	expect(started).toMatchObject({ event: 'keysRefused', dataflowName: 'Stores from S3' });
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
	const report = await lab.n8n.execute('dailyIngestReport');
	expect(errorOf(report)?.message).toBeUndefined();
	const rows = itemsOf(report, 'Report').map(({ json }) => json);
	expect(rows).toEqual([
		expect.objectContaining({ dataflow: 'Stores from S3', status: 'success', written: '4' }),
		expect.objectContaining({
			dataflow: 'Stores from S3',
			status: 'failed',
			why: expect.stringContaining('Update Session Token') as string,
		}),
	]);
});
