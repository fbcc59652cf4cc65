import type { FlatRun } from '../flowService/run';

/** What the trigger can start for. */
export type RunEvent = 'failed' | 'keysRefused' | 'partialSuccess' | 'success';

export const RUN_EVENTS: readonly RunEvent[] = [
	'failed',
	'keysRefused',
	'partialSuccess',
	'success',
];

/** The event that a finished run is to somebody who asked for these; the more exact one first. */
export function eventOf(
	{ status, keysRefused }: Pick<FlatRun, 'status' | 'keysRefused'>,
	asked: readonly RunEvent[],
): RunEvent | undefined {
	const fits = (event: RunEvent) =>
		event === 'keysRefused' ? keysRefused : (event as string) === status;
	return (['keysRefused', 'failed', 'partialSuccess', 'success'] as const).find(
		(event) => asked.includes(event) && fits(event),
	);
}
