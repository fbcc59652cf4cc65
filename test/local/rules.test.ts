/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test of the source files themselves */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const MOST_LINES = 300;

/** The source files below some folders, by their paths from the root. */
function sources(...folders: string[]): string[] {
	return folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
			const path = join(folder, entry.name);
			if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sources(path);
			return /\.[cm]?[jt]s$/.test(entry.name) ? [path] : [];
		}),
	);
}

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('Every source file', () => {
	const all = sources('credentials', 'nodes', 'local', 'test', 'tools');
	const ofTheNode = sources('credentials', 'nodes');

	it('is looked at', () => {
		expect(ofTheNode.length).toBeGreaterThan(50);
		expect(all.length).toBeGreaterThan(200);
	});

	it('has no more than 300 lines', () => {
		const long = all.filter((file) => textOf(file).trimEnd().split('\n').length > MOST_LINES);
		expect(long).toEqual([]);
	});

	it('of the node is free of comments that switch checks off', () => {
		const off =
			/eslint-disable|@ts-(ignore|expect-error|nocheck)|(istanbul|c8) ignore|Stryker disable/;
		expect(ofTheNode.filter((file) => off.test(textOf(file)))).toEqual([]);
	});
});
