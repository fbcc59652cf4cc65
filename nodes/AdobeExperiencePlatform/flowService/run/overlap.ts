import type { ApiClient } from '../../transport/apiClient';
import { asFailure, Failure } from '../../transport/errors/failure';
import type { Dataflow } from '../dataflow';
import type { RawRun } from './entities';
import { createdAt, statusOf } from './flatRun';
import { overlaps, type Interval } from './intervals';
import { recentRuns } from './runCreation';
import { recallRun } from './startedRuns';
import { windowOf } from './window';
import type { DataflowWindows } from './windows';

/**
 * Looks again after a start: between workers nothing can be locked, and one of them may have started a run in the same
 * moment. It can only be reported.
 */
export async function warnOfOverlap(
	client: ApiClient,
	flow: Dataflow,
	before: DataflowWindows,
	{ id, window }: { id: string; window?: Interval },
): Promise<void> {
	const known = new Set([id, ...before.runs.map((run) => run.id)]);
	const runs = await recentRuns(client, flow.id).catch(asFailure);
	if (runs instanceof Failure) return;
	const others = runs.filter(
		(run) => !known.has(run.id) && statusOf(run) !== 'failed' && mayOverlap(client, run, window),
	);
	const [other] = others;
	if (!other) return;
	client.run.warnings.add(
		`Two runs of the dataflow "${flow.name ?? flow.id}" were started at the same time: ${id} and ${other.id} (${new Date(createdAt(other)).toISOString()}). Files changed${window ? ` between ${iso(window.start)} and ${iso(window.end)}` : ''} may be ingested twice.`,
	);
}

function mayOverlap(client: ApiClient, run: RawRun, window: Interval | undefined): boolean {
	const { start, end } = windowOf(run);
	const other = start !== null && end !== null ? { start, end } : recallRun(client, run.id)?.window;
	return !window || !other || overlaps(window, other);
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
