/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs the build as a developer does */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { run } from '../../local/n8n/command';

const ROOT = join(__dirname, '..', '..');

describe('Two builds in one checkout', () => {
	const folder = mkdtempSync(join(tmpdir(), 'two-builds-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	async function pack(into: string): Promise<string[]> {
		const args = [join(ROOT, 'local', 'build.mjs'), `--pack-to=${into}`];
		const { code, stderr } = await run(process.execPath, args, { cwd: ROOT });
		expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
		const tarball = readdirSync(into).find((name) => name.endsWith('.tgz')) ?? '';
		const { stdout } = await run('tar', ['-tzf', join(into, tarball)]);
		return stdout.trim().split('\n').sort();
	}

	/** Waits for a build that is under way, such as another test's. */
	async function leaveLock(pid: string): Promise<void> {
		for (;;) {
			try {
				writeFileSync(join(ROOT, '.local', 'build.lock'), pid, { flag: 'wx' });
				return;
			} catch {
				await wait(100);
			}
		}
	}

	it('each pack the whole of it', async () => {
		const folders = ['a', 'b'].map((name) => mkdtempSync(join(folder, name)));
		const [first, second] = await Promise.all(folders.map(pack));
		expect(first).toEqual(second);
		for (const ending of ['.node.js', '.credentials.js', '.svg', '.node.json']) {
			expect(first?.some((name) => name.endsWith(ending))).toBe(true);
		}
	}, 120_000);

	it('are not held up by one that was killed', async () => {
		// No process has this ID: it is above the largest that a kernel gives out.
		await leaveLock('99999999');
		expect(await pack(mkdtempSync(join(folder, 'c')))).not.toEqual([]);
	}, 120_000);
});
