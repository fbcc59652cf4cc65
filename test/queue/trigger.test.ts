/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { setTimeout as wait } from 'node:timers/promises';

import { readExample } from '../../local/demo';
import { NEWEST_N8N } from '../../local/n8n/versions';
import { errorOf, type Execution, itemsOf } from '../../local/n8n/runData';
import { demoAwsCredential, withLocalServices } from '../../local/localServices';
import { storing } from '../../local/tryOut';
import { variant, withCredential } from '../e2e/support/workflows';
import { failRun, looks, makeDataflow } from '../workflow/trigger/dataflow';
import { DURABLE_SCHEDULER } from '../support/n8n/durableScheduler';
import { EVERY_15_SECONDS } from '../support/n8n/pollTimes';
import { versionUnderTest } from '../support/n8n/versionUnderTest';
import { QueueLab } from './support/queueLab';
import { TRIGGER_NODE, watch } from './support/workflows';

/** n8n needs a minute to start on a busy machine. */
const LONGEST_WAIT_MS = 3 * 60_000;

let lab: QueueLab;
let flowId: string;
let watching: string;

/** Only the newest n8n has the durable scheduler. */
const SCHEDULERS: Array<[name: string, settings: NodeJS.ProcessEnv]> = [
	['the old scheduler', {}],
	...(versionUnderTest() === NEWEST_N8N
		? [['the durable scheduler', DURABLE_SCHEDULER] as [string, NodeJS.ProcessEnv]]
		: []),
];

async function open(settings: NodeJS.ProcessEnv): Promise<void> {
	lab = await QueueLab.open(['worker'], settings);
	flowId = await makeDataflow(lab.adobe);
	watching = await lab.publish(watch(lab.credential));
	// The first poll, which is part of the activation, only looks around.
	await pollsDone(1);
}

/** Returns once polls have asked for runs so many times. */
async function pollsDone(count: number, dataflowId?: string): Promise<void> {
	const until = Date.now() + LONGEST_WAIT_MS;
	while (looks(lab.adobe, dataflowId) < count) {
		if (Date.now() > until) throw new Error(`No poll came.\n\n${lab.lastLines()}`);
		await wait(20);
	}
}

const fail = () => failRun(lab.adobe, flowId);

/** What a workflow was started with so far, by a column, once so many executions have ended. */
async function told(count: number, workflow = watching, column = 'id'): Promise<string[]> {
	const isDone = (listed: Array<{ status: string; workflowId: string }>) =>
		listed.filter((one) => one.workflowId === workflow && one.status === 'success').length >= count;
	const executions = await lab.executions(isDone, LONGEST_WAIT_MS);
	return executions
		.filter(({ workflowId }) => workflowId === workflow)
		.flatMap((execution) => itemsOf(execution, TRIGGER_NODE))
		.map(({ json }) => String(json[column]));
}

async function restartMain(meanwhile: () => void = () => undefined): Promise<void> {
	await lab.processes.main?.kill();
	meanwhile();
	await lab.processes.main?.start();
}

describe.each(SCHEDULERS)('With %s', (name, settings) => {
	beforeAll(async () => await open(settings));
	afterAll(async () => await lab?.close());

	it('reports each run once, even if the main instance is killed between and within polls', async () => {
		const expected = [fail()];
		expect(await told(1)).toEqual(expected);

		// Between two polls: what ends while nobody polls is told afterwards.
		await restartMain(() => expected.push(fail()));
		expect((await told(2)).sort()).toEqual([...expected].sort());

		// Within a poll: the service has answered, and n8n has not yet heard of it.
		lab.adobe.set({ latencyMs: 5_000 });
		expected.push(fail());
		await pollsDone(looks(lab.adobe) + 1);
		await restartMain(() => lab.adobe.set({ latencyMs: 0 }));
		expect((await told(3)).sort()).toEqual([...expected].sort());

		// Nor again by the poll that follows.
		await pollsDone(looks(lab.adobe) + 1);
		await wait(2_000);
		expect((await told(3)).sort()).toEqual([...expected].sort());
	});

	it('reports No Data, Recovered and Disabled once each, even if the main instance is killed between them', async () => {
		const { adobe, credential } = lab;
		adobe.set({ runsBySchedule: false });
		const { id: connectionId } = adobe.seedConnection({ name: 'Silent landing' });
		const place = { path: '/acme-landing/stores/', type: 'folder' as const };
		const silent = adobe.seedDataflow({ connectionId, name: 'Silent', ...place }).id;
		const asked = looks(adobe, silent);
		const workflow = await lab.publish(
			watch(credential, {
				events: ['noData', 'recovered', 'disabled'],
				dataflowId: { __rl: true, mode: 'id', value: silent },
				// Longer than one interval of polls, so that a silence is not over before it is seen.
				expectEvery: 0.015,
			}),
		);
		await pollsDone(asked + 1, silent);
		const events = async (count: number) => await told(count, workflow, 'event');
		expect(await events(1)).toEqual(['noData']);

		// The same silence goes on.
		await restartMain();
		await pollsDone(looks(adobe, silent) + 1, silent);
		await wait(2_000);
		expect(await events(1)).toEqual(['noData']);

		const now = Date.now();
		const times = { startedAt: now - 2_000, completedAt: now - 1_000 };
		adobe.seedRun({ flowId: silent, outcome: 'success', ...times });
		expect(await events(2)).toEqual(['noData', 'recovered']);

		// One that is disabled has no silence of its own.
		adobe.amend(silent, { state: 'disabled', updatedAt: Date.now() });
		expect(await events(3)).toEqual(['noData', 'recovered', 'disabled']);
		await restartMain();
		await pollsDone(looks(adobe, silent) + 1, silent);
		await wait(2_000);
		expect(await events(3)).toEqual(['noData', 'recovered', 'disabled']);
	});

	// n8n's part is the same with the other one.
	const itOnce = name === SCHEDULERS[0]?.[0] ? it : it.skip;
	itOnce('heals a dataflow whose keys have expired, without a hand', async () => {
		const { adobe, credential } = lab;
		const example = readExample('keys-refused-heal.json');
		const aws = { ...demoAwsCredential, id: await lab.addCredential(demoAwsCredential) };
		// By the dataflow its polls can be told from those of the other workflow.
		const dataflowId = { __rl: true, mode: 'id', value: flowId };
		const often = { 'When a run fails': { pollTimes: EVERY_15_SECONDS, dataflowId } };
		const local = variant(withLocalServices(example, adobe), example.id, often);
		const healing = withCredential(local, credential);
		for (const node of healing.nodes) {
			if (node.credentials?.aws) node.credentials = { aws: { id: aws.id, name: aws.name } };
		}
		// Only here executions are stored although they hold keys: the test reads them.
		const asked = looks(lab.adobe, flowId);
		const id = await lab.publish(storing(healing));
		// What has ended before the first poll has looked around is not reported.
		await pollsDone(asked + 1, flowId);
		await wait(1_000);
		const { s3AccessKey, s3SecretKey, s3SessionToken } = adobe.demo;
		adobe.registerKeys({
			accessKey: s3AccessKey,
			secretKey: s3SecretKey,
			sessionToken: s3SessionToken,
			expiresAt: Date.now(),
		});
		// The failures of the test before are over: only the first one in a row is healed.
		const now = Date.now();
		const times = { startedAt: now - 2_000, completedAt: now - 1_000 };
		adobe.seedRun({ flowId, outcome: 'success', ...times });
		const refused = adobe.seedRun({ flowId }).id;

		const ended = await lab.executions(
			(listed) => listed.some((one) => one.workflowId === id && one.status === 'success'),
			LONGEST_WAIT_MS,
		);
		const [healed, ...more] = ended.filter(({ workflowId }) => workflowId === id);
		expect(more).toEqual([]);
		expect(errorOf(healed as Execution)?.message).toBeUndefined();
		const [{ json: done } = { json: {} }] = itemsOf(healed as Execution, 'The data has arrived');
		expect(done).toMatchObject({ status: 'success', dataflowId: flowId });
		expect(itemsOf(healed as Execution, 'Retry the run')[0]?.json).toMatchObject({
			retryOf: refused,
		});
		expect(adobe.connections()[0]?.auth?.params.s3AccessKey).not.toBe(s3AccessKey);
	});
});
