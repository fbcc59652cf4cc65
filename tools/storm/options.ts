/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command for developers, never part of the published package */
import { parseArgs } from 'node:util';

import { wholeNumber } from '../../test/support/wholeNumber';

export const HELP = `Storms: the node, run by n8n's own engine, against a local Adobe that fails on purpose.

Usage: npm run storm -- [options]

  --items <n>      items of each storm (default 1000)
  --seeds <list>   one storm of each kind for each seed (default 1,2,3)
  --faults <share> share of the calls that go wrong (default 0.2)
  --concurrency <n> items at once, 1 to 50 (default 50)
  --only <what>    creates, updates, upserts (two executions at once that want the same names),
                   upserts2 (the same in two processes), dataflows, killed (dataflows, in a
                   process that is killed and then run again), runs, uploads, killedUploads, sources (new credentials of
                   all sources), or rate (the rate limits)
  --help           this text

Ends with exit code 1 when an item failed, a connection was doubled or orphaned, an update was lost,
or a secret was found.
`;

const PARTS = [
	'creates',
	'updates',
	'sources',
	'upserts',
	'upserts2',
	'dataflows',
	'killed',
	'runs',
	'uploads',
	'killedUploads',
	'rate',
] as const;

export interface Options {
	help: boolean;
	items: number;
	seeds: number[];
	faults: number;
	concurrency: number;
	parts: ReadonlyArray<(typeof PARTS)[number]>;
}

/** @throws Error with a sentence that names the wrong option */
export function readOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			items: { type: 'string', default: '1000' },
			seeds: { type: 'string', default: '1,2,3' },
			faults: { type: 'string', default: '0.2' },
			concurrency: { type: 'string', default: '50' },
			only: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	const parts = PARTS.filter((part) => values.only === undefined || values.only === part);
	if (parts.length === 0) throw new Error(`--only wants one of ${PARTS.join(', ')}`);
	return {
		help: values.help,
		items: wholeNumber('items', values.items, 1, 100_000),
		seeds: values.seeds.split(',').map((seed) => wholeNumber('seeds', seed, 1, 2 ** 31)),
		faults: share('faults', values.faults),
		concurrency: wholeNumber('concurrency', values.concurrency, 1, 50),
		parts,
	};
}

/** Above a half, ten tries of a call do not surely suffice any more. */
function share(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() !== '' && value >= 0 && value <= 0.5) return value;
	throw new Error(`--${name} wants a share from 0 to 0.5, not "${text}"`);
}
