/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run, runNpm } from '../../../local/n8n/command';
import type { N8nInstance } from '../../../local/n8n/instance';

const PACKAGE = 'n8n-nodes-adobe-experience-platform';

/**
 * Does by hand what n8n 2.41 does when somebody installs a package under Settings > Community nodes: unpack, strip
 * three kinds of dependencies, install the rest, note the package. n8n itself takes packages from the public registry
 * alone, where this one need not be yet.
 * @returns the folder of the installed package
 */
export async function installAsEditor({ userFolder }: N8nInstance, tarball: string) {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const folder = join(nodes, 'node_modules', PACKAGE);
	mkdirSync(folder, { recursive: true });
	await succeed(run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']));

	const manifest = join(folder, 'package.json');
	const all = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
	const kept = Object.entries(all).filter(
		([name]) => !['devDependencies', 'peerDependencies', 'optionalDependencies'].includes(name),
	);
	writeFileSync(manifest, JSON.stringify(Object.fromEntries(kept), null, 2));
	const options = ['--audit=false', '--fund=false', '--bin-links=false', '--package-lock=false'];
	const strategy = ['--install-strategy=shallow', '--ignore-scripts=true'];
	await succeed(runNpm(['install', ...options, ...strategy], { cwd: folder }));

	const ledger = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE]: all.version },
	};
	writeFileSync(join(nodes, 'package.json'), JSON.stringify(ledger, null, 2));
	return folder;
}

async function succeed(command: ReturnType<typeof run>): Promise<void> {
	const { code, stdout, stderr } = await command;
	if (code !== 0) throw new Error(`The installation failed:\n${stdout}\n${stderr}`);
}
