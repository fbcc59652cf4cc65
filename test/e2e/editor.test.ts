/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- a development tool that is never part of the published package */
import { demoOwner, readExample } from '../../local/demo';
import { run } from '../../local/n8n/command';
import type { EditorApi } from '../../local/n8n/rest';
import { itemsOf } from '../../local/n8n/runData';
import { NODE_MAJORS } from '../../local/n8n/versions';
import { REFRESH_NODE } from '../../local/report';
import { type Lab, openLab } from './support/lab';
import { versionUnderTest } from '../support/n8n/versionUnderTest';
import { withCredential } from './support/workflows';

const example = readExample('create-then-refresh.json');

let lab: Lab;
let api: EditorApi;

beforeAll(async () => {
	lab = await openLab();
	await lab.n8n.importWorkflows(example);
	await lab.n8n.start();
	api = await lab.n8n.signIn(demoOwner);
});

afterAll(async () => await lab?.close());

it('is the n8n, and runs on the Node.js, that the table in README names', async () => {
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
