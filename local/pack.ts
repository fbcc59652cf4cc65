/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './n8n/command';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.local', 'pack');
const BUILD = join(__dirname, 'build.mjs');
const MARKER = join(FOLDER, 'packed.json');

/** What the tarball is made of. */
const SOURCES = [
	'nodes',
	'credentials',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'local/build.mjs',
	'README.md',
	'LICENSE.md',
];

/** The packed node. */
export interface Packed {
	tarball: string;
	/** hash of what it was made of */
	sources: string;
}

/** Builds and packs the node as it would be published; does nothing where the last tarball is of the same sources. */
export async function packNode(say: (line: string) => void): Promise<Packed> {
	const sources = hashOf(SOURCES.map((name) => join(ROOT, name)));
	const last = lastPacked();
	if (last?.sources === sources && existsSync(last.tarball)) return last;
	say('Building and packing the node …');
	mkdirSync(FOLDER, { recursive: true });
	await build(`--pack-to=${FOLDER}`);
	const { name, version } = readJson(join(ROOT, 'package.json')) as Record<string, string>;
	const packed = { tarball: join(FOLDER, `${name}-${version}.tgz`), sources };
	writeFileSync(MARKER, JSON.stringify(packed));
	return packed;
}

async function build(...args: string[]): Promise<void> {
	const { code, stdout, stderr } = await run(process.execPath, [BUILD, ...args], { cwd: ROOT });
	if (code !== 0) throw new Error(`The node could not be built and packed:\n${stdout}\n${stderr}`);
}

function lastPacked(): Packed | undefined {
	return existsSync(MARKER) ? (readJson(MARKER) as Packed) : undefined;
}

function readJson(path: string): unknown {
	return JSON.parse(readFileSync(path, 'utf8'));
}

function hashOf(paths: string[]): string {
	const hash = createHash('sha256');
	for (const file of paths.flatMap(filesIn)) {
		hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
	}
	return hash.digest('hex');
}

function filesIn(path: string): string[] {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.flatMap((name) => filesIn(join(path, name)));
}
