// n8n's scan of published community packages, for the sources and for the package as npm would publish it. Unlike lint it
// ignores comments that switch rules off. A violation that is planted in one file of each must be found, or the scan
// itself does not work.
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const NODE = join('nodes', 'AdobeExperiencePlatform', 'AdobeExperiencePlatform.node');
const PLANTED = '// eslint-disable-next-line\nconsole.log(process.env);\n';
// As the scanner does: of a published package the compiled code and package.json only.
const PATTERNS = { source: SOURCE_FILE_PATTERNS, packed: ['**/*.js', 'package.json'] };

const folder = mkdtempSync(join(tmpdir(), 'aep-scan-'));

function command(program, ...args) {
	const { status, stderr } = spawnSync(program, args, {
		cwd: folder,
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
}

/** Puts the sources into `source`, and what npm would publish into `packed`. */
function preparePackages() {
	for (const part of ['nodes', 'credentials', 'package.json']) {
		cpSync(join(ROOT, part), join(folder, 'source', part), { recursive: true });
	}
	command(process.execPath, join(ROOT, 'local', 'build.mjs'), `--pack-to=${folder}`);
	command(
		'tar',
		'-xzf',
		readdirSync(folder).find((name) => name.endsWith('.tgz')),
	);
	renameSync(join(folder, 'package'), join(folder, 'packed'));
}

/**
 * A package of one of our files with a violation in it.
 * @param {'source' | 'packed'} what
 * @param {string} file relative path
 */
function plant(what, file) {
	const into = join(folder, `planted ${what}`);
	mkdirSync(dirname(join(into, file)), { recursive: true });
	cpSync(join(ROOT, 'package.json'), join(into, 'package.json'));
	writeFileSync(join(into, file), readFileSync(join(folder, what, file), 'utf8') + PLANTED);
	return into;
}

/** @returns {Promise<string>} what is wrong; '' for nothing */
async function check() {
	preparePackages();
	const planted = {
		source: plant('source', `${NODE}.ts`),
		packed: plant('packed', join('dist', `${NODE}.js`)),
	};
	for (const what of ['source', 'packed']) {
		const { passed, message, details } = await analyzePackage(join(folder, what), PATTERNS[what]);
		if (!passed) return [`The scan refuses the ${what} package.`, message, details].join('\n');
		const control = await analyzePackage(planted[what], PATTERNS[what]);
		if (control.passed)
			return `The scan misses a violation that was planted in the ${what} package.`;
	}
	return '';
}

try {
	const problem = await check();
	console.log(problem || "n8n's scan of community packages passed.");
	process.exitCode = problem ? 1 : 0;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
