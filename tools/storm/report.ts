import type { RateResult } from './rate';
import type { StormResult } from './storm';
import { table } from './table';

export interface NamedStorm extends StormResult {
	storm: string;
	seed: number;
}

const RATIO_TARGET = 1.15;

export function stormTable(storms: NamedStorm[]): string {
	return table(
		[
			'Storm',
			'Seed',
			'Faults injected',
			'Calls made',
			'Items asked for',
			'Succeeded',
			'Failed',
			'Entities that exist',
			'Doubled',
			'Orphaned',
			'Updates lost',
			'Secrets found',
			'Seconds',
		],
		storms.map((storm) => [
			storm.storm,
			storm.seed,
			storm.faults,
			storm.calls,
			storm.asked,
			storm.succeeded,
			storm.failed,
			storm.exist,
			storm.doubled,
			storm.orphaned,
			storm.lost,
			storm.secrets,
			Math.round(storm.seconds),
		]),
	);
}

/** @param reach requests a second that a run reaches without a limit; limits above half of it prove nothing */
export function rateTable(results: RateResult[], reach: number): string {
	const judge = ({ ratio, perSecond }: RateResult) => {
		if (perSecond > reach / 2) return ' (machine too slow to tell)';
		return ratio > RATIO_TARGET ? ' (too long)' : '';
	};
	return table(
		[
			'Limit a second',
			'Kind',
			'Retry-After',
			'Items',
			'Seconds',
			'Of the least possible',
			'Calls refused',
			'Failed',
		],
		results.map((result) => [
			result.perSecond,
			result.kind,
			result.retryAfter ?? 'seconds',
			result.items,
			result.seconds.toFixed(1),
			`${result.ratio.toFixed(2)}${judge(result)}`,
			result.refused,
			result.failed,
		]),
	);
}

/** What no storm may end with. */
export function isBad(storm: StormResult): boolean {
	const { failed, doubled, orphaned, lost, secrets } = storm;
	return failed + doubled + orphaned + lost + secrets > 0;
}

/** What went wrong, in words, for the rows that are not all zeros. */
export function complaints({ storm, seed, errors }: NamedStorm): string {
	return [`${storm}, seed ${seed}:`, ...errors.slice(0, 5).map((error) => `  ${error}`)].join('\n');
}
