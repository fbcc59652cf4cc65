/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { existsSync, readFileSync } from 'node:fs';

/**
 * Memory of a process as Linux tells it: resident now, or the most since the mark was put back.
 * @returns MB, or undefined where the system does not tell
 */
export function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number | undefined {
	const file = `/proc/${pid}/status`;
	if (!existsSync(file)) return undefined;
	const line = new RegExp(`^${which}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'));
	return line ? Number(line[1]) / 1024 : undefined;
}
