/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- a development tool that is never part of the published package */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { type LocalAdobe, startLocalAdobe } from '../../../local/adobe';
import { demoCredential, demoOwner } from '../../../local/demo';
import type { CredentialEntry, WorkflowEntry } from '../../../local/n8n/entries';
import { N8nInstance } from '../../../local/n8n/instance';
import type { EditorApi } from '../../../local/n8n/rest';
import type { Execution } from '../../../local/n8n/runData';
import { anyFreePort } from '../../../local/ports';
import { freshN8n } from '../../support/n8n/freshN8n';
import type { Daemon } from './daemon';
import { startPostgres } from './postgres';
import { startRedis } from './redis';
import { rotation, WEBHOOK_PATH } from './workflows';
import type { Writer } from './writers';

/** How n8n's own default for a worker is. */
const CONCURRENCY = 10;
const LOGS = join(__dirname, '..', '..', '..', '.local', 'queue');

/** An execution as n8n lists it. */
export interface Listed {
	id: string;
	status: string;
	workflowId: string;
}

/** n8n in queue mode with everything that it needs, and a local Adobe. All of it is real, except for Adobe. */
export class QueueLab {
	readonly processes: Record<string, N8nInstance> = {};

	private readonly services: Daemon[] = [];

	private api?: EditorApi;

	private readonly access: CredentialEntry;

	private constructor(
		readonly adobe: LocalAdobe,
		private readonly settings: NodeJS.ProcessEnv,
	) {
		this.access = demoCredential(adobe);
	}

	/** Starts everything: a main process, and workers of these names. */
	static async open(workers: string[], settings: NodeJS.ProcessEnv = {}): Promise<QueueLab> {
		const lab = new QueueLab(await startLocalAdobe(), { ...settings });
		try {
			await lab.startServices();
			const main = await lab.process('main');
			// Alone, for it builds the database up.
			await main.start();
			lab.api = await main.signIn(demoOwner);
			lab.access.id = await lab.addCredential(lab.access);
			await Promise.all(workers.map(async (name) => await lab.startWorker(name)));
		} catch (error) {
			await lab.close();
			throw error;
		}
		return lab;
	}

	/** Starts a worker on a folder of its own, or on the one that a worker of this name left. */
	async startWorker(name: string): Promise<N8nInstance> {
		const worker = this.processes[name] ?? (await this.process(name));
		await worker.startWorker(CONCURRENCY);
		return worker;
	}

	/** Starts one execution, as a call from outside does, and returns once n8n has taken it. */
	async trigger(writer: Writer): Promise<void> {
		const response = await fetch(this.webhook, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(writer),
		});
		if (!response.ok) throw new Error(`n8n answered ${response.status}: ${await response.text()}`);
	}

	/** Waits until the executions are as wanted, and reads them whole, oldest first. */
	async executions(
		areAsWanted: (executions: Listed[]) => boolean,
		withinMs: number,
	): Promise<Execution[]> {
		const until = Date.now() + withinMs;
		for (;;) {
			// More than 100 at once are refused.
			const path = '/rest/executions?limit=100';
			const { results } = (await this.editor.call('GET', path)) as { results: Listed[] };
			results.sort((a, b) => Number(a.id) - Number(b.id));
			if (areAsWanted(results)) {
				// n8n lists those that run and those that have ended by two queries, so one that ends meanwhile is in both.
				const ids = new Set(results.map(({ id }) => id));
				return await Promise.all([...ids].map(async (id) => await this.editor.execution(id)));
			}
			if (Date.now() > until) {
				const seen = results.map(({ id, status }) => `${id} ${status}`).join(', ');
				throw new Error(`The executions are not as wanted after ${withinMs / 1000} s: ${seen}`);
			}
			await wait(500);
		}
	}

	/** What each process printed last. */
	lastLines(): string {
		return Object.entries(this.processes)
			.map(([name, { log }]) => `${name}:\n${log.trim().split('\n').slice(-15).join('\n')}`)
			.join('\n\n');
	}

	/** Ends everything, in an order in which nobody misses anybody. The logs of the processes stay. */
	async close(): Promise<void> {
		mkdirSync(LOGS, { recursive: true });
		for (const [name, { log }] of Object.entries(this.processes)) {
			writeFileSync(join(LOGS, `${name}.log`), log);
		}
		// There is nothing to save, and n8n takes its time to end by itself.
		await Promise.all(Object.values(this.processes).map(async (n8n) => await n8n.kill()));
		await Promise.all(this.services.map(async (service) => await service.stop()));
		await this.adobe.close();
		for (const { userFolder } of Object.values(this.processes)) {
			rmSync(userFolder, { recursive: true, force: true });
		}
	}

	/** Asks as a browser does beforehand, which starts no execution. */
	private async listens(): Promise<boolean> {
		const response = await fetch(this.webhook, {
			method: 'OPTIONS',
			headers: { origin: 'http://127.0.0.1' },
		});
		return response.headers.get('access-control-allow-methods')?.includes('POST') ?? false;
	}

	private get webhook(): string {
		return `${this.processes.main?.url}/webhook/${WEBHOOK_PATH}`;
	}

	/** The credential for the local Adobe, as n8n holds it. */
	get credential(): CredentialEntry {
		return this.access;
	}

	/** Saves a credential and returns the ID that n8n has given it. */
	async addCredential(credential: CredentialEntry): Promise<string> {
		return await this.editor.createCredential(credential);
	}

	/** Saves a workflow, activates it, and returns its ID. */
	async publish(workflow: WorkflowEntry): Promise<string> {
		const id = await this.editor.createWorkflow(workflow);
		await this.editor.publish(id);
		return id;
	}

	/** The workflow that `trigger` starts. */
	async publishRotation(): Promise<void> {
		await this.publish(rotation(this.credential));
		// n8n answers before it listens.
		while (!(await this.listens())) await wait(100);
	}

	private get editor(): EditorApi {
		if (!this.api) throw new Error('The main process has not started');
		return this.api;
	}

	private async startServices(): Promise<void> {
		const postgres = await startPostgres();
		this.services.push(postgres.daemon);
		const redis = await startRedis();
		this.services.push(redis.daemon);
		Object.assign(this.settings, {
			EXECUTIONS_MODE: 'queue',
			...postgres.settings,
			...redis.settings,
		});
	}

	/** A folder with the packed node in it, as every process of n8n needs one. */
	private async process(name: string): Promise<N8nInstance> {
		const { program, userFolder } = await freshN8n();
		const n8n = new N8nInstance(program, userFolder, await anyFreePort(), this.settings);
		this.processes[name] = n8n;
		return n8n;
	}
}
