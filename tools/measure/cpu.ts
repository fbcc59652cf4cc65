/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- a command for developers, never part of the published package */
import { spawnSync } from 'node:child_process';

/**
 * Runs `npm test` and adds up what it and its children took, in seconds.
 * @throws Error if a test fails, since a run that ends early says nothing
 */
export function cpuOfTests(root: string): { wall: number; cpu: number } {
	const { stderr, status } = spawnSync('bash', ['-c', 'time -p npm test'], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'pipe'],
		encoding: 'utf8',
		maxBuffer: 1e9,
	});
	if (status !== 0) throw new Error(`npm test failed in ${root}`);
	const seconds = (name: string) =>
		Number(stderr.match(new RegExp(`^${name} ([\\d.]+)$`, 'm'))?.[1]);
	return {
		wall: Math.round(seconds('real')),
		cpu: Math.round(seconds('user') + seconds('sys')),
	};
}
