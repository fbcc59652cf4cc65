import type { Dataset } from '../../dataset/dataset';
import type { Schedule } from '../schedule';
import { runsPerDay } from './planned';

/** Adobe's advice for Real-Time Customer Profile (contract.md, limits of ingestion). */
export const MOST_RUNS_A_DAY = 90;

/** @param planned runs a day of all enabled dataflows that were looked at, or of one */
export function sandboxHint(planned: number): string {
	return `${rounded(planned)} runs a day are planned. Adobe advises at most ${MOST_RUNS_A_DAY} batches a day in a sandbox for datasets of Real-Time Customer Profile. Choose longer intervals, or ingest several files in one run.`;
}

/** @param planned runs a day into one dataset that is enabled for Profile */
export function profileHint(dataset: string, planned: number): string {
	return `${rounded(planned)} runs a day are planned into the dataset "${dataset}", which is enabled for Real-Time Customer Profile. Adobe advises one batch a day for each of these. Choose a longer interval if the data may come later.`;
}

/** What is to be said of a schedule before anything is written. */
export function scheduleHints(
	schedule: Schedule,
	{ name, isProfileEnabled }: Pick<Dataset, 'name' | 'isProfileEnabled'>,
): string[] {
	const planned = runsPerDay(schedule);
	return [
		...(planned > MOST_RUNS_A_DAY ? [sandboxHint(planned)] : []),
		...(isProfileEnabled && planned > 1 ? [profileHint(name, planned)] : []),
	];
}

function rounded(count: number): string {
	return Number(count.toFixed(1)).toLocaleString('en-US');
}
