import { cut } from '../adobe/errors/failure';
import type { RunCause } from './cause';
import type { FlatRun } from './run';

const CAUSES: Record<RunCause, string> = {
	credentials: 'The keys have expired, or the source refuses them',
	network: 'The source could not be reached',
	path: 'The file or folder was not found, or may not be read',
	file: 'A file could not be read',
	records: 'Records do not fit the dataset',
	limit: 'A limit of Adobe was reached',
	unknown: 'The run failed',
};

const LONGEST_DETAIL = 160;

/** How a run stands, and why, in one sentence: the columns beside it have counts and dates. */
export function reasonOf(run: Omit<FlatRun, 'id' | 'dataflowId'>): string {
	const { status, cause, recordsRead, recordsWritten, recordsFailed } = run;
	switch (status) {
		case 'queued':
			return 'The run has not started yet';
		case 'inProgress':
			return 'The run is in progress';
		case 'failed':
			return withDetail(CAUSES[cause ?? 'unknown'], run);
		case 'partialSuccess': {
			const all = recordsRead === null ? '' : ` of ${recordsRead}`;
			return withDetail(`${recordsFailed ?? 'Some'}${all} records were not ingested`, run);
		}
		default:
			if (isEmpty(run)) return 'There were no new or changed files';
			if (recordsWritten === null) return 'The run succeeded';
			return recordsWritten < (recordsRead ?? 0)
				? `${recordsWritten} of ${recordsRead} records were ingested`
				: 'All records were ingested';
	}
}

/** Whether a run found no files. Without files the newest form of a run counts none at all. */
export function isEmpty({ files, recordsRead }: Pick<FlatRun, 'files' | 'recordsRead'>): boolean {
	return files === 0 || (files === null && recordsRead === 0);
}

/** Adobe's first sentence on it. */
function withDetail(what: string, { errors: [first] }: Pick<FlatRun, 'errors'>): string {
	const [sentence = ''] = (first?.message ?? '').trim().split(/(?<=[.!?])\s|[\r\n]/, 1);
	const detail = cut(sentence.replace(/[.:;,\s]+$/, ''), LONGEST_DETAIL);
	return detail === '' ? what : `${what}: ${detail}`;
}
