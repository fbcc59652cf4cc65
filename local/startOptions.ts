/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { DEFAULT_PORT as ADOBE_PORT } from './adobe/cliOptions';
import { USUAL_HOME } from './n8nHome';

export { ADOBE_PORT };
export const N8N_PORT = 5678;

export const START_HELP = `Starts a local Adobe and a real n8n with this node in it, and runs the example workflow once.

Usage: npm start -- [options]

  --watch            build each change of the node into the running n8n, which loads it at once
  --once             end after the run; exit code 0 only if the local Adobe holds the new keys
  --adobe-port <n>   port of the local Adobe (default ${ADOBE_PORT}, or the next free one)
  --n8n-port <n>     port of n8n (default ${N8N_PORT}, or the next free one)
  --n8n <path>       use this n8n (the command or its folder, 2.8 or later) and install none
  --home <folder>    where this n8n keeps its data (default .local/n8n-home)
  --reset            first forget the local n8n with everything in it
  --help             this text
`;

export interface StartOptions {
	help: boolean;
	once: boolean;
	watch: boolean;
	reset: boolean;
	home: string;
	/** an n8n that is there already; only if asked for */
	n8n?: string;
	/** only if asked for */
	adobePort?: number;
	n8nPort?: number;
}

/**
 * Reads the command line.
 * @param args without node and the script
 * @throws Error with a sentence for the person who typed it
 */
export function readStartOptions(args: string[]): StartOptions {
	const { values } = parseArgs({
		args,
		allowPositionals: false,
		options: {
			once: { type: 'boolean', default: false },
			watch: { type: 'boolean', default: false },
			home: { type: 'string', default: USUAL_HOME },
			reset: { type: 'boolean', default: false },
			n8n: { type: 'string' },
			help: { type: 'boolean', short: 'h', default: false },
			'adobe-port': { type: 'string' },
			'n8n-port': { type: 'string' },
		},
	});
	const { help, once, watch, reset, home } = values;
	if (once && watch) throw new Error('--once ends after the run, and --watch does not: choose one');
	return {
		help,
		once,
		watch,
		reset,
		home: resolve(home),
		n8n: values.n8n === undefined ? undefined : resolve(values.n8n),
		adobePort: portOf('adobe-port', values['adobe-port']),
		n8nPort: portOf('n8n-port', values['n8n-port']),
	};
}

function portOf(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const port = /^\d+$/.test(text) ? Number(text) : NaN;
	if (port >= 1 && port <= 65_535) return port;
	throw new Error(`--${name} wants a number from 1 to 65535, not "${text}"`);
}
