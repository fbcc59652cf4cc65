/** Runs of dataflows as the operations see them: no URL, header or status code. */
export { RUN, type RawRun } from './entities';
export { getFailedRecords } from './failedRecords';
export { flatRun, type FlatRun } from './flatRun';
export {
	createdAt,
	getRun,
	listRuns,
	runsById,
	runsOf,
	runsOfDataflow,
	withDataflows,
	type RunFilters,
	type RunOutput,
} from './read';
export { retryRun } from './retry';
export { startRun } from './start';
export { isFinished, RUN_STATUSES, type RunStatus } from './status';
export { waitForRun, type Waiting } from './wait';
