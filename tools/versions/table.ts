/** What a run of the end-to-end tests against one n8n came to. */
export interface VersionRun {
	n8n: string;
	node: string;
	/** whether no test failed, and no file of tests broke */
	good: boolean;
	/** tests passed, by file name */
	passed: Record<string, number>;
}

/** Of jest's JSON, what the table needs. */
export interface JestResults {
	success: boolean;
	testResults: Array<{ name: string; assertionResults: Array<{ status: string }> }>;
}

/** What the tests of a file are about, in the words of the table and in its order. */
export const COVERS: Readonly<Record<string, string>> = {
	'mainJob.test.ts': 'creating, refreshing, failing, and no secret left behind',
	'examples.test.ts': 'the example workflows',
	'savedWorkflows.test.ts': 'workflows saved with version 1.0.0',
	'sources.test.ts': 'other sources',
	'dataset.test.ts': 'a form, a sheet of 10,000 rows and a file of 300 MB into a dataset',
	'healing.test.ts': 'a dataflow that heals itself, and the report',
	'watching.test.ts': 'incidents, the health report and events of Adobe',
	'trigger.test.ts': 'the trigger, with the old and the durable scheduler',
	'editor.test.ts': 'credential tests, a run from the editor, and an edit amid a run',
	'storm.test.ts': 'a fault storm with 1,000 items',
	'start.test.ts': '`npm start`, which always runs the newest',
};

const BEGIN = '<!-- npm run test:versions writes what follows -->';
const END = '<!-- up to here -->';

/** Counts what passed. A file without a passed test, skipped for instance, is left out. */
export function readResults(
	n8n: string,
	node: string,
	{ success, testResults }: JestResults,
): VersionRun {
	const counts = testResults.map(({ name, assertionResults }) => {
		const count = assertionResults.filter(({ status }) => status === 'passed').length;
		return [name.split(/[\\/]/).pop() ?? name, count] as const;
	});
	const passed = Object.fromEntries(counts.filter(([, count]) => count > 0));
	return { n8n, node, good: success && counts.length > 0, passed };
}

/**
 * The table of docs/compatibility.md: facts that change only when versions or tests change.
 * @throws Error where nobody has said yet what the tests of a file are about
 */
export function renderTable(runs: VersionRun[]): string {
	const rows = runs.map(({ n8n, node, passed }) => {
		const unknown = Object.keys(passed).filter((file) => !(file in COVERS));
		if (unknown.length > 0) throw new Error(`COVERS in table.ts lacks ${unknown.join(', ')}.`);
		const covers = Object.entries(COVERS)
			.filter(([file]) => passed[file])
			.map(([file, text]) => `${text} (${passed[file]})`);
		const total = Object.values(passed).reduce((sum, count) => sum + count, 0);
		return `| ${n8n} | ${node} | ${total} | ${covers.join('; ')} |`;
	});
	return ['| n8n | Node.js | Tests passed | What they cover |', '|---|---|---|---|', ...rows].join(
		'\n',
	);
}

/**
 * The page with the table in its place.
 * @throws Error where the marks of the place are missing
 */
export function withTable(page: string, table: string): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END, begin);
	if (begin < 0 || end < 0) throw new Error(`docs/compatibility.md lacks ${BEGIN} or ${END}.`);
	return `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`;
}
