/* eslint-disable @n8n/community-nodes/no-restricted-imports -- an end-to-end test that is never part of the published package */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { readExample } from '../../local/demo';
import type { WorkflowEntry } from '../../local/n8n/entries';
import type { EditorApi } from '../../local/n8n/rest';
import { errorOf, itemsOf } from '../../local/n8n/runData';
import { failRun, looks, makeDataflow } from '../workflow/trigger/dataflow';
import { EVERY_15_SECONDS } from '../support/n8n/pollTimes';
import { openRunningLab, type RunningLab } from './support/lab';
import { storing } from '../../local/tryOut';
import { variant } from './support/workflows';

/** n8n needs a minute to start on a busy machine. */
const PATIENCE_MS = 4 * 60_000;
const TRIGGER = 'When data stops or comes again';
const report = readExample('health-report.json');
const incidents = readExample('incidents.json');
const events = readExample('adobe-events.json');

let lab: RunningLab;
let editor: EditorApi;
let flowId: string;
/** A stand-in for the incident tool, with what it was sent. */
let tool: Server;
const received: Array<Record<string, unknown>> = [];

beforeAll(async () => {
	tool = createServer((request, response) => {
		let body = '';
		request.on('data', (text) => (body += String(text)));
		request.on('end', () => {
			received.push(JSON.parse(body) as Record<string, unknown>);
			response.setHeader('content-type', 'application/json').end('{}');
		});
	}).listen(0, '127.0.0.1');
	await once(tool, 'listening');
	const url = `http://127.0.0.1:${(tool.address() as AddressInfo).port}/`;
	lab = await openRunningLab({
		workflows: () => [
			withoutSenders(report),
			variant(incidents, incidents.id, {
				[TRIGGER]: { pollTimes: EVERY_15_SECONDS },
				'Incident tool': { url },
			}),
			storing(events),
		],
	});
	({ editor } = lab);
	flowId = await makeDataflow(lab.adobe);
});

afterAll(async () => {
	await lab?.close();
	tool?.close();
});

/** Slack and e-mail are somebody's own. */
function withoutSenders(workflow: WorkflowEntry): WorkflowEntry {
	const nodes = workflow.nodes.filter(({ name }) => !name.startsWith('Send '));
	return { ...workflow, nodes, connections: { ...workflow.connections, Message: { main: [[]] } } };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
	const end = Date.now() + PATIENCE_MS;
	while (!(await isSo()) && Date.now() < end) await wait(250);
}

it('opens an incident for a failed run, and closes it when the dataflow has recovered', async () => {
	const { adobe } = lab;
	const before = looks(adobe);
	await editor.publish(incidents.id);
	await until(() => looks(adobe) > before);
	// The poll at activation has read; n8n stores what it remembers.
	await wait(1_000);
	failRun(adobe, flowId);
	await until(() => received.length === 1);
	const now = Date.now();
	adobe.seedRun({ flowId, outcome: 'success', startedAt: now - 5_000, completedAt: now });
	await until(() => received.length === 2);
	expect(received).toMatchObject([
		{ event_action: 'trigger', dedup_key: `aep-${flowId}` },
		{ event_action: 'resolve', dedup_key: `aep-${flowId}` },
	]);
});

it('reports the health of all dataflows as one message', async () => {
	const execution = await editor.runWorkflow(report.id);
	expect(errorOf(execution)?.message).toBeUndefined();
	expect(itemsOf(execution, 'Check health').map(({ json }) => json)).toMatchObject([
		{ health: 'ok', id: flowId, connectionWorks: true },
	]);
	expect(itemsOf(execution, 'Message')[0]?.json).toMatchObject({ wrong: 0 });
	failRun(lab.adobe, flowId);
	const after = await editor.runWorkflow(report.id);
	expect(itemsOf(after, 'Check health').map(({ json }) => json)).toMatchObject([
		{ health: 'failing', id: flowId, failedInARow: 1 },
	]);
	expect(itemsOf(after, 'Message')[0]?.json).toMatchObject({ wrong: 1 });
});

it("answers Adobe's challenge, and reads the run that an event names", async () => {
	await editor.publish(events.id);
	const address = `${lab.n8n.url}/webhook/adobe-events`;
	let challenge = await fetch(`${address}?challenge=a-word`);
	await until(async () => {
		if (challenge.status === 404) challenge = await fetch(`${address}?challenge=a-word`);
		return challenge.status !== 404;
	});
	expect([challenge.status, await challenge.text()]).toEqual([200, 'a-word']);
	const runId = failRun(lab.adobe, flowId);
	const body = JSON.stringify({ event: { id: runId, flowId } });
	const headers = { 'content-type': 'application/json' };
	expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(200);
	const asked = () => lab.adobe.journal.some(({ path }) => path.endsWith(`/runs/${runId}`));
	await until(asked);
	expect(asked()).toBe(true);
});
