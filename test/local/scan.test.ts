/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test of the package as a whole: it packs, unpacks and scans */
import {
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { run } from '../../local/n8n/command';

const ROOT = join(__dirname, '..', '..');
const NODE = join('nodes', 'AdobeExperiencePlatform', 'AdobeExperiencePlatform.node');

interface Scan {
	passed: boolean;
	details?: string;
}

/** n8n's scan of published packages; comments that switch rules off do not count for it. */
async function scan(folder: string, what: 'source' | 'packed'): Promise<Scan> {
	const args = [join(__dirname, 'scan.mjs'), folder, what];
	// Its rules take NODE_ENV=test, which jest sets, for their own tests, and every file for a node.
	const env = { ...process.env, NODE_ENV: undefined };
	const { stdout, stderr } = await run(process.execPath, args, { cwd: ROOT, env });
	if (!stdout.startsWith('{')) throw new Error(`The scan did not come to an end:\n${stderr}`);
	return JSON.parse(stdout) as Scan;
}

// Each scan lints the whole package in a process of its own.
jest.setTimeout(180_000);

describe('The scan of published community packages', () => {
	let folder: string;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'aep-scan-'));
		for (const part of ['nodes', 'credentials', 'package.json']) {
			cpSync(join(ROOT, part), join(folder, 'source', part), { recursive: true });
		}
		// The build's own lock keeps other builds, such as another test's, from emptying dist meanwhile.
		const build = join(ROOT, 'local', 'build.mjs');
		await run(process.execPath, [build, `--pack-to=${folder}`], { cwd: ROOT });
		const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
		await run('tar', ['-xzf', tarball], { cwd: folder });
		renameSync(join(folder, 'package'), join(folder, 'packed'));
	}, 180_000);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it.each(['source', 'packed'] as const)('finds nothing in the package: %s', async (what) => {
		expect(await scan(join(folder, what), what)).toEqual({ passed: true });
	});

	it.each([
		['source', `${NODE}.ts`, 'no-console'],
		['packed', join('dist', `${NODE}.js`), 'no-restricted-globals'],
	] as const)('finds a violation, commented away, in the %s', async (what, file, rule) => {
		const planted = join(folder, what, file);
		const sound = readFileSync(planted, 'utf8');
		const bad = '// eslint-disable-next-line\nconsole.log(process.env);\n';
		writeFileSync(planted, sound + bad);
		const { passed, details } = await scan(dirname(dirname(dirname(planted))), what);
		writeFileSync(planted, sound);
		expect(passed).toBe(false);
		expect(details).toContain(rule);
	});
});
