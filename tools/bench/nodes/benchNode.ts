/* eslint-disable @n8n/community-nodes/no-restricted-globals -- loaded into n8n by the benchmark alone, never part of the published package */
import type { INodeTypeDescription } from 'n8n-workflow';

/** What n8n has to know of a node that only the benchmark uses. */
export function benchNode(name: string, displayName: string): INodeTypeDescription {
	return {
		name,
		displayName,
		group: ['transform'],
		version: 1,
		description: 'Part of the benchmark',
		defaults: { name: displayName },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};
}

let startedAt = 0;
let cpuBefore = process.cpuUsage();

/** Called by the node before the measured one. */
export function startClock(): void {
	cpuBefore = process.cpuUsage();
	startedAt = performance.now();
}

/** Called by the node after it: what passed and what n8n computed since, in milliseconds. */
export function stopClock(): { ms: number; cpuMs: number } {
	const ms = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpuBefore);
	return { ms, cpuMs: (user + system) / 1000 };
}
