/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command for developers, never part of the published package */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.local']);

/** TypeScript files below a folder. */
export function sourcesBelow(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesBelow(path);
		return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
	});
}

export function sizeOf(folder: string): { files: number; lines: number; longest: number } {
	const lengths = sourcesBelow(folder).map(
		(file) => readFileSync(file, 'utf8').trimEnd().split('\n').length,
	);
	const lines = lengths.reduce((sum, length) => sum + length, 0);
	return { files: lengths.length, lines, longest: Math.max(0, ...lengths) };
}
