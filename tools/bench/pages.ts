/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Case } from './cases';
import { plot } from './plot';
import { limitConditions, markdown, table, targetTable, throughputConditions } from './report';
import type { CaseResult } from './results';
import { type StartUp, startUpTable } from './startup';
import { judge } from './targets';
import { type Watched, watchedRows } from './trigger';

const DOCS = join(__dirname, '..', '..', 'docs', 'benchmark');
const STORE = join(DOCS, 'results.json');

/** All that a run measured; a part that did not run is empty. */
export interface Measured {
	machine: string;
	cases: CaseResult[];
	/** tables of the profiled turns */
	profile: string;
	startUp?: StartUp;
	watched: Watched[];
}

/** The tables for people, as Markdown. */
export function resultsText({ machine, cases, profile, startUp, watched }: Measured): string {
	const of = (part: Case['part']) => cases.filter((entry) => entry.part === part);
	const targets = judge({ cases, startUp, watched });
	const sections: Array<[title: string, text: string]> = [
		['Targets', targets.length > 0 ? targetTable(targets) : ''],
		['Throughput', table(of('throughput'), throughputConditions)],
		['Batching of the HTTP Request node', table(of('tuning'), throughputConditions)],
		['Memory, each turn in an n8n of its own', table(of('memory'), throughputConditions)],
		['Against a rate limit', table(of('limit'), limitConditions)],
		['With an access token that has ended', table(of('token'), throughputConditions)],
		[
			'Dataflows into one dataset, each turn in an n8n of its own',
			table(of('dataflow'), throughputConditions),
		],
		['Lists of runs, each turn in an n8n of its own', table(of('runs'), throughputConditions)],
		[
			'Hearing of failed runs, 50 dataflows',
			watched.length > 0 ? markdown(watchedRows(watched)) : '',
		],
		['Where the time goes', profile],
		['Start-up', startUp ? startUpTable(startUp) : ''],
	];
	const text = sections
		.filter(([, content]) => content !== '')
		.map(([title, content]) => `## ${title}\n\n${content}\n`)
		.join('\n');
	return `${machine}\n\n${text}`;
}

/** Puts the results into docs/benchmark, beside those of earlier runs that this one did not measure again. */
export async function writeResults(measured: Measured): Promise<void> {
	mkdirSync(DOCS, { recursive: true });
	const stored = existsSync(STORE)
		? (JSON.parse(readFileSync(STORE, 'utf8')) as Measured)
		: undefined;
	// Results of two machines do not belong beside each other.
	const earlier = stored?.machine === measured.machine ? stored : undefined;
	const isNew = (old: CaseResult) => !measured.cases.some((entry) => keyOf(entry) === keyOf(old));
	const cases = [...(earlier?.cases.filter(isNew) ?? []), ...measured.cases].sort(byConditions);
	const all: Measured = {
		machine: measured.machine,
		cases,
		profile: measured.profile || (earlier?.profile ?? ''),
		startUp: measured.startUp ?? earlier?.startUp,
		watched: measured.watched.length > 0 ? measured.watched : (earlier?.watched ?? []),
	};
	writeFileSync(STORE, `${JSON.stringify(all)}\n`);
	const text = resultsText(all);
	writeFileSync(
		join(DOCS, 'results.md'),
		`# Results\n\nWritten by \`npm run bench -- --write\`. Measured with ${text}`,
	);
	const throughput = cases.filter(({ part }) => part === 'throughput');
	if (throughput.length > 0) writeFileSync(join(DOCS, 'throughput.svg'), await plot(throughput));
}

function keyOf({ part, job, items, settings }: CaseResult): string {
	return JSON.stringify([part, job, items, settings.latencyMs]);
}

function byConditions(a: CaseResult, b: CaseResult): number {
	return a.settings.latencyMs - b.settings.latencyMs || a.items - b.items;
}
