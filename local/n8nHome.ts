/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CredentialEntry, WorkflowEntry } from './n8n/entries';
import type { N8nInstance } from './n8n/instance';
import type { Packed } from './pack';
import { isFree } from './ports';

/** Where `npm start` keeps its n8n from one start to the next. */
export const USUAL_HOME = join(__dirname, '..', '.local', 'n8n-home');

/** What was done to this n8n before; whatever is the same now need not be done again. */
interface Prepared {
	node?: string;
	/** by ID */
	entries?: Record<string, string>;
}

interface Running {
	pid: number;
	url: string;
	adobePort: number;
}

/** The folder of an n8n that is used again. */
export class N8nHome {
	private readonly prepared: string;

	private readonly running: string;

	constructor(readonly folder: string) {
		this.prepared = join(folder, 'prepared.json');
		this.running = join(folder, 'running.json');
	}

	/** Puts node, credentials and workflows into n8n, as far as they differ from what is there. */
	async prepare(
		n8n: N8nInstance,
		packed: Packed,
		credentials: CredentialEntry[],
		workflows: WorkflowEntry[],
		say: (line: string) => void,
	): Promise<void> {
		const done: Prepared = (existsSync(n8n.database.path) && readJson(this.prepared)) || {};
		const save = () => writeFileSync(this.prepared, JSON.stringify(done));
		if (done.node !== packed.sources) {
			say('Installing the packed node into n8n, as users do …');
			await n8n.installNode(packed.tarball);
			done.node = packed.sources;
			save();
		}
		const isNew = (entry: { id: string }) => done.entries?.[entry.id] !== hashOf(entry);
		const remember = (entries: Array<{ id: string }>) => {
			const hashes = entries.map((entry) => [entry.id, hashOf(entry)] as const);
			done.entries = { ...done.entries, ...Object.fromEntries(hashes) };
			save();
		};
		const newCredentials = credentials.filter(isNew);
		if (newCredentials.length > 0) {
			say('Putting the demo credentials into n8n …');
			await n8n.importCredentials(...newCredentials);
			remember(newCredentials);
		}
		// Only when an example itself has changed: what a person changed in the editor is kept.
		const newWorkflows = workflows.filter(isNew);
		if (newWorkflows.length > 0) {
			say('Putting the example workflows into n8n …');
			await n8n.importWorkflows(...newWorkflows);
			remember(newWorkflows);
		}
	}

	/** Lets the next start install the node again, whatever was installed. */
	forgetNode(): void {
		const done = readJson<Prepared>(this.prepared);
		writeFileSync(this.prepared, JSON.stringify({ ...done, node: undefined }));
	}

	/** Forgets the n8n of former starts. */
	reset(): void {
		for (const name of ['.n8n', 'prepared.json', 'running.json']) {
			rmSync(join(this.folder, name), { recursive: true, force: true });
		}
	}

	/** Where an n8n of this folder runs already, if one does. Two of them would spoil each other's data. */
	async alreadyRunning(): Promise<Running | undefined> {
		const running = readJson<Running>(this.running);
		if (!running || !isAlive(running.pid) || (await isFree(running.adobePort))) return undefined;
		return running;
	}

	/** Notes that this process runs the n8n of this folder, until the returned function is called. */
	claim(url: string, adobePort: number): () => void {
		mkdirSync(this.folder, { recursive: true });
		const running: Running = { pid: process.pid, url, adobePort };
		writeFileSync(this.running, JSON.stringify(running));
		return () => rmSync(this.running, { force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

function readJson<T extends object>(path: string): T | undefined {
	return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
}

function hashOf(value: object): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
