import type { Case } from './cases';
import type { Contender } from './contenders';
import { median, spread } from './statistics';
import type { Turn } from './turn';

/** All turns of one contender in one case. */
export interface Result {
	contender: Contender;
	turns: Turn[];
}

/** A case with what came out, contender by contender. */
export interface CaseResult extends Case {
	results: Result[];
}

/** What the tables show of a contender's turns; medians, where not said otherwise. */
export interface Summary {
	seconds: number;
	/** smallest and largest seconds */
	spread: [number, number];
	itemsPerSecond: number;
	/** milliseconds that n8n computed for an item */
	cpuPerItem: number;
	requestsPerItem: number;
	/** the most of all turns */
	imsRequests: number;
	/** MB; NaN where the system does not tell */
	peakMemory: number;
	/** of all turns together */
	failed: number;
	/** how many turns left the service with something else than was asked for */
	wrongTurns: number;
}

export function summaryOf({ turns }: Result): Summary {
	const seconds = turns.map(({ ms }) => ms / 1000);
	const [first] = turns as [Turn];
	return {
		seconds: median(seconds),
		spread: spread(seconds),
		itemsPerSecond: first.items / median(seconds),
		cpuPerItem: median(turns.map(({ cpuMs, items }) => cpuMs / items)),
		requestsPerItem: median(turns.map(({ requests, items }) => requests / items)),
		imsRequests: Math.max(...turns.map(({ imsRequests }) => imsRequests)),
		peakMemory: median(turns.map(({ peakMemory = NaN }) => peakMemory)),
		failed: turns.reduce((sum, { failed }) => sum + failed, 0),
		wrongTurns: turns.filter(({ isRight }) => !isRight).length,
	};
}

/** The summary of one contender in one case; undefined where it did not take part. */
export function find(
	cases: readonly CaseResult[],
	wanted: Partial<Pick<Case, 'part' | 'job' | 'items'>> & { latencyMs?: number },
	contender: Contender,
): Summary | undefined {
	const { latencyMs, ...rest } = wanted;
	const found = cases.find(
		(entry) =>
			(latencyMs === undefined || entry.settings.latencyMs === latencyMs) &&
			Object.entries(rest).every(([name, value]) => entry[name as keyof Case] === value),
	);
	const result = found?.results.find((entry) => entry.contender.name === contender.name);
	return result && summaryOf(result);
}
