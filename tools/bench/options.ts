/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command for developers, never part of the published package */
import { parseArgs } from 'node:util';

import { wholeNumber } from '../../test/support/wholeNumber';

export const HELP = `The stopwatch: this node, n8n's HTTP Request node and a bare loop do the same jobs in one n8n,
against one local Adobe, in turn.

Usage: npm run bench -- [options]

  --turns <n>       turns of each contender (default 5)
  --items <list>    numbers of items (default 100,1000,10000)
  --latency <list>  milliseconds until the service answers (default 0,50)
  --only <list>     of throughput, tuning, memory, limit, token, dataflow, runs, trigger,
                    profile, startup (default all)
  --write           write tables and plot into docs/benchmark
  --help            this text

A full run takes more than an hour and wants a machine that does nothing else.
Ends with exit code 1 when a target is missed.
`;

const PARTS = [
	'throughput',
	'tuning',
	'memory',
	'limit',
	'token',
	'dataflow',
	'runs',
	'trigger',
	'profile',
	'startup',
] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
	help: boolean;
	turns: number;
	items: number[];
	latencies: number[];
	parts: readonly Part[];
	write: boolean;
}

/** @throws Error with a sentence that names the wrong option */
export function readOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			turns: { type: 'string', default: '5' },
			items: { type: 'string', default: '100,1000,10000' },
			latency: { type: 'string', default: '0,50' },
			only: { type: 'string', default: PARTS.join(',') },
			write: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	return {
		help: values.help,
		turns: wholeNumber('turns', values.turns, 1, 100),
		items: values.items.split(',').map((text) => wholeNumber('items', text, 1, 20_000)),
		latencies: values.latency.split(',').map((text) => wholeNumber('latency', text, 0, 10_000)),
		parts: values.only.split(',').map(part),
		write: values.write,
	};
}

function part(text: string): Part {
	const found = PARTS.find((known) => known === text.trim());
	if (found) return found;
	throw new Error(`--only wants some of ${PARTS.join(', ')}, not "${text}"`);
}
