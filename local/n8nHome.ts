/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CredentialEntry, WorkflowEntry } from './n8n/entries';
import type { N8nInstance } from './n8n/instance';
import type { Packed } from './pack';
import { isFree } from './ports';

/** Where `npm start` keeps its n8n from one start to the next. */
export const HOME = join(__dirname, '..', '.local', 'n8n-home');

const PREPARED = join(HOME, 'prepared.json');
const RUNNING = join(HOME, 'running.json');

/** What was done to this n8n before; whatever is the same now need not be done again. */
interface Prepared {
	node?: string;
	credential?: string;
	workflow?: string;
}

/** Puts node, credential and workflow into n8n, as far as they differ from what is there. */
export async function prepare(
	n8n: N8nInstance,
	packed: Packed,
	credential: CredentialEntry,
	workflow: WorkflowEntry,
	say: (line: string) => void,
): Promise<void> {
	const before: Prepared = (existsSync(n8n.database.path) && readJson(PREPARED)) || {};
	const now: Required<Prepared> = {
		node: packed.sources,
		credential: hashOf(credential),
		workflow: hashOf(workflow),
	};
	if (before.node !== now.node) {
		say('Installing the packed node into n8n, as users do …');
		await n8n.installNode(packed.tarball);
		remember({ ...before, node: now.node });
	}
	if (before.credential !== now.credential) {
		say('Putting the demo credential into n8n …');
		await n8n.importCredentials(credential);
		remember({ ...before, node: now.node, credential: now.credential });
	}
	// Only when the example itself has changed: what a person changed in the editor is kept.
	if (before.workflow !== now.workflow) {
		say('Putting the example workflow into n8n …');
		await n8n.importWorkflows(workflow);
		remember(now);
	}
}

/** Forgets the n8n of former starts. */
export function reset(): void {
	rmSync(HOME, { recursive: true, force: true });
}

/** Where an n8n of this folder runs already, if one does. Two of them would spoil each other's data. */
export async function alreadyRunning(): Promise<{ pid: number; url: string } | undefined> {
	const running = readJson<{ pid: number; url: string; adobePort: number }>(RUNNING);
	if (!running || !isAlive(running.pid) || (await isFree(running.adobePort))) return undefined;
	return running;
}

/** Notes that this process runs the n8n of this folder, until the returned function is called. */
export function claim(url: string, adobePort: number): () => void {
	mkdirSync(HOME, { recursive: true });
	writeFileSync(RUNNING, JSON.stringify({ pid: process.pid, url, adobePort }));
	return () => rmSync(RUNNING, { force: true });
}

function remember(prepared: Prepared): void {
	writeFileSync(PREPARED, JSON.stringify(prepared));
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
