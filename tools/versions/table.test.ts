/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the page of the table and the folder of the end-to-end tests */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { N8N_VERSIONS } from '../../local/n8n/versions';
import {
	COVERS,
	type JestResults,
	readResults,
	renderTable,
	type VersionRun,
	withTable,
} from './table';

const ROOT = join(__dirname, '..', '..');
const page = readFileSync(join(ROOT, 'docs', 'compatibility.md'), 'utf8');

const file = (name: string, ...statuses: string[]) => ({
	name,
	assertionResults: statuses.map((status) => ({ status })),
});

const results: JestResults = {
	success: true,
	testResults: [
		file('/any/where/test/e2e/examples.test.ts', 'passed', 'passed', 'pending'),
		file('C:\\any\\where\\mainJob.test.ts', 'passed'),
		file('/any/where/test/e2e/start.test.ts', 'pending', 'pending'),
	],
};

describe('the results of a run', () => {
	it('count what passed, and leave out what was skipped', () => {
		expect(readResults('2.8.4', '20.20.2', results)).toEqual({
			n8n: '2.8.4',
			node: '20.20.2',
			good: true,
			passed: { 'examples.test.ts': 2, 'mainJob.test.ts': 1 },
		});
	});

	it.each([
		['a test failed', { ...results, success: false }],
		['no test ran', { success: true, testResults: [] }],
	])('are not good when %s', (_what, given) => {
		expect(readResults('2.8.4', '20.20.2', given).good).toBe(false);
	});
});

describe('the table', () => {
	const runs: VersionRun[] = [
		{ n8n: '2.8.4', node: '20.20.2', good: true, passed: { 'storm.test.ts': 1 } },
		readResults('2.41.1', '24.21.0', results),
	];

	it('has a row for each run, with files in a fixed order', () => {
		const [head, line, older, newest] = renderTable(runs).split('\n');
		expect(head).toBe('| n8n | Node.js | Tests passed | What they cover |');
		expect(line).toBe('|---|---|---|---|');
		expect(older).toBe(`| 2.8.4 | 20.20.2 | 1 | ${COVERS['storm.test.ts']} (1) |`);
		const covers = `${COVERS['mainJob.test.ts']} (1); ${COVERS['examples.test.ts']} (2)`;
		expect(newest).toBe(`| 2.41.1 | 24.21.0 | 3 | ${covers} |`);
	});

	it('knows what each file of end-to-end tests is about', () => {
		const files = readdirSync(join(ROOT, 'test', 'e2e')).filter((name) => /\.test\.ts$/.test(name));
		expect(Object.keys(COVERS).sort()).toEqual(files.sort());
	});

	it('does not pass over tests that nobody has described', () => {
		const passed = { 'other.test.ts': 1 };
		expect(() => renderTable([{ n8n: '2.8.4', node: '20.20.2', good: true, passed }])).toThrow(
			/lacks other\.test\.ts/,
		);
	});
});

describe('docs/compatibility.md', () => {
	it('gets the table between its marks, and nothing else changes', () => {
		const once = withTable(page, '| new |');
		expect(once).toContain('-->\n\n| new |\n\n<!--');
		expect(withTable(once, '| newer |')).toBe(once.replace('| new |', '| newer |'));
		const [before] = once.split('<!-- npm run test:versions');
		const [, after] = once.split('<!-- up to here -->');
		expect(page.startsWith(String(before))).toBe(true);
		expect(page.endsWith(String(after))).toBe(true);
	});

	it('is refused without its marks', () => {
		expect(() => withTable('# A title\n', '| new |')).toThrow(/lacks/);
	});

	it('names the versions that are tested', () => {
		for (const version of N8N_VERSIONS) expect(page).toContain(`\n| ${version} | `);
	});
});
