/** Runs of dataflows as the operations see them: no URL, header or status code. */
export type { RunCause } from './cause';
export { RUN, type RawRun } from './entities';
export { failedRecordsOf, getFailedRecords, type FailedRecords } from './failedRecords';
export { connectionWorks, explainRuns, getRun } from './explain';
export { createdAt, flatRun, isCauseOpen, statusOf, type FlatRun } from './flatRun';
export { isIngestionRun } from './foreign';
export { runPages } from './pages';
export {
	ingestionRuns,
	listRuns,
	runsById,
	runsOf,
	runsOfDataflow,
	withDataflows,
	type RunFilters,
	type RunOutput,
} from './read';
export { retryRun } from './retry';
export { activitiesOf } from './runParts';
export { startRun, type WindowChoice } from './start';
export { isFinished, RUN_STATUSES, type RunStatus } from './status';
export { takeUnfinishedRuns } from './unfinished';
export { waitForRun, type Waiting } from './wait';
