/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- a development tool that is never part of the published package */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A program that a test needs beside Node.js, and the Debian package that has it. */
export interface Program {
	name: string;
	/** where it may lie; the first that exists counts */
	places: readonly string[];
	package: string;
}

/**
 * Finds a program. On Debian and as root, a missing one is installed: a bare machine passes, too.
 * @throws Error that says how to get it
 */
export function ensureProgram(program: Program): string {
	const found = program.places.find(existsSync);
	if (found) return found;
	const isDebian = existsSync('/usr/bin/apt-get');
	if (isDebian && process.getuid?.() === 0) {
		process.stderr.write(`${program.name} is missing: installing Debian's ${program.package}\n`);
		aptGet('update', '-qq');
		aptGet('install', '-y', '-qq', '--no-install-recommends', program.package);
	}
	const installed = program.places.find(existsSync);
	if (installed) return installed;
	throw new Error(
		`${program.name} is missing: there is no ${program.places.join(', no ')}.
On Debian and Ubuntu, as root: apt-get install ${program.package}`,
	);
}

function aptGet(...args: string[]): void {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
	if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed`);
}
