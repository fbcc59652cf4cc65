import { flatRun, isCauseOpen, type FlatRun, type RawRun } from '../flowService/run';

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

/** Whether a finished run may be one of these events, before the source is asked why it failed. */
export function mayBe(run: RawRun, asked: readonly RunEvent[]): boolean {
	const { status, cause } = flatRun(run);
	const mayBeRefused = cause === 'credentials' || (status === 'failed' && isCauseOpen(run));
	return asked.some((event) => (event === 'keysRefused' ? mayBeRefused : event === status));
}
