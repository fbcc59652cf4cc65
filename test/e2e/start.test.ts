/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- a development tool that is never part of the published package */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { readExample } from '../../local/demo';
import { run } from '../../local/n8n/command';
import { ensureN8n } from '../../local/n8n/install';
import { N8nInstance } from '../../local/n8n/instance';
import { EditorApi } from '../../local/n8n/rest';
import { itemsOf } from '../../local/n8n/runData';
import { NEWEST_N8N, programOf } from '../../local/n8n/versions';
import { packNode } from '../../local/pack';
import { anyFreePort, isFree } from '../../local/ports';
import { REFRESH_NODE } from '../../local/report';
import { describeOnNewest } from '../support/n8n/versionUnderTest';
import { variant } from './support/workflows';

const ROOT = join(__dirname, '..', '..');
const UUID = '[0-9a-f-]{36}';

/** What `npm start` runs, with a folder of its own. */
const command = (...args: string[]) => [
	'--import',
	'tsx',
	'local/start.ts',
	'--home',
	home,
	...args,
];

/** What the local Adobe tells of a run. */
interface StoredRun {
	flowId: string;
	state: string;
	metrics: { recordSummary?: { outputRecordCount?: number } };
}

let home: string;

describeOnNewest('npm start', () => {
	beforeAll(async () => {
		home = mkdtempSync(join(tmpdir(), 'start-e2e-'));
		await ensureN8n(NEWEST_N8N, () => undefined);
		await packNode(() => undefined);
	});

	afterAll(() => rmSync(home, { recursive: true, force: true }));

	const startOnce = async (...args: string[]) =>
		await run(process.execPath, command('--once', ...args), { cwd: ROOT });

	it('runs the example once and tells what happened', async () => {
		const { code, stdout, stderr } = await startOnce();
		expect(stderr).toBe('');
		expect(stdout).toMatch(new RegExp(`Connection +${UUID}\n`));
		const [, oldEtag, newEtag] = /Old etag +(".+")\n +New etag +(".+")\n/.exec(stdout) ?? [];
		expect(oldEtag).toBeDefined();
		expect(newEtag).not.toBe(oldEtag);
		expect(stdout).toMatch(/Replaced +s3AccessKey, s3SecretKey, s3SessionToken\n/);
		expect(stdout).toContain('really holds the new session token');
		expect(code).toBe(0);
	});

	describe('without --once', () => {
		let child: ChildProcess;
		let output = '';
		const found = (label: string) => new RegExp(`^  ${label} +(\\S+)`, 'm').exec(output)?.[1] ?? '';

		beforeAll(async () => {
			child = spawn(process.execPath, command(), { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
			await new Promise<void>((resolve, reject) => {
				for (const stream of [child.stdout, child.stderr]) {
					stream?.setEncoding('utf8').on('data', (text: string) => {
						output += text;
						if (/Password +\S+\n/.test(output)) resolve();
					});
				}
				child.once('exit', () => reject(new Error(`It has ended:\n${output}`)));
			});
		});

		afterAll(() => child.kill('SIGKILL'));

		it('reuses what is there', () => {
			expect(output).not.toMatch(/Installing|Building|workflow into n8n/);
		});

		it('leaves an editor to which its last lines lead', async () => {
			const editor = new URL(found('n8n editor'));
			const workflow = await fetch(editor);
			expect(workflow.status).toBe(200);
			const api = new EditorApi(editor.origin, programOf(NEWEST_N8N));
			const person = { firstName: '', lastName: '' };
			await api.signIn({ email: found('Sign in as'), password: found('Password'), ...person });
			expect(editor.pathname).toBe(`/workflow/${readExample('ingest-from-s3.json').id}`);
			const { id } = readExample('create-then-refresh.json');
			expect((await api.runWorkflow(id)).status).toBe('success');
		});

		it('has a file brought into a dataset, and its dataflow healed, ready to be tried', async () => {
			const editor = new URL(found('n8n editor'));
			const api = new EditorApi(editor.origin, programOf(NEWEST_N8N));
			const person = { firstName: '', lastName: '' };
			await api.signIn({ email: found('Sign in as'), password: found('Password'), ...person });
			const tried = [...output.matchAll(/^ +http:\S+\/workflow\/(\w+)$/gm)].map(([, id]) =>
				String(id),
			);
			expect(tried).toEqual(['ingestFromS3', 'keysRefusedHeal', 'letKeysExpire']);
			const [ingest = '', heal = '', expire = ''] = tried;
			expect((await api.runWorkflow(ingest)).status).toBe('success');
			await api.publish(heal);
			const failing = await api.runWorkflow(expire);
			const [{ json: failed } = { json: {} }] = itemsOf(failing, 'Run it: it fails');
			expect(failed.status).toBe('failed');
			// The connection is tested to find the cause. If the healing workflow was faster, it works by then.
			expect(['credentials', 'unknown']).toContain(failed.cause);
			// Dataflows of the local Adobe that run every half hour have nothing to do with this one.
			const runs = async () => {
				const response = await fetch(`${found('Local Adobe')}/local/state`);
				const state = (await response.json()) as { runs: StoredRun[] };
				return state.runs.filter(({ flowId }) => flowId === failed.dataflowId);
			};
			const states = async () => (await runs()).map(({ state }) => state);
			const until = Date.now() + 170_000;
			while ((await states()).at(-1) !== 'success' && Date.now() < until) await wait(1_000);
			expect(await states()).toEqual(['success', 'failed', 'success']);
			const written = (await runs()).map(({ metrics }) => metrics.recordSummary?.outputRecordCount);
			// Of a run that could not copy, nothing is known.
			expect(written).toEqual([4, -1, 4]);
		}, 240_000);

		it('lets no second one into the same folder', async () => {
			const { code, stderr } = await startOnce();
			expect(stderr).toContain('It runs already');
			expect(code).toBe(1);
		});

		it('stops everything with Ctrl+C', async () => {
			const ports = [found('n8n editor'), found('Local Adobe')].map((url) =>
				Number(new URL(url).port),
			);
			child.kill('SIGINT');
			const [code] = (await once(child, 'exit')) as [number | null];
			expect(code).toBe(0);
			for (const port of ports) expect(await isFree(port)).toBe(true);
		});
	});

	it('does not call an interrupted run a good one', async () => {
		const child = spawn(process.execPath, command('--once'), { cwd: ROOT, stdio: 'pipe' });
		await new Promise<void>((resolve) => {
			child.stdout.on('data', (text) => {
				if (String(text).includes('Running the example')) resolve();
			});
		});
		child.kill('SIGINT');
		const [code] = (await once(child, 'exit')) as [number | null];
		expect(code).toBe(130);
	});

	it('uses an n8n that is there already, and says which', async () => {
		const { script, version } = programOf(NEWEST_N8N);
		const { code, stdout } = await startOnce('--n8n', script);
		expect(stdout).toContain(`n8n ${version}, ${script}\n`);
		expect(stdout).toContain('really holds the new session token');
		expect(code).toBe(0);
	});

	it('says so when the port that it was told to take is taken', async () => {
		const port = await anyFreePort();
		const server: Server = createServer().listen(port, '127.0.0.1');
		await once(server, 'listening');
		const { code, stderr } = await startOnce('--adobe-port', String(port));
		server.close();
		expect(stderr).toContain(`Port ${port} is taken`);
		expect(code).toBe(1);
	});

	it('ends with code 1 when the service does not hold the new token', async () => {
		const example = readExample('create-then-refresh.json');
		const changed = variant(example, example.id, { [REFRESH_NODE]: { s3KeySource: 'credential' } });
		const n8n = new N8nInstance(await ensureN8n(NEWEST_N8N, () => undefined), home);
		await n8n.importWorkflows(changed);
		const { code, stdout } = await startOnce();
		expect(stdout).toContain('does NOT hold the new session token');
		expect(code).toBe(1);
	});
});
