/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../../local/n8n/command';
import { ensureN8n } from '../../local/n8n/install';
import { N8N_VERSIONS, type N8nProgram } from '../../local/n8n/versions';
import { type JestResults, readResults, renderTable, type VersionRun, withTable } from './table';

const ROOT = join(__dirname, '..', '..');
const RESULTS = join(ROOT, '.local', 'versions');
const PAGE = join(ROOT, 'docs', 'compatibility.md');

const say = (text: string) => process.stdout.write(`${text}\n`);
const show = (text: string) => process.stdout.write(text);

/** The version that the very binary tells, without its "v". */
async function nodeOf({ node }: N8nProgram): Promise<string> {
	const { stdout } = await run(node, ['--version']);
	return stdout.trim().replace(/^v/, '');
}

/** Runs all end-to-end tests against one n8n, in a process of their own. */
async function runSuite(program: N8nProgram): Promise<VersionRun> {
	const node = await nodeOf(program);
	say(`\nEnd-to-end tests against n8n ${program.version} on Node.js ${node}`);
	const file = join(RESULTS, `${program.version}.json`);
	rmSync(file, { force: true });
	await run(
		process.execPath,
		[
			require.resolve('jest/bin/jest'),
			'--config=jest.e2e.config.js',
			'--json',
			`--outputFile=${file}`,
		],
		{ cwd: ROOT, env: { ...process.env, TEST_N8N: program.version }, onOutput: show },
	);
	// The file is missing where jest itself did not get as far.
	const results = JSON.parse(readFileSync(file, 'utf8')) as JestResults;
	return readResults(program.version, node, results);
}

function writePage(runs: VersionRun[]): void {
	const before = readFileSync(PAGE, 'utf8');
	const after = withTable(before, renderTable(runs));
	if (after !== before) writeFileSync(PAGE, after);
	say(`\n${renderTable(runs)}\n`);
	say(
		after === before
			? 'docs/compatibility.md is up to date.'
			: 'docs/compatibility.md has a new table.',
	);
}

/** Runs the end-to-end tests against each n8n of docs/compatibility.md, and writes the table there. */
async function main(): Promise<void> {
	mkdirSync(RESULTS, { recursive: true });
	const programs: N8nProgram[] = [];
	for (const version of N8N_VERSIONS) programs.push(await ensureN8n(version, say));
	const runs: VersionRun[] = [];
	for (const program of programs) runs.push(await runSuite(program));
	const bad = runs.filter(({ good }) => !good).map(({ n8n }) => n8n);
	if (bad.length === 0) return writePage(runs);
	say(`\nTests failed with n8n ${bad.join(' and ')}; docs/compatibility.md keeps its table.`);
	process.exitCode = 1;
}

void main();
