/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { setTimeout as wait } from 'node:timers/promises';
import { demoOwner } from '../../local/demo';
import type { WorkflowEntry } from '../../local/n8n/entries';
import { N8nInstance } from '../../local/n8n/instance';
import type { EditorApi } from '../../local/n8n/rest';
import { itemsOf } from '../../local/n8n/runData';
import { anyFreePort } from '../../local/ports';
import { NEWEST_N8N } from '../../local/n8n/versions';
import { DURABLE_SCHEDULER } from '../support/n8n/durableScheduler';
import { versionUnderTest } from '../support/n8n/versionUnderTest';
import { TRIGGER_NODE, watch } from '../queue/support/workflows';
import { failRun, looks, makeDataflow } from '../workflow/trigger/dataflow';
import { openRunningLab, type RunningLab } from './support/lab';

/** n8n needs a minute to start on a busy machine. */
const LONGEST_WAIT_MS = 3 * 60_000;

let lab: RunningLab;
let n8n: N8nInstance;
let editor: EditorApi;
let flowId: string;

beforeAll(async () => {
	lab = await openRunningLab();
	({ editor, n8n } = lab);
	flowId = await makeDataflow(lab.adobe);
});

afterAll(async () => {
	await n8n?.stop();
	await lab?.close();
});

/** Starts n8n again, with these settings. */
async function restart(settings: NodeJS.ProcessEnv, meanwhile: () => void): Promise<void> {
	await n8n.stop();
	meanwhile();
	n8n = new N8nInstance(n8n.program, n8n.userFolder, await anyFreePort(), settings);
	await n8n.start();
	editor = await n8n.signIn(demoOwner);
}

/**
 * Saves a workflow with the trigger and activates it, which polls once.
 * @param dataflowId the only one that it watches; only by that can its polls be told from those of another workflow
 */
async function activate(name: string, dataflowId?: string): Promise<string> {
	const workflow = watch(lab.credential);
	const nodes = workflow.nodes.map((node) =>
		node.name === TRIGGER_NODE && dataflowId
			? { ...node, parameters: { ...node.parameters, dataflowId: byId(dataflowId) } }
			: node,
	);
	const id = await editor.createWorkflow({ ...workflow, nodes, id: name, name });
	const asked = looks(lab.adobe, dataflowId);
	await editor.publish(id);
	while (looks(lab.adobe, dataflowId) === asked) await wait(20);
	// The poll at activation has read; n8n stores what it remembers.
	await wait(1_000);
	return id;
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const fail = () => failRun(lab.adobe, flowId);

/** What a workflow was started with, once it has so many items. */
async function told(workflowId: string, count: number): Promise<string[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const until = Date.now() + LONGEST_WAIT_MS;
	for (;;) {
		const { results } = (await editor.call('GET', `/rest/executions?filter=${filter}`)) as {
			results: Array<{ id: string; status: string }>;
		};
		const ended = results.filter(({ status }) => status === 'success');
		const executions = await Promise.all(ended.map(async ({ id }) => await editor.execution(id)));
		const ids = executions.flatMap((execution) =>
			itemsOf(execution, TRIGGER_NODE).map(({ json }) => String(json.id)),
		);
		if (ids.length >= count || Date.now() > until) return ids.sort();
		await wait(1_000);
	}
}

/** Saves the workflow with another parameter of its trigger, and puts that into effect. */
async function saveAgain(id: string): Promise<void> {
	const path = `/rest/workflows/${id}`;
	const saved = (await editor.call('GET', path)) as WorkflowEntry & { versionId: string };
	const nodes = saved.nodes.map((node) =>
		node.name === TRIGGER_NODE
			? { ...node, parameters: { ...node.parameters, options: { limit: 40 } } }
			: node,
	);
	const { name, connections, settings, versionId: before } = saved;
	const change = { name, nodes, connections, settings, versionId: before };
	const { versionId } = (await editor.call('PATCH', path, change)) as { versionId: string };
	await editor.call('POST', `${path}/activate`, { versionId });
}

it('reports each run once: with the old and the durable scheduler, across a change from one to the other, and saved amid a poll', async () => {
	const first = await activate('First');
	const runs = [fail()];
	expect(await told(first, 1)).toEqual(runs);

	// A poll is under way when the workflow is saved; n8n 2.8 starts an execution for what that finds, too.
	lab.adobe.set({ latencyMs: 5_000 });
	runs.push(fail());
	const asked = looks(lab.adobe);
	while (looks(lab.adobe) === asked) await wait(20);
	await saveAgain(first);
	lab.adobe.set({ latencyMs: 0 });
	expect(await told(first, 2)).toEqual([...runs].sort());
	// Nor again by what the poll of before found.
	await wait(6_000);
	expect(await told(first, 2)).toEqual([...runs].sort());
	// Only the newest n8n has the other scheduler.
	if (versionUnderTest() !== NEWEST_N8N) return;

	await restart(DURABLE_SCHEDULER, () => runs.push(fail()));
	// Once it has reported that one, the first workflow asks for no runs of a single dataflow any more.
	expect(await told(first, 3)).toEqual([...runs].sort());
	const second = await activate('Second', flowId);
	// Ends between the activation and the first scheduled poll, whose memory n8n's cursors do not keep.
	const later = fail();
	runs.push(later);
	expect(await told(second, 1)).toEqual([later]);
	expect(await told(first, 4)).toEqual([...runs].sort());

	const last: string[] = [];
	await restart({}, () => last.push(fail()));
	expect(await told(second, 2)).toEqual([later, ...last].sort());
	expect(await told(first, 5)).toEqual([...runs, ...last].sort());
});
