/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureN8n } from '../../../local/n8n/install';
import { N8nInstance } from '../../../local/n8n/instance';
import type { N8nProgram } from '../../../local/n8n/versions';
import { type Packed, packNode } from '../../../local/pack';
import { anyFreePort } from '../../../local/ports';
import { versionUnderTest } from './versionUnderTest';

const TEMPLATES = join(__dirname, '..', '..', '..', '.local', 'e2e');
const DAY_MS = 24 * 60 * 60 * 1000;

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * A real n8n of its own, in a temporary folder, with the packed node in it and nothing else.
 * Packing, installing and building up the database take most of the time and give the same result each time. So that
 * is done once for a version of n8n and of the node, and copied.
 */
export async function freshN8n(): Promise<N8nInstance> {
	const version = versionUnderTest();
	const program = await ensureN8n(version, say);
	const packed = await packNode(say);
	const template = join(TEMPLATES, `${version}-${packed.sources.slice(0, 16)}`);
	if (!existsSync(template)) await makeTemplate(template, program, packed);
	const folder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	cpSync(template, folder, { recursive: true });
	return new N8nInstance(program, folder, await anyFreePort());
}

async function makeTemplate(template: string, program: N8nProgram, packed: Packed): Promise<void> {
	say(`Preparing an n8n ${program.version} for the tests …`);
	removeOldTemplates();
	const unfinished = mkdtempSync(join(TEMPLATES, 'unfinished-'));
	const n8n = new N8nInstance(program, unfinished);
	await n8n.installNode(packed.tarball);
	// Any command builds the database up.
	await n8n.importWorkflows();
	// Another run may have made the same one meanwhile.
	if (existsSync(template)) rmSync(unfinished, { recursive: true });
	else renameSync(unfinished, template);
}

/** Each change of the node makes a new template; those of yesterday help nobody. */
function removeOldTemplates(): void {
	mkdirSync(TEMPLATES, { recursive: true });
	for (const name of readdirSync(TEMPLATES)) {
		const path = join(TEMPLATES, name);
		if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true });
	}
}

/** Ends an n8n and removes its folder. */
export async function discard(n8n: N8nInstance): Promise<void> {
	await n8n.stop();
	rmSync(n8n.userFolder, { recursive: true, force: true });
}
