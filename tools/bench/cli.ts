/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import '../../test/support/typescriptFirst';
import { cpus, totalmem } from 'node:os';

import { type Case, casesOf } from './cases';
import { type Contender, HTTP_REQUEST, OUR_NODE } from './contenders';
import { type BenchLab, openBenchLab, PROFILE } from './lab';
import { HELP, type Options, readOptions } from './options';
import { type Measured, resultsText, writeResults } from './pages';
import { sharesOf } from './profile';
import { profileTable } from './report';
import type { CaseResult } from './results';
import { measureStartUp } from './startup';
import { judge } from './targets';
import { measureTrigger } from './trigger';
import { takeTurn, type Turn } from './turn';

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
	const measured: Measured = {
		machine: machineOf(lab.version),
		cases: [],
		profile: '',
		watched: [],
	};
	// Written after each case: what took half an hour is not lost when something breaks later on.
	const write = async () => {
		if (options.write) await writeResults(measured);
	};
	try {
		for (const entry of cases) {
			measured.cases.push(await run(lab, entry, options.turns));
			await write();
		}
		if (options.parts.includes('trigger')) measured.watched = await measureTrigger(lab, say);
		if (options.parts.includes('profile')) measured.profile = await profiles(lab);
	} finally {
		await lab.close();
	}
	if (options.parts.includes('startup')) {
		measured.startUp = await measureStartUp(options.turns, say);
	}
	await write();
	process.stdout.write(resultsText(measured));
	return judge(measured).every(({ isMet }) => isMet);
}

function machineOf(version: string): string {
	const [{ model } = { model: 'unknown' }] = cpus();
	return `n8n ${version} on ${cpus().length} cores (${model.trim()}) with ${Math.round(totalmem() / 1e9)} GB`;
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
