import type { Contender, Job } from './contenders';
import { type CaseResult, summaryOf } from './results';
import type { Target } from './targets';

const JOB_NAMES: Record<Job, string> = {
	create: 'Create',
	update: 'Update the keys',
	updateWithEtag: 'Update the keys, etag given',
	dataflow: 'Create dataflows',
	listRuns: 'List runs',
};

const HEAD = [
	'job',
	'contender',
	'turns',
	'median',
	'least to most',
	'items/s',
	'CPU/item',
	'requests/item',
	'IMS requests',
	'peak memory',
	'failed',
];

/** The cases of one part, a row a contender; `conditions` says under which ones a case ran. */
export function table(
	cases: readonly CaseResult[],
	conditions: (entry: CaseResult) => string,
): string {
	if (cases.length === 0) return '';
	const rows = cases.flatMap((entry) =>
		entry.results.map((result) => {
			const summary = summaryOf(result);
			const [least, most] = summary.spread;
			return [
				`${JOB_NAMES[entry.job]}, ${conditions(entry)}`,
				result.contender.name,
				String(result.turns.length),
				`${seconds(summary.seconds)} s`,
				`${seconds(least)} to ${seconds(most)}`,
				summary.itemsPerSecond.toFixed(0),
				`${summary.cpuPerItem.toFixed(2)} ms`,
				summary.requestsPerItem.toFixed(2),
				String(summary.imsRequests),
				Number.isNaN(summary.peakMemory) ? '–' : `${summary.peakMemory.toFixed(0)} MB`,
				failures(summary.failed, summary.wrongTurns),
			];
		}),
	);
	return markdown([HEAD, ...rows]);
}

export function throughputConditions({ items, settings }: CaseResult): string {
	return `${items.toLocaleString('en')} items, ${settings.latencyMs} ms`;
}

export function limitConditions({ items, settings }: CaseResult): string {
	return `${items} items, ${settings.rateLimit?.perSecond} requests a second`;
}

/** Who spent the time of one profiled turn. */
export function profileTable(
	job: Job,
	{ name }: Contender,
	shares: ReadonlyArray<{ who: string; ms: number; share: number }>,
): string {
	const rows = shares.map(({ who, ms, share }) => [
		who,
		`${ms.toFixed(0)} ms`,
		`${(share * 100).toFixed(1)} %`,
	]);
	return markdown([[`${JOB_NAMES[job]}, ${name}`, 'time', 'share'], ...rows]);
}

function failures(failed: number, wrongTurns: number): string {
	if (wrongTurns === 0) return String(failed);
	return `${failed}; ${wrongTurns} turns left the service incomplete`;
}

/** The targets, met or not. */
export function targetTable(targets: readonly Target[]): string {
	const rows = targets.map(({ what, wanted, seen, isMet }) => [
		what,
		wanted,
		seen,
		isMet ? 'yes' : '**no**',
	]);
	return markdown([['target', 'wanted', 'seen', 'met'], ...rows]);
}

/** A table; the first row is its head. */
export function markdown([head = [], ...rows]: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

function seconds(value: number): string {
	return value < 10 ? value.toFixed(2) : value.toFixed(1);
}
