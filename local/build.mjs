// Builds the package into dist, if it is not there already, and, with --pack-to FOLDER, packs it there. Two at once in
// one checkout wait for one another: the second would empty dist while the first packs it.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fingerprint } from './fingerprint.mjs';
import { withLock } from './lock.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inputs = [
	'credentials',
	'nodes',
	'gulpfile.js',
	'local/build.mjs',
	'package-lock.json',
	'package.json',
	'tsconfig.json',
];
/** What the last build was made of and what it made. */
const lastBuild = join(root, '.local', 'build.json');

const state = () => JSON.stringify([fingerprint(root, inputs), fingerprint(root, ['dist'])]);

function isBuilt() {
	try {
		return readFileSync(lastBuild, 'utf8') === state();
	} catch (error) {
		if (error.code === 'ENOENT') return false;
		throw error;
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
try {
	await withLock(join(root, '.local', 'build.lock'), () => {
		if (!isBuilt()) {
			run('gulp', ['clean']);
			run('tsc', []);
			run('gulp', []);
			writeFileSync(lastBuild, state());
		}
		if (values['pack-to']) run('npm', ['pack', `--pack-destination=${values['pack-to']}`]);
	});
} catch (error) {
	console.error(error.message);
	process.exitCode = 1;
}
