/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import { type Case, casesOf } from './cases';
import { type Contender, HTTP_REQUEST, OUR_NODE } from './contenders';
import { type BenchLab, openBenchLab, PROFILE } from './lab';
import { HELP, type Options, readOptions } from './options';
import { plot } from './plot';
import { sharesOf } from './profile';
import { limitConditions, profileTable, table, targetTable, throughputConditions } from './report';
import type { CaseResult } from './results';
import { measureStartUp, type StartUp, startUpTable } from './startup';
import { judge } from './targets';
import { takeTurn, type Turn } from './turn';

const DOCS = join(__dirname, '..', '..', 'docs', 'benchmark');

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Turn by turn, and within a turn contender by contender; who begins changes each time. */
async function run(lab: BenchLab, entry: Case, turns: number): Promise<CaseResult> {
	const taken = entry.contenders.map((contender) => ({ contender, turns: [] as Turn[] }));
	for (let turn = 0; turn < turns; turn++) {
		for (let place = 0; place < taken.length; place++) {
			const { contender, turns: done } = taken[(turn + place) % taken.length] as (typeof taken)[0];
			const ended = await withLab(lab, entry, contender, async (itsLab) => {
				return await takeTurn(itsLab, { ...entry, contender });
			});
			say(
				`${entry.part} ${entry.job} ${entry.items} items ${entry.settings.latencyMs} ms, turn ${turn + 1} of ${turns}, ${contender.name}: ${(ended.ms / 1000).toFixed(2)} s, ${ended.failed} failed${ended.firstFailure ? ` (${ended.firstFailure})` : ''}`,
			);
			done.push(ended);
		}
	}
	return { ...entry, results: taken };
}

async function withLab<T>(
	shared: BenchLab,
	{ inFreshN8n }: Case,
	contender: Contender,
	act: (lab: BenchLab) => Promise<T>,
): Promise<T> {
	if (!inFreshN8n) return await act(shared);
	const own = await openBenchLab([contender]);
	try {
		return await act(own);
	} finally {
		await own.close();
	}
}

async function profiles(lab: BenchLab): Promise<string> {
	const tables: string[] = [];
	for (const job of ['create', 'update'] as const) {
		for (const contender of [OUR_NODE, HTTP_REQUEST]) {
			say(`profile of ${contender.name}, ${job}`);
			const settings = { latencyMs: 50, rateLimit: null };
			await takeTurn(lab, { job, contender, items: 1_000, settings, isProfiled: true });
			tables.push(profileTable(job, contender, sharesOf(PROFILE)));
		}
	}
	return tables.join('\n\n');
}

async function bench(options: Options): Promise<boolean> {
	const cases = casesOf(options).filter(({ part }) => options.parts.includes(part));
	const lab = await openBenchLab();
	const done: CaseResult[] = [];
	let profile = '';
	try {
		for (const entry of cases) done.push(await run(lab, entry, options.turns));
		if (options.parts.includes('profile')) profile = await profiles(lab);
	} finally {
		await lab.close();
	}
	const startUp = options.parts.includes('startup')
		? await measureStartUp(options.turns, say)
		: undefined;
	return await report(options, lab.version, done, profile, startUp);
}

async function report(
	{ turns, write }: Options,
	version: string,
	done: CaseResult[],
	profile: string,
	startUp?: StartUp,
): Promise<boolean> {
	const of = (part: Case['part']) => done.filter((entry) => entry.part === part);
	const targets = judge(done, startUp);
	const machine = `n8n ${version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 1e9)} GB; ${turns} turns each`;
	const sections: Array<[title: string, text: string]> = [
		['Targets', targets.length > 0 ? targetTable(targets) : ''],
		['Throughput', table(of('throughput'), throughputConditions)],
		['Memory, each turn in an n8n of its own', table(of('memory'), throughputConditions)],
		['Against a rate limit', table(of('limit'), limitConditions)],
		['With an access token that has ended', table(of('token'), throughputConditions)],
		['Where the time goes', profile],
		['Start-up', startUp ? startUpTable(startUp) : ''],
	];
	const text = sections
		.filter(([, content]) => content !== '')
		.map(([title, content]) => `## ${title}\n\n${content}\n`)
		.join('\n');
	process.stdout.write(`${machine}\n\n${text}`);
	if (write) {
		mkdirSync(DOCS, { recursive: true });
		writeFileSync(
			join(DOCS, 'results.md'),
			`# Results\n\nWritten by \`npm run bench -- --write\`. ${machine}.\n\n${text}`,
		);
		const measured = of('throughput');
		if (measured.length > 0) writeFileSync(join(DOCS, 'throughput.svg'), await plot(measured));
		writeFileSync(
			join(DOCS, 'results.json'),
			`${JSON.stringify({ machine, done, startUp }, null, '\t')}\n`,
		);
	}
	return targets.every(({ isMet }) => isMet);
}

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(HELP);
		return 0;
	}
	return (await bench(options)) ? 0 : 1;
}

main().then(
	(code) => process.exit(code),
	(error: Error) => {
		say(`${error.message}\nTry --help.`);
		process.exit(1);
	},
);
