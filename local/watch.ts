/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const SOURCES = ['credentials', 'nodes'];
/** What n8n reads from beside the compiled code; the compiler leaves it out. */
const ASSET = /\.(svg|node\.json)$/;

/** The setting by which n8n loads a node anew whenever its files change. */
export const RELOADING = { N8N_DEV_RELOAD: 'true' };

/**
 * Builds each change of the sources into a node that is installed in an n8n, where it is loaded anew.
 * @param installed folder of the installed package
 * @param say gets what the compiler says
 * @returns a function that ends it
 */
export function watchNode(installed: string, say: (line: string) => void): () => void {
	const dist = join(installed, 'dist');
	const compiler = spawn(
		process.execPath,
		[require.resolve('typescript/bin/tsc'), '--watch', '--preserveWatchOutput', '--outDir', dist],
		{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	compiler.stdout.setEncoding('utf8').on('data', (text: string) => {
		const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
		for (const line of lines) say(`  ${line}`);
	});
	const watchers = SOURCES.map((folder) =>
		watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
			const source = join(ROOT, folder, name ?? '');
			if (ASSET.test(source) && existsSync(source)) {
				const target = join(dist, folder, name ?? '');
				mkdirSync(dirname(target), { recursive: true });
				copyFileSync(source, target);
			}
		}),
	);
	return () => {
		for (const watcher of watchers) watcher.close();
		compiler.kill();
	};
}
