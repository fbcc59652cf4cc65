/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

import type { N8nProgram } from './versions';

const START_MS = 5 * 60_000;
const STOP_MS = 20_000;

/** A running n8n: one with the editor, or a worker. */
export class N8nServer {
	private output = '';

	private constructor(
		private readonly child: ChildProcess,
		onOutput: (text: string) => void,
	) {
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.output += text;
				onOutput(text);
			});
		}
	}

	/** Starts n8n and waits until its editor answers. */
	static async start(
		program: N8nProgram,
		env: NodeJS.ProcessEnv,
		url: string,
		onOutput: (text: string) => void,
	): Promise<N8nServer> {
		return await N8nServer.launch(program, env, ['start'], onOutput, async ({ output }) => {
			// The health address answers earlier, before the calls of the editor work.
			return output.includes('Editor is now accessible via') && (await answers(url));
		});
	}

	/** Starts a worker and waits until it takes jobs. */
	static async startWorker(
		program: N8nProgram,
		env: NodeJS.ProcessEnv,
		concurrency: number,
		onOutput: (text: string) => void,
	): Promise<N8nServer> {
		const args = ['worker', `--concurrency=${concurrency}`];
		return await N8nServer.launch(program, env, args, onOutput, async ({ output }) =>
			output.includes('n8n worker is now ready'),
		);
	}

	private static async launch(
		program: N8nProgram,
		env: NodeJS.ProcessEnv,
		args: string[],
		onOutput: (text: string) => void,
		isReady: (server: N8nServer) => Promise<boolean>,
	): Promise<N8nServer> {
		const child = spawn(program.node, [program.script, ...args], {
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const server = new N8nServer(child, onOutput);
		try {
			await server.ready(isReady);
		} catch (error) {
			await server.stop();
			throw error;
		}
		return server;
	}

	/** the process of n8n */
	get pid(): number {
		return this.child.pid ?? 0;
	}

	get running(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Resolves when n8n has ended, by itself or because it was told to. */
	async ended(): Promise<void> {
		if (!this.running) return;
		await new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
	}

	/** Ends n8n: it gets time to end by itself, then none. */
	async stop(): Promise<void> {
		if (!this.running) return;
		this.child.kill('SIGTERM');
		const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
		await this.ended();
		clearTimeout(timer);
	}

	/** Ends n8n without warning. */
	async kill(): Promise<void> {
		if (!this.running) return;
		this.child.kill('SIGKILL');
		await this.ended();
	}

	private async ready(isReady: (server: N8nServer) => Promise<boolean>): Promise<void> {
		const end = Date.now() + START_MS;
		while (Date.now() < end) {
			if (!this.running) throw new Error(`n8n did not start. It said:\n${this.lastLines()}`);
			if (await isReady(this)) return;
			await wait(200);
		}
		throw new Error(`n8n was not ready after ${START_MS / 1000} s. It said:\n${this.lastLines()}`);
	}

	private lastLines(): string {
		return this.output.trim().split('\n').slice(-15).join('\n');
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/rest/settings`)).ok;
	} catch {
		return false;
	}
}
