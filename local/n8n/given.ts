/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { run } from './command';
import { type N8nProgram, ownNode } from './versions';

/** Older ones lack what the node relies on (README, Installation). */
const OLDEST = [2, 8] as const;

/**
 * An n8n that somebody has already, instead of one that is installed here.
 * @param path the n8n command, the package, or a folder that npm installed it into
 * @throws Error that says what is wrong with it
 */
export async function givenN8n(path: string): Promise<N8nProgram> {
	const folder = packageOf(path);
	if (folder === undefined) {
		throw new Error(`No n8n found at ${path}. Give the path of the n8n command or of its folder.`);
	}
	const { version, bin } = readManifest(folder);
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
		throw new Error(`n8n ${version} at ${path} is too old. This node needs n8n 2.8 or later.`);
	}
	// Above `node_modules/n8n`.
	const node = ownNode(dirname(dirname(folder))) ?? process.execPath;
	const program = { version, folder, script: join(folder, bin), node };
	const check = await run(node, [program.script, '--version']);
	if (check.code !== 0) {
		const said = `${check.stdout}\n${check.stderr}`.trim().split('\n').slice(-5).join('\n');
		throw new Error(`n8n ${version} at ${path} does not start with ${node}. It said:\n${said}`);
	}
	return program;
}

/** The n8n command of this machine, if there is one. */
export function n8nOnPath(path = process.env.PATH ?? ''): string | undefined {
	return path
		.split(delimiter)
		.map((folder) => join(folder, 'n8n'))
		.find((file) => existsSync(file) && statSync(file).isFile());
}

function packageOf(path: string): string | undefined {
	if (!existsSync(path)) return undefined;
	const real = realpathSync(path);
	if (statSync(real).isDirectory()) {
		return [real, join(real, 'node_modules', 'n8n')].find(isN8n);
	}
	for (let folder = dirname(real); folder !== dirname(folder); folder = dirname(folder)) {
		if (isN8n(folder)) return folder;
	}
	return undefined;
}

interface Manifest {
	name?: string;
	version: string;
	/** the script of the command, below the package */
	bin: string;
}

function isN8n(folder: string): boolean {
	return existsSync(join(folder, 'package.json')) && readManifest(folder).name === 'n8n';
}

function readManifest(folder: string): Manifest {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		name?: string;
		version?: string;
		bin?: string | Record<string, string>;
	};
	const { name, version = '', bin } = manifest;
	return { name, version, bin: (typeof bin === 'string' ? bin : bin?.n8n) ?? 'bin/n8n' };
}
