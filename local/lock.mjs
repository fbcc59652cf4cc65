// A lock between processes: a file that only one of them can make.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Writing a process ID takes an instant; a file without one for longer was left by a crash. */
const UNREADABLE_MS = 10_000;

/**
 * Does something while this process holds the lock; the lock of a process that is gone counts for nothing.
 * @template T
 * @param {string} file
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
	await take(file);
	try {
		return await work();
	} finally {
		rmSync(file, { force: true });
	}
}

async function take(file) {
	mkdirSync(dirname(file), { recursive: true });
	for (;;) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' });
			return;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		if (isAbandoned(file)) rmSync(file, { force: true });
		else await wait(100);
	}
}

function isAbandoned(file) {
	try {
		const pid = Number(readFileSync(file, 'utf8'));
		if (pid > 0) return !isAlive(pid);
		return Date.now() - statSync(file).mtimeMs > UNREADABLE_MS;
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
