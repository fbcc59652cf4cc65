/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- a development tool that is never part of the published package */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const START_MS = 60_000;
const STOP_MS = 20_000;

/** Who runs a program, where that is not the user who runs the tests. */
export interface Account {
	uid?: number;
	gid?: number;
}

export interface DaemonOptions {
	program: string;
	args: string[];
	/** its own; it is removed with the daemon */
	folder: string;
	/** what its log says once it can be used */
	sign: string;
	account?: Account;
}

/** A service in the background with a folder of its own, such as a database. */
export class Daemon {
	/** everything that it printed so far */
	log = '';

	private constructor(
		private readonly child: ChildProcess,
		private readonly folder: string,
	) {
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => (this.log += text));
		}
	}

	/** Starts it and waits until it can be used. */
	static async start({ program, args, folder, sign, account }: DaemonOptions): Promise<Daemon> {
		const child = spawn(program, args, {
			cwd: folder,
			env: { ...process.env, LC_ALL: 'C' },
			stdio: ['ignore', 'pipe', 'pipe'],
			...account,
		});
		const daemon = new Daemon(child, folder);
		try {
			await daemon.ready(sign);
		} catch (error) {
			await daemon.stop();
			throw error;
		}
		return daemon;
	}

	/** Ends it, by force if it does not end by itself, and removes its folder. */
	async stop(): Promise<void> {
		const isRunning = this.child.exitCode === null && this.child.signalCode === null;
		if (isRunning && this.child.pid !== undefined) {
			const ended = new Promise((resolve) => this.child.once('exit', resolve));
			// PostgreSQL waits for its clients on SIGTERM; on SIGINT it does not, and Redis takes both.
			this.child.kill('SIGINT');
			const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
			await ended;
			clearTimeout(timer);
		}
		rmSync(this.folder, { recursive: true, force: true });
	}

	private async ready(sign: string): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const fail = (why: string) => reject(new Error(`${why}. It said:\n${this.log}`));
			const timer = setTimeout(() => fail(`Not ready after ${START_MS / 1000} s`), START_MS);
			const look = () => {
				if (this.log.includes(sign)) resolve();
			};
			this.child.stdout?.on('data', look);
			this.child.stderr?.on('data', look);
			this.child.once('error', ({ message }) => fail(message));
			this.child.once('exit', (code) => fail(`It ended with code ${code}`));
			this.child.once('exit', () => clearTimeout(timer));
			this.child.once('error', () => clearTimeout(timer));
			timer.unref();
		});
	}
}
