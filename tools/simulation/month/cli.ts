/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { wholeNumber } from '../../../test/support/wholeNumber';
import { incidentTable, type WrittenIncidents } from '../incidents/report';
import { monthTable, type WrittenBooks } from './report';

const HELP = `A month in fast time: 20 dataflows, keys that expire every day, runs that fail for every cause,
and two healing workflows, in virtual time against a local Adobe. Then it counts from the service's own books.

Usage: npm run simulate -- [options]

  --days <n>  length of the month, 1 to 60 (default 30: about 3 minutes of one core for each of 4 ways)
  --seed <n>  another course of events, 1 to 9999 (default 1)
  --incidents instead, 50 dataflows that fail, fall silent, are disabled and recover, watched by one trigger
              (45 days unless you say otherwise; more than 30, so that Adobe disables some)
  --help      this text

Ends with exit code 1 if a file was never ingested, or twice without a hint that names it, if a run was
reported twice or never, or if keys were updated without a cause; with --incidents, for a false alarm or a miss.
`;

function readBooks<T>(file: string): T[] {
	if (!existsSync(file)) return [];
	const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
	return lines.map((line) => JSON.parse(line) as T);
}

/** The time of a process is replaced by Jest, so that the month is one of its tests. */
function runMonth(days: number, seed: number, isOfIncidents: boolean): number {
	const folder = mkdtempSync(join(tmpdir(), 'month-'));
	const books = join(folder, 'books.jsonl');
	const length = isOfIncidents ? { INCIDENT_DAYS: `${days}` } : { MONTH_DAYS: `${days}` };
	const env = { ...process.env, ...length, MONTH_SEED: `${seed}`, MONTH_BOOKS: books };
	const test = isOfIncidents
		? 'test/workflow/trigger/incidents.test.ts'
		: 'tools/simulation/month/month.test.ts';
	try {
		const jest = require.resolve('jest/bin/jest');
		const options = ['--coverage=false', '--runInBand', test];
		const { status } = spawnSync(process.execPath, [jest, ...options], { env, stdio: 'inherit' });
		const table = isOfIncidents
			? incidentTable(readBooks<WrittenIncidents>(books))
			: monthTable(readBooks<WrittenBooks>(books));
		process.stdout.write(`\n${table}\n`);
		return status ?? 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function main(): number {
	const { values } = parseArgs({
		options: {
			days: { type: 'string' },
			seed: { type: 'string', default: '1' },
			incidents: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const isOfIncidents = values.incidents === true;
	const days = wholeNumber('days', values.days ?? (isOfIncidents ? '45' : '30'), 1, 60);
	return runMonth(days, wholeNumber('seed', values.seed, 1, 9999), isOfIncidents);
}

try {
	process.exitCode = main();
} catch (error) {
	process.stderr.write(`${(error as Error).message}\nTry --help.\n`);
	process.exitCode = 1;
}
