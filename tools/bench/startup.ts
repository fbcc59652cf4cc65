/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { environmentOf } from '../../local/n8n/environment';
import { N8nServer } from '../../local/n8n/server';
import { packNode } from '../../local/pack';
import { anyFreePort } from '../../local/ports';
import { discard, freshN8n } from '../../test/support/n8n/freshN8n';
import { memoryOf } from './memory';
import { median, spread } from './statistics';

/** One start of n8n, until its editor answers. */
interface Start {
	ms: number;
	/** resident memory then, in MB; NaN where the system does not tell */
	memory: number;
}

/** Starts with and without the package, and what the package weighs. */
export interface StartUp {
	withNode: Start[];
	without: Start[];
	/** bytes of the tarball */
	packedSize: number;
}

/** Starts n8n in turn with the package and without it. */
export async function measureStartUp(turns: number, say: (line: string) => void): Promise<StartUp> {
	const { tarball } = await packNode(say);
	const result: StartUp = { withNode: [], without: [], packedSize: statSync(tarball).size };
	for (let turn = 1; turn <= turns; turn++) {
		say(`start-up, turn ${turn} of ${turns}`);
		// Who begins changes from turn to turn.
		const order =
			turn % 2 ? (['withNode', 'without'] as const) : (['without', 'withNode'] as const);
		for (const which of order) result[which].push(await startOnce(which === 'withNode'));
	}
	return result;
}

async function startOnce(hasNode: boolean): Promise<Start> {
	const n8n = await freshN8n();
	const { program, userFolder, url } = n8n;
	if (!hasNode) rmSync(join(userFolder, '.n8n', 'nodes'), { recursive: true, force: true });
	const port = Number(new URL(url).port);
	const brokerPort = await anyFreePort();
	const env = environmentOf({ node: program.node, userFolder, port, brokerPort });
	const startedAt = performance.now();
	const server = await N8nServer.start(program, env, url, () => undefined);
	const ms = performance.now() - startedAt;
	const memory = memoryOf(server.pid, 'VmRSS') ?? NaN;
	await server.stop();
	await discard(n8n);
	return { ms, memory };
}

/** The table for people. */
export function startUpTable({ withNode, without, packedSize }: StartUp): string {
	const row = (name: string, starts: Start[]) => {
		const seconds = starts.map(({ ms }) => ms / 1000);
		const [least, most] = spread(seconds);
		const memory = median(starts.map((start) => start.memory));
		return `| ${name} | ${median(seconds).toFixed(2)} s (${least.toFixed(2)} to ${most.toFixed(2)}) | ${memory.toFixed(0)} MB |`;
	};
	return [
		'| n8n starts | until its editor answers: median (least to most) | resident memory then, median |',
		'|---|---|---|',
		row('without the package', without),
		row('with it', withNode),
		'',
		`The packed package is ${(packedSize / 1000).toFixed(1)} kB (at most 250 kB are allowed).`,
	].join('\n');
}
