/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { elapsed } from '../elapsed';
import { type CommandResult, run, runNpm } from './command';
import { missingNode, missingPackages, missingSqlite } from './installHelp';
import { type N8nProgram, type N8nVersion, nodeFits, ownNode, programOf } from './versions';

/** Where progress goes, one line at a time. */
export type Say = (line: string) => void;

/**
 * Makes sure that a version of n8n is installed, and says every ten seconds how far it is.
 * Install scripts run only for the two packages that need theirs: the others fetch or compile things that nothing here
 * uses, and fail on many machines.
 * @throws Error that says what is missing and how to get it
 */
export async function ensureN8n(version: N8nVersion, say: Say): Promise<N8nProgram> {
	const { folder } = programOf(version);
	const lock = join(folder, 'package-lock.json');
	// Two marks, so that a start after a missing compiler need not unpack everything again.
	const unpacked = join(folder, 'node_modules', '.unpacked-lock.json');
	const done = join(folder, 'node_modules', '.installed-lock.json');
	if (!isCopy(done, lock)) {
		const started = Date.now();
		say(`Installing n8n ${version}: about 2.5 GB on disk, some minutes, only this once.`);
		if (!isCopy(unpacked, lock)) {
			await installPackages(folder, lock, say);
			copyFileSync(lock, unpacked);
		}
		if (wantsOwnNode(folder)) await installNode(version, folder, say);
		await installSqlite(version, folder, say);
		copyFileSync(lock, done);
		say(`  n8n ${version} is installed, after ${elapsed(Date.now() - started)}`);
	}
	return programOf(version);
}

/** Whether it need not be installed any more. */
export function isInstalled(version: N8nVersion): boolean {
	const { folder } = programOf(version);
	const done = join(folder, 'node_modules', '.installed-lock.json');
	return isCopy(done, join(folder, 'package-lock.json'));
}

function isCopy(copy: string, original: string): boolean {
	return existsSync(copy) && readFileSync(copy, 'utf8') === readFileSync(original, 'utf8');
}

/** How long npm may unpack nothing. A connection to the registry can stall for ever. Milliseconds. */
const STALLED_AFTER = 8 * 60_000;
/** What was fetched is in npm's cache, so each try gets further. */
const MOST_TRIES = 3;

/** Fetches and unpacks the packages of a lock file. @throws Error that repeats what npm said */
export async function installPackages(folder: string, lock: string, say: Say): Promise<void> {
	const names = packagesIn(lock);
	for (let tries = 1; ; tries++) {
		const stalled = new AbortController();
		let last = { count: 0, at: 0 };
		const result = await runNpm(
			['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
			{
				cwd: folder,
				signal: stalled.signal,
				onWait: (ms) => {
					const count = names.filter((name) =>
						existsSync(join(folder, name, 'package.json')),
					).length;
					if (count !== last.count) last = { count, at: ms };
					if (ms - last.at > STALLED_AFTER) stalled.abort();
					// npm asks for all of them first, and that takes a while.
					say(
						count === 0
							? `  ${elapsed(ms)}: fetching packages`
							: `  ${elapsed(ms)}: ${count} of ${names.length} packages unpacked`,
					);
				},
			},
		);
		if (result.code === 0) return;
		if (!stalled.signal.aborted || tries === MOST_TRIES) {
			throw new Error(missingPackages(lastLines(result)));
		}
		say(`  npm has unpacked nothing for ${elapsed(STALLED_AFTER)}. Trying again.`);
	}
}

/** The packages of a lock file that are for this machine; npm notes further ones that it leaves out. */
function packagesIn(lock: string): string[] {
	const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as {
		packages: Record<string, { os?: string[]; cpu?: string[]; extraneous?: boolean }>;
	};
	return Object.entries(packages)
		.filter(([name, { os, cpu, extraneous }]) => {
			const fits =
				(os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);
			return name !== '' && fits && !extraneous;
		})
		.map(([name]) => name);
}

function wantsOwnNode(folder: string): boolean {
	return existsSync(join(folder, 'node_modules', 'node', 'package.json'));
}

async function installNode(version: N8nVersion, folder: string, say: Say): Promise<void> {
	const result = await rebuild('node', folder, (ms) =>
		say(`  ${elapsed(ms)}: getting the Node.js that n8n ${version} runs on`),
	);
	const node = ownNode(folder);
	const check = node ? await run(node, ['--version']) : result;
	if (check.code !== 0 && !nodeFits(version)) {
		throw new Error(missingNode(version, lastLines(result)));
	}
}

async function installSqlite(version: N8nVersion, folder: string, say: Say): Promise<void> {
	const result = await rebuild('sqlite3', folder, (ms) =>
		say(`  ${elapsed(ms)}: getting SQLite; where it has to be compiled, that takes 1 or 2 min`),
	);
	// What counts is whether it loads, in the very Node.js that will use it.
	const { node } = programOf(version);
	const check = await run(node, ['-e', 'require("sqlite3")'], { cwd: folder });
	if (check.code !== 0) throw new Error(missingSqlite(lastLines(result)));
}

/** Runs the install script of one package, also where the user's npm is told to ignore scripts. */
async function rebuild(
	name: string,
	folder: string,
	onWait: (ms: number) => void,
): Promise<CommandResult> {
	const args = ['rebuild', '--ignore-scripts=false', '--foreground-scripts', name];
	return await runNpm(args, { cwd: folder, onWait });
}

function lastLines({ stdout, stderr }: CommandResult): string {
	const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
	return lines.slice(-15).join('\n');
}
