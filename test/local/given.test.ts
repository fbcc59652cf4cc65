/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { givenN8n, n8nOnPath } from '../../local/n8n/given';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'given-')));
afterAll(() => rmSync(root, { recursive: true }));

/** A stand-in for an installed n8n: a package with a command, and a link to that as npm makes it. */
function install(name: string, version: string, script = 'process.exit(0)'): string {
	const folder = join(root, name, 'node_modules', 'n8n');
	mkdirSync(join(folder, 'bin'), { recursive: true });
	mkdirSync(join(root, name, 'bin'));
	const manifest = { name: 'n8n', version, bin: { n8n: './bin/n8n' } };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
	writeFileSync(join(folder, 'bin', 'n8n'), script);
	symlinkSync(join(folder, 'bin', 'n8n'), join(root, name, 'bin', 'n8n'));
	return folder;
}

it('is found by its command, its package and the folder around it', async () => {
	const folder = install('good', '2.41.1');
	const paths = [join(root, 'good', 'bin', 'n8n'), folder, join(root, 'good')];
	for (const path of paths) {
		expect(await givenN8n(path)).toEqual({
			version: '2.41.1',
			folder,
			script: join(folder, 'bin', 'n8n'),
			node: process.execPath,
		});
	}
});

it('is found on the PATH, past folders without it', () => {
	const none = join(root, 'none');
	const bin = join(root, 'good', 'bin');
	expect(n8nOnPath([none, bin].join(delimiter))).toBe(join(bin, 'n8n'));
	expect(n8nOnPath(none)).toBeUndefined();
});

it.each([
	['2.7.9', 'process.exit(0)', 'n8n 2.7.9 at PATH is too old. This node needs n8n 2.8 or later.'],
	['1.123.0', 'process.exit(0)', 'too old'],
	['2.30.0', 'console.error("Your Node.js is too old"); process.exit(1)', 'does not start with'],
])('is refused: %s', async (version, script, message) => {
	const path = install(`refused ${version}`, version, script);
	await expect(givenN8n(path)).rejects.toThrow(message.replace('PATH', path));
});

it('is refused if there is none', async () => {
	for (const path of [join(root, 'nowhere'), root, join(root, 'good', 'bin')]) {
		await expect(givenN8n(path)).rejects.toThrow(`No n8n found at ${path}`);
	}
});
