/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureN8n } from '../../../local/n8n/install';
import { N8nInstance } from '../../../local/n8n/instance';
import { NEWEST_N8N, type N8nVersion } from '../../../local/n8n/versions';
import { packNode } from '../../../local/pack';
import { anyFreePort } from '../../../local/ports';

const TEMPLATES = join(__dirname, '..', '..', '..', '.local', 'e2e');

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * A real n8n of its own, in a temporary folder, with the packed node in it and nothing else.
 * Packing, installing and building up the database take most of the time and give the same result each time. So that
 * is done once for a version of n8n and of the node, and copied.
 */
export async function freshN8n(version: N8nVersion = NEWEST_N8N): Promise<N8nInstance> {
	const program = await ensureN8n(version, say);
	const packed = await packNode(say);
	const template = join(TEMPLATES, `${version}-${packed.sources.slice(0, 16)}`);
	if (!existsSync(template)) {
		say(`Preparing an n8n ${version} for the tests …`);
		const unfinished = `${template}.unfinished`;
		rmSync(unfinished, { recursive: true, force: true });
		mkdirSync(unfinished, { recursive: true });
		const n8n = new N8nInstance(program, unfinished);
		await n8n.installNode(packed.tarball);
		// Any command builds the database up.
		await n8n.importWorkflows();
		renameSync(unfinished, template);
	}
	const folder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	cpSync(template, folder, { recursive: true });
	return new N8nInstance(program, folder, await anyFreePort());
}

/** Ends an n8n and removes its folder. */
export async function discard(n8n: N8nInstance): Promise<void> {
	await n8n.stop();
	rmSync(n8n.userFolder, { recursive: true, force: true });
}
