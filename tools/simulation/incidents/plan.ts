import type { Random } from '../../../local/adobe/random';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Between two runs of a dataflow. */
export const PERIOD = 4 * HOUR;
/** So many hours a dataflow may be without data: two runs may bring nothing, three may not. */
export const EXPECT_HOURS = 10;

/** What becomes of a dataflow for some of its runs. */
export type Phase =
	| { kind: 'healthy' | 'empty' | 'stopped' | 'disabled'; runs: number }
	| { kind: 'failing'; runs: number; cause: Cause };

const CAUSES = ['network', 'path', 'file', 'records', 'keysRefused', 'unknown'] as const;
type Cause = (typeof CAUSES)[number];

/**
 * The course of one dataflow: healthy most of the time. In between it fails, finds nothing, has no runs, or is
 * disabled by a person for a while; one in ten fails until Adobe disables it.
 * @param runs of the whole time
 * @param longOutage runs that fail until Adobe disables the dataflow
 */
export function courseOf(random: Random, index: number, runs: number, longOutage: number): Phase[] {
	const upTo = (most: number) => 1 + Math.floor(random.next() * most);
	const cause = () => CAUSES[Math.floor(random.next() * CAUSES.length)] as Cause;
	const phases: Phase[] = [{ kind: 'healthy', runs: 1 + upTo(4) }];
	let planned = phases[0]?.runs ?? 0;
	const add = (phase: Phase) => {
		phases.push(phase);
		planned += phase.runs;
	};
	if (index % 10 === 0) add({ kind: 'failing', runs: longOutage, cause: cause() });
	while (planned < runs) {
		add({ kind: 'healthy', runs: upTo(16) });
		const draw = random.next();
		if (draw < 0.4) add({ kind: 'failing', runs: upTo(5), cause: cause() });
		else if (draw < 0.6) add({ kind: 'empty', runs: upTo(6) });
		else if (draw < 0.8) add({ kind: 'stopped', runs: upTo(6) });
		else add({ kind: 'disabled', runs: 1 + upTo(5) });
	}
	return phases;
}
