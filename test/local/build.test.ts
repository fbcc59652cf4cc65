/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs the build as a developer does */
import {
	appendFileSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { run } from '../../local/n8n/command';

const ROOT = join(__dirname, '..', '..');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aep-build-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a program prints that has the modules of the build. */
async function printed(program: string): Promise<string> {
	const moduleOf = (name: string) => pathToFileURL(join(ROOT, 'local', `${name}.mjs`)).href;
	const code = `
		import { appendFileSync, rmSync } from 'node:fs';
		import { setTimeout as wait } from 'node:timers/promises';
		import { fingerprint } from '${moduleOf('fingerprint')}';
		import { withLock } from '${moduleOf('lock')}';
		${program}`;
	const result = await run(process.execPath, ['--input-type=module', '--eval', code]);
	expect(result).toMatchObject({ code: 0, stderr: '' });
	return result.stdout;
}

describe('The lock of a build', () => {
	const lock = () => join(folder, 'build.lock');
	const log = () => join(folder, 'log');
	/** Takes the lock, and writes down when its work begins and ends. */
	const work = async () =>
		await printed(`
			const note = (text) => appendFileSync(${JSON.stringify(log())}, text);
			await withLock(${JSON.stringify(lock())}, async () => {
				note('begin ');
				await wait(50);
				note('end ');
			});`);

	it('lets one process after the other work', async () => {
		await Promise.all([work(), work(), work()]);
		expect(readFileSync(log(), 'utf8')).toBe('begin end '.repeat(3));
		expect(readdirSync(folder)).toEqual(['log']);
	});

	it.each([
		['a process that was killed', '99999999', new Date()],
		['one that was killed while it wrote its ID', '', new Date(0)],
	])('does not stay with %s', async (_what, pid, writtenAt) => {
		writeFileSync(lock(), pid);
		utimesSync(lock(), writtenAt, writtenAt);
		await work();
		expect(readFileSync(log(), 'utf8')).toBe('begin end ');
	});

	it('stays with a process that works', async () => {
		writeFileSync(lock(), String(process.pid));
		const waiting = work();
		// The other process finds it taken, however late it starts: this one lets it go only now.
		await printed('await wait(0)');
		appendFileSync(log(), 'released ');
		rmSync(lock());
		await waiting;
		expect(readFileSync(log(), 'utf8')).toBe('released begin end ');
	});
});

describe('What a build is made of', () => {
	const fingerprint = async () =>
		await printed(
			`process.stdout.write(fingerprint(${JSON.stringify(folder)}, ['nodes', 'package.json']));`,
		);

	it('has changed where a file was added, removed, renamed or written', async () => {
		cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
		mkdirSync(join(folder, 'nodes', 'deep'), { recursive: true });
		const file = (name: string) => join(folder, 'nodes', 'deep', name);
		writeFileSync(file('a'), 'one');
		const first = await fingerprint();
		expect(await fingerprint()).toBe(first);
		const steps = [
			() => writeFileSync(file('a'), 'two'),
			() => renameSync(file('a'), file('b')),
			() => writeFileSync(file('c'), ''),
			() => appendFileSync(join(folder, 'package.json'), ' '),
			() => rmSync(file('b')),
		];
		const seen = new Set([first]);
		for (const step of steps) {
			step();
			seen.add(await fingerprint());
		}
		expect(seen.size).toBe(steps.length + 1);
	});
});

describe('Two builds in one checkout', () => {
	/** A package with a node and a credential that are next to nothing, so that the compiler is quick. */
	const checkout = () => join(folder, 'checkout');
	const TOOLS = ['build.mjs', 'fingerprint.mjs', 'lock.mjs'].map((name) => join('local', name));
	const COPIED = ['gulpfile.js', 'package.json', 'package-lock.json', 'tsconfig.json', ...TOOLS];
	const MADE: Array<[path: string, text: string]> = [
		['README.md', ''],
		['dist/left-over.js', ''],
		['credentials/One.credentials.ts', 'export class One {}\n'],
		['nodes/One/One.node.ts', 'export class One {}\n'],
		['nodes/One/One.node.json', '{}\n'],
		['nodes/One/one.svg', '<svg/>\n'],
	];

	beforeEach(() => {
		for (const path of COPIED) cpSync(join(ROOT, path), join(checkout(), path));
		for (const [path, text] of MADE) {
			mkdirSync(dirname(join(checkout(), path)), { recursive: true });
			writeFileSync(join(checkout(), path), text);
		}
		symlinkSync(join(ROOT, 'node_modules'), join(checkout(), 'node_modules'), 'dir');
	});

	async function pack(into: string): Promise<string[]> {
		mkdirSync(into);
		const args = [join(checkout(), 'local', 'build.mjs'), `--pack-to=${into}`];
		const { code, stderr } = await run(process.execPath, args, { cwd: checkout() });
		expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
		const tarball = readdirSync(into).find((name) => name.endsWith('.tgz')) ?? '';
		const { stdout } = await run('tar', ['-tzf', join(into, tarball)]);
		return stdout.trim().split('\n').sort();
	}

	it('each pack the whole of it', async () => {
		const [first, second] = await Promise.all(['a', 'b'].map((name) => pack(join(folder, name))));
		expect(first).toEqual(second);
		expect(first?.join()).not.toContain('left-over');
		for (const ending of ['.node.js', '.credentials.js', '.svg', '.node.json']) {
			expect(first?.some((name) => name.endsWith(ending))).toBe(true);
		}
	}, 240_000);
});
