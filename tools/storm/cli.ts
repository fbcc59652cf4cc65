/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a command for developers, never part of the published package */
import '../../test/support/typescriptFirst';
import { HELP, readOptions, type Options } from './options';
import { RATE_CASES, reachWithoutLimit, runAgainstLimit, type RateResult } from './rate';
import { complaints, isBad, rateTable, stormTable, type NamedStorm } from './report';
import { stormOfRuns } from './runs';
import { stormOfSources } from './sources';
import { stormOfCreates, stormOfUpdates, type StormOptions, type StormResult } from './storm';
import { stormOfDataflows, stormOfKilledDataflows } from './dataflows';
import { stormOfKilledUploads, stormOfUploads } from './uploads';
import { inOneProcess, inTwoProcesses, stormOfUpserts } from './upserts';

const STORMS: Record<string, (options: StormOptions) => Promise<StormResult>> = {
	creates: stormOfCreates,
	updates: stormOfUpdates,
	upserts: async (options) => await stormOfUpserts(options, inOneProcess),
	dataflows: async (options) => await stormOfDataflows({ ...options, items: options.items * 0.3 }),
	killed: async (options) =>
		await stormOfKilledDataflows({ ...options, items: options.items * 0.3 }),
	runs: async (options) => await stormOfRuns({ ...options, items: options.items * 0.3 }),
	uploads: async (options) => await stormOfUploads({ ...options, items: options.items * 0.2 }),
	killedUploads: async (options) =>
		await stormOfKilledUploads({ ...options, items: options.items * 0.2 }),
	sources: stormOfSources,
	upserts2: async (options) => await stormOfUpserts(options, inTwoProcesses),
};

/** What Node.js complains of in passing, for instance listeners that pile up. */
const warnings: string[] = [];
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));

async function storms(options: Options): Promise<boolean> {
	const ended: NamedStorm[] = [];
	for (const [storm, run] of Object.entries(STORMS)) {
		if (!options.parts.some((part) => part === storm)) continue;
		for (const seed of options.seeds) {
			process.stderr.write(`${options.items} ${storm}, seed ${seed} …\n`);
			ended.push({ storm, seed, ...(await run({ ...options, seed })) });
		}
	}
	if (ended.length === 0) return true;
	const failed = sum(ended.map(({ failedWrites }) => failedWrites));
	const applied = sum(ended.map(({ appliedAllTheSame }) => appliedAllTheSame));
	say(stormTable(ended));
	say(`Of ${failed} writes that failed for the node, the service had carried out ${applied}.`);
	const bad = ended.filter(isBad);
	for (const storm of bad) say(complaints(storm));
	return bad.length === 0;
}

/** Cases that differ in the length alone run one after another, those of one length side by side. */
async function rates(): Promise<boolean> {
	const reach = await reachWithoutLimit();
	const results: RateResult[] = [];
	for (const isFast of [true, false]) {
		for (const items of [200, 1_000]) {
			const cases = RATE_CASES.filter(
				(rateCase) => rateCase.items === items && rateCase.perSecond >= 50 === isFast,
			);
			process.stderr.write(`${items} items against ${cases[0]?.perSecond} requests a second …\n`);
			results.push(...(await Promise.all(cases.map(runAgainstLimit))));
		}
	}
	say(rateTable(results, reach));
	say(`Without a limit, five items at once reach ${Math.round(reach)} requests a second here.`);
	return results.every(({ failed }) => failed === 0);
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

function say(text: string): void {
	process.stdout.write(`\n${text}\n`);
}

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const areGood = await storms(options);
	const areRatesGood = !options.parts.includes('rate') || (await rates());
	for (const warning of warnings) say(warning);
	return areGood && areRatesGood ? 0 : 1;
}

// n8n-core keeps timers of its own alive, hence the exit.
main().then(
	(code) => process.exit(code),
	(error: Error) => {
		process.stderr.write(`${error.message}\nTry --help.\n`);
		process.exit(1);
	},
);
