// Installs the development packages when they are missing or older than the lock file, and nothing otherwise.
// Called at the start of every npm script that needs them, so that a fresh clone runs with one command.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Makes sure that the packages of the lock file in `folder` are installed there.
 * Install scripts stay off: some packages of n8n's tool chain fetch or compile things that nothing here needs.
 * @param {string} folder absolute path of a folder with package.json and package-lock.json
 * @param {(text: string) => void} say where progress goes
 * @returns {boolean} whether something was installed
 */
function ensureInstalled(folder, say) {
	const lock = join(folder, 'package-lock.json');
	const done = join(folder, 'node_modules', '.installed-lock.json');
	if (existsSync(done) && readFileSync(done, 'utf8') === readFileSync(lock, 'utf8')) return false;
	say('Installing packages (a few minutes the first time) …');
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const result = spawnSync(
		npm,
		['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
		{
			cwd: folder,
			stdio: ['ignore', 'inherit', 'inherit'],
			shell: process.platform === 'win32',
		},
	);
	if (result.status !== 0) {
		throw new Error(
			`npm ci failed in ${folder}. Read its message above; mostly the package registry could not be reached.`,
		);
	}
	copyFileSync(lock, done);
	return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		ensureInstalled(root, (text) => console.log(text));
	} catch (error) {
		console.error(error.message);
		process.exitCode = 1;
	}
}
