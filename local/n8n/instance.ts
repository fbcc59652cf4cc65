/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { anyFreePort } from '../ports';
import { type CommandResult, run, runNpm } from './command';
import { N8nDatabase } from './database';
import type { CredentialEntry, WorkflowEntry } from './entries';
import { environmentOf } from './environment';
import { EditorApi, type Owner } from './rest';
import { type Execution, readRawOutput } from './runData';
import { N8nServer } from './server';
import type { N8nProgram } from './versions';

/** One n8n with a folder, settings and a database of its own. */
export class N8nInstance {
	/** where the editor is, once it is started */
	readonly url: string;

	readonly database: N8nDatabase;

	/** everything that any process of this n8n printed so far */
	log = '';

	private server?: N8nServer;

	constructor(
		readonly program: N8nProgram,
		readonly userFolder: string,
		private readonly port = 5678,
		private readonly settings: NodeJS.ProcessEnv = {},
	) {
		mkdirSync(join(userFolder, '.n8n'), { recursive: true });
		this.url = `http://127.0.0.1:${port}`;
		this.database = new N8nDatabase(program, userFolder);
	}

	/** Where the node lies once it is installed. */
	get nodeFolder(): string {
		const modules = join(this.userFolder, '.n8n', 'nodes', 'node_modules');
		return join(modules, 'n8n-nodes-adobe-experience-platform');
	}

	/** Installs a packed node as README tells users to do it by hand. */
	async installNode(tarball: string): Promise<void> {
		const folder = join(this.userFolder, '.n8n', 'nodes');
		mkdirSync(folder, { recursive: true });
		// n8n writes this file when it starts; without it npm would install into a folder further up.
		const manifest = join(folder, 'package.json');
		if (!existsSync(manifest)) {
			writeFileSync(manifest, JSON.stringify({ name: 'installed-nodes', private: true }));
		}
		const result = await runNpm(['install', '--omit=peer', '--no-audit', '--no-fund', tarball], {
			cwd: folder,
		});
		if (result.code !== 0) throw new Error(`npm could not install the node:\n${result.stderr}`);
	}

	/** Adds credentials, or replaces those with the same IDs. n8n encrypts them. */
	async importCredentials(...credentials: CredentialEntry[]): Promise<void> {
		await this.importFile('import:credentials', credentials);
	}

	/** Adds workflows, or replaces those with the same IDs. */
	async importWorkflows(...workflows: WorkflowEntry[]): Promise<void> {
		await this.importFile('import:workflow', workflows);
	}

	/** Runs a workflow to its end in a process of its own, whether or not the server runs. */
	async execute(workflowId: string): Promise<Execution> {
		const result = await this.command('execute', `--id=${workflowId}`, '--rawOutput');
		const execution = readRawOutput(result.stdout);
		if (!execution) throw new Error(`n8n did not run the workflow. It said:\n${said(result)}`);
		return { ...execution, workflowId };
	}

	/** Starts the server with its editor. */
	async start(): Promise<void> {
		const env = await this.environment();
		this.server = await N8nServer.start(this.program, env, this.url, (text) => {
			this.log += text;
		});
	}

	/** Starts a worker in the place of the server; `settings` say where its queue is. */
	async startWorker(concurrency: number): Promise<void> {
		const env = await this.environment();
		this.server = await N8nServer.startWorker(this.program, env, concurrency, (text) => {
			this.log += text;
		});
	}

	/** Signs in to the running editor, as its owner. */
	async signIn(owner: Owner): Promise<EditorApi> {
		const api = new EditorApi(this.url, this.program);
		await api.signIn(owner);
		return api;
	}

	/** Resolves when the server has ended, for whatever reason. */
	async ended(): Promise<void> {
		await this.server?.ended();
	}

	async stop(): Promise<void> {
		await this.server?.stop();
	}

	/** Ends it without warning, as a crash would. */
	async kill(): Promise<void> {
		await this.server?.kill();
	}

	/** Runs one command of n8n. */
	async command(...args: string[]): Promise<CommandResult> {
		// What an execution prints may hold what its items hold: for the owner's eyes only, and gone at once.
		const stdoutFile = join(this.userFolder, `output-${randomUUID()}.txt`);
		try {
			return await run(this.program.node, [this.program.script, ...args], {
				env: await this.environment(),
				stdoutFile,
				onOutput: (text) => {
					this.log += text;
				},
			});
		} finally {
			rmSync(stdoutFile, { force: true });
		}
	}

	private async importFile(command: string, entries: object[]): Promise<void> {
		// Credentials are in clear in this file: for its owner's eyes only, and gone at once.
		const file = join(this.userFolder, `${command.replace(':', '-')}.json`);
		writeFileSync(file, JSON.stringify(entries), { mode: 0o600 });
		try {
			const result = await this.command(command, `--input=${file}`);
			if (result.code !== 0) throw new Error(`n8n ${command} failed:\n${said(result)}`);
		} finally {
			rmSync(file, { force: true });
		}
	}

	private async environment(): Promise<NodeJS.ProcessEnv> {
		const { userFolder, port, program, settings } = this;
		const brokerPort = await anyFreePort();
		return environmentOf({ node: program.node, userFolder, port, brokerPort, settings });
	}
}

function said({ stdout, stderr }: CommandResult): string {
	return `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
}
