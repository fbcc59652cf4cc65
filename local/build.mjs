// Builds the package into dist and, with --pack-to FOLDER, packs it there. Two at once in one checkout wait for one
// another: the second would empty dist while the first packs it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const lock = join(root, '.local', 'build.lock');
/** A build takes seconds; a lock file without a process ID is one that is just being written, or that a crash left. */
const UNREADABLE_MS = 10_000;

/** Resolves once this process holds the lock; the lock of a process that is gone counts for nothing. */
async function takeLock() {
	mkdirSync(dirname(lock), { recursive: true });
	for (;;) {
		try {
			writeFileSync(lock, String(process.pid), { flag: 'wx' });
			return;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		if (isAbandoned()) rmSync(lock, { force: true });
		else await wait(200);
	}
}

function isAbandoned() {
	try {
		const pid = Number(readFileSync(lock, 'utf8'));
		if (pid > 0) return !isAlive(pid);
		return Date.now() - statSync(lock).mtimeMs > UNREADABLE_MS;
	} catch (error) {
		if (error.code === 'ENOENT') return false;
		throw error;
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** Runs a program of the development packages, or npm, and ends this one where it fails. */
function run(program, args) {
	const isWindows = process.platform === 'win32';
	const bin = join(root, 'node_modules', '.bin');
	const path = program === 'npm' ? program : join(bin, program);
	const { status } = spawnSync(isWindows ? `${path}.cmd` : path, args, {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: isWindows,
	});
	if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`);
}

const { values } = parseArgs({ options: { 'pack-to': { type: 'string' } } });
await takeLock();
try {
	run('gulp', ['clean']);
	run('tsc', []);
	run('gulp', []);
	if (values['pack-to']) run('npm', ['pack', `--pack-destination=${values['pack-to']}`]);
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
} finally {
	rmSync(lock, { force: true });
}
