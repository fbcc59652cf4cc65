/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test of the package as a whole: it packs, unpacks and scans */
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

import { run } from '../../local/n8n/command';

const ROOT = join(__dirname, '..', '..');
const NODE = join('nodes', 'AdobeExperiencePlatform', 'AdobeExperiencePlatform.node');

interface Scan {
	passed: boolean;
	details?: string;
}

type What = 'source' | 'packed';

/** n8n's scan of published packages; comments that switch rules off do not count for it. */
async function scan(folders: ReadonlyArray<[what: What, folder: string]>): Promise<Scan[]> {
	const args = [join(__dirname, 'scan.mjs'), ...folders.map((folder) => folder.join('='))];
	// Its rules take NODE_ENV=test, which jest sets, for their own tests, and every file for a node.
	const env = { ...process.env, NODE_ENV: undefined };
	const { stdout, stderr } = await run(process.execPath, args, { cwd: ROOT, env });
	if (!stdout.startsWith('[')) throw new Error(`The scan did not come to an end:\n${stderr}`);
	return JSON.parse(stdout) as Scan[];
}

describe('The scan of published community packages', () => {
	const folder = mkdtempSync(join(tmpdir(), 'aep-scan-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	/** A package of one file of ours with a violation in it. */
	function planted(what: What, file: string): string {
		const bad = '// eslint-disable-next-line\nconsole.log(process.env);\n';
		const into = join(folder, `planted ${what}`);
		mkdirSync(dirname(join(into, file)), { recursive: true });
		cpSync(join(ROOT, 'package.json'), join(into, 'package.json'));
		writeFileSync(join(into, file), readFileSync(join(folder, what, file), 'utf8') + bad);
		return into;
	}

	let scans: Record<What | 'plantedSource' | 'plantedPacked', Scan>;
	// All in one process, most of whose time is the start of the linter.
	beforeAll(async () => {
		for (const part of ['nodes', 'credentials', 'package.json']) {
			cpSync(join(ROOT, part), join(folder, 'source', part), { recursive: true });
		}
		// The build's own lock keeps other builds, such as another test's, from emptying dist meanwhile.
		const build = join(ROOT, 'local', 'build.mjs');
		await run(process.execPath, [build, `--pack-to=${folder}`], { cwd: ROOT });
		const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
		await run('tar', ['-xzf', tarball], { cwd: folder });
		renameSync(join(folder, 'package'), join(folder, 'packed'));
		const [source, packed, plantedSource, plantedPacked] = (await scan([
			['source', join(folder, 'source')],
			['packed', join(folder, 'packed')],
			['source', planted('source', `${NODE}.ts`)],
			['packed', planted('packed', join('dist', `${NODE}.js`))],
		])) as [Scan, Scan, Scan, Scan];
		scans = { source, packed, plantedSource, plantedPacked };
	}, 600_000);

	it.each(['source', 'packed'] as const)('finds nothing in the package: %s', (what) => {
		expect(scans[what]).toEqual({ passed: true });
	});

	it.each([
		['source', 'plantedSource', 'no-console'],
		['packed', 'plantedPacked', 'no-restricted-globals'],
	] as const)('finds a violation, commented away, in the %s', (_what, where, rule) => {
		const { passed, details } = scans[where];
		expect(passed).toBe(false);
		expect(details).toContain(rule);
	});
});
