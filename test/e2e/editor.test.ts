/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets, @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { ResourceMapperFields } from 'n8n-workflow';

import { DATASETS } from '../../local/adobe/tenant/ids';
import { EXAMPLES, readExample } from '../../local/demo';
import { run } from '../../local/n8n/command';
import type { CredentialEntry, NodeEntry, WorkflowEntry } from '../../local/n8n/entries';
import type { EditorApi } from '../../local/n8n/rest';
import { itemsOf } from '../../local/n8n/runData';
import { NODE_MAJORS } from '../../local/n8n/versions';
import { REFRESH_NODE } from '../../local/report';
import { openRunningLab, type RunningLab } from './support/lab';
import { ADOBE_NODE } from '../support/n8n/adobeNode';
import { describeOnNewest, versionUnderTest } from '../support/n8n/versionUnderTest';
import { withCredential } from './support/workflows';

const example = readExample('create-then-refresh.json');

let lab: RunningLab;
let api: EditorApi;

beforeAll(async () => {
	lab = await openRunningLab({ workflows: () => [example] });
	api = lab.editor;
});

afterAll(async () => await lab?.close());

it('is the n8n, and runs on the Node.js, that the table in docs/compatibility.md names', async () => {
	const { versionCli, nodeJsVersion } = (await api.call('GET', '/rest/settings')) as {
		versionCli: string;
		nodeJsVersion: string;
	};
	expect(versionCli).toBe(versionUnderTest());
	expect(nodeJsVersion).toMatch(new RegExp(`^${NODE_MAJORS[versionUnderTest()]}\\.`));
	const { stdout } = await run(lab.n8n.program.node, ['--version']);
	expect(`v${nodeJsVersion}`).toBe(stdout.trim());
});

// The test of unsaved values under the ID of a stored credential would have n8n 2.8 store them.
const saved = async (changes: object) => {
	const entry = { ...lab.credential, data: { ...lab.credential.data, ...changes } };
	return { ...entry, id: await api.createCredential(entry) };
};

it('finds a good credential good', async () => {
	expect(await api.testCredential(await saved({}))).toMatchObject({ status: 'OK' });
});

it.each([
	['the secret', { clientSecret: 'p8e-Vq7Lx2mZ9wTn4RkB6yHsD3' }, /client secret/i],
	['the organisation', { organizationId: '0123456789ABCDEF@AdobeOrg' }, /organi[sz]ation/i],
	['the sandbox', { sandboxName: 'not-there' }, /sandbox/i],
])('says what is wrong with a credential: %s', async (_what, changes, message) => {
	const { status, message: said } = await api.testCredential(await saved(changes));
	expect(said).toMatch(message);
	expect(status).toBe('Error');
});

it.each([
	['that was imported', async () => example.id],
	[
		'that was made there, with a credential made there',
		async () => await api.createWorkflow(withCredential(example, await saved({}))),
	],
])('runs a workflow %s, as "Execute workflow" does', async (_what, made) => {
	const execution = await api.runWorkflow(await made());
	expect(execution.status).toBe('success');
	expect(execution.mode).toBe('manual');
	const [refreshed] = itemsOf(execution, REFRESH_NODE);
	expect(refreshed?.json.id).toBe(lab.adobe.connections().at(-1)?.id);
});

it('keeps an edit of the credential that is made amid a run whose token is refused', async () => {
	const { adobe, n8n } = lab;
	const [first, second] = [adobe.seedConnection().id, adobe.seedConnection().id];
	const credential = await saved({});
	const reading = await api.createWorkflow(
		withCredential(oneAfterAnother([first, second]), credential),
	);
	const asked = (id: string) => adobe.journal.filter(({ path }) => path.endsWith(`/${id}`));
	// So that there is time for the edit while the first request is under way.
	adobe.set({ latencyMs: 4_000 });
	const running = api.runWorkflow(reading);
	try {
		const until = Date.now() + 60_000;
		while (asked(first).length === 0 && Date.now() < until) await wait(20);
		const { name, type, data } = credential;
		const edited = { ...data, s3SecretKey: 'FAKE-edited-amid-the-run-7Qk2' };
		await api.call('PATCH', `/rest/credentials/${credential.id}`, { name, type, data: edited });
		adobe.expireTokens();
	} finally {
		adobe.set({ latencyMs: 0 });
	}
	expect((await running).status).toBe('success');
	// The second request met a token that is no longer taken, so n8n has stored a new one.
	expect(asked(second).map(({ status }) => status)).toContain(401);

	const file = join(n8n.userFolder, 'exported.json');
	await n8n.command('export:credentials', '--all', '--decrypted', `--output=${file}`);
	const stored = JSON.parse(readFileSync(file, 'utf8')) as CredentialEntry[];
	const { data } = stored.find(({ id }) => id === credential.id) ?? {};
	expect(data).toMatchObject({ s3SecretKey: 'FAKE-edited-amid-the-run-7Qk2' });
	expect(data?.accessToken).not.toBe('');
});

it('gives the editor the rows of Choose Columns, and says what is missing', async () => {
	const { id } = lab.adobe.seedConnection({ name: 'Landing' });
	const credential = await saved({});
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	const rowsFor = async (path: string) =>
		(await api.call('POST', '/rest/dynamic-node-parameters/resource-mapper-fields', {
			methodName: 'getFileMapping',
			path: 'parameters.fieldMapping',
			nodeTypeAndVersion: { name: ADOBE_NODE, version: 1 },
			credentials: {
				[credential.type]: { id: credential.id, name: credential.name },
			},
			currentNodeParameters: {
				resource: 'dataflow',
				operation: 'create',
				connectionId: byId(id),
				pathType: 'file',
				path: { __rl: true, mode: 'path', value: path },
				format: 'auto',
				datasetId: byId(DATASETS.profiles),
				mapping: 'fields',
			},
		})) as ResourceMapperFields;
	const { fields } = await rowsFor('/acme-landing/crm/profiles.csv');
	// No field of these profiles is required, so the identity comes first.
	expect(fields[0]).toMatchObject({
		id: 'personalEmail.address',
		displayName: 'personalEmail.address (identity, string)',
		type: 'options',
		removed: false,
	});
	expect(fields.filter(({ defaultValue }) => defaultValue).length).toBeGreaterThan(3);
	const { fields: none, emptyFieldsNotice } = await rowsFor('/acme-landing/gone.csv');
	expect(none).toEqual([]);
	expect(emptyFieldsNotice).toMatch(/^File not found: acme-landing\/gone\.csv/);
});

/** Reads these connections in one run of the node, one request at a time. */
function oneAfterAnother(ids: string[]): WorkflowEntry {
	const read = {
		resource: 'baseConnection',
		operation: 'get',
		connectionId: { __rl: true, mode: 'id', value: '={{ $json.ids }}' },
		options: { maxConcurrency: 1 },
	};
	const steps: Array<[name: string, type: string, version: number, parameters: object]> = [
		['Start', 'n8n-nodes-base.manualTrigger', 1, {}],
		['IDs', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: JSON.stringify({ ids }) }],
		['Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'ids' }],
		['Read', ADOBE_NODE, 1, read],
	];
	return {
		id: 'oneAfterAnother',
		name: 'One after another',
		nodes: steps.map(([name, type, typeVersion, parameters], at) => ({
			id: name,
			name,
			type,
			typeVersion,
			position: [at * 220, 0],
			parameters: parameters as NodeEntry['parameters'],
		})),
		connections: Object.fromEntries(
			steps
				.slice(1)
				.map(([next], at) => [
					steps[at]?.[0] ?? '',
					{ main: [[{ node: next, type: 'main', index: 0 }]] },
				]),
		) as WorkflowEntry['connections'],
		settings: { executionOrder: 'v1' },
	};
}

interface UpgradeReport {
	report: {
		workflowResults: Array<{
			ruleId: string;
			affectedWorkflows: Array<{ name: string; issues: unknown[] }>;
		}>;
	};
}

describeOnNewest('n8n 3.0', () => {
	it("breaks nothing in the examples, by n8n's own report", async () => {
		const all = readdirSync(EXAMPLES)
			.filter((file) => file.endsWith('.json'))
			.map(readExample);
		await lab.n8n.importWorkflows(...all);
		const path = '/rest/breaking-changes/report/refresh?version=v3';
		const { report } = (await api.call('POST', path, {})) as UpgradeReport;
		const affected = report.workflowResults.flatMap(({ ruleId, affectedWorkflows }) =>
			affectedWorkflows.map(({ name, issues }) => ({ ruleId, name, issues })),
		);
		expect(affected).toEqual([]);
	});
});
