import { asRecord } from '../../transport/json';
import { isIngestion, type Dataflow } from '../dataflow';
import type { RawRun } from './entities';
import { activitiesOf, listOf } from './runParts';

/**
 * Whether a run says by itself that it belongs to a destination or to an internal flow: it has runs
 * before it, counts for each of its targets, or writes to Profile and Identity.
 */
function saysForeign(run: RawRun): boolean {
	if (listOf(run.predecessors).length > 0) return true;
	return [asRecord(run.metrics), ...activitiesOf(run)].some((part) => {
		const { targetSummaries } = asRecord(part.recordSummary);
		return listOf(targetSummaries).length > 0 || /\bUIS\b/.test(String(part.name ?? ''));
	});
}

/**
 * Whether a run belongs to a dataflow that ingests data; see {@link isIngestion}.
 * @param flow undefined if it was deleted
 */
export function isIngestionRun(run: RawRun, flow: Dataflow | undefined): boolean {
	return !saysForeign(run) && (flow === undefined || isIngestion(flow));
}
