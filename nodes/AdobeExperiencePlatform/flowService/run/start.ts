import type { ApiClient } from '../../transport/apiClient';
import { createOnce, type Creation } from '../../transport/entity/create';
import { byProperty } from '../../transport/entity/filters';
import { getEntity } from '../../transport/entity/read';
import { asFailure, Failure } from '../../transport/errors/failure';
import { DATAFLOW, type Dataflow } from '../dataflow';
import { RUN, type RawRun } from './entities';
import { flatRun } from './flatRun';
import { createdAt, runsOf } from './read';

/** Earlier than any file in a bucket, and no zero, which might be taken for "none". Epoch seconds. */
const LONG_AGO = Date.parse('2000-01-01T00:00:00Z') / 1000;
/** So many of a dataflow's newest runs are looked at for one of one's own, and for the last good one. */
const RECENT = 20;

/**
 * Starts a run now: `POST /runs` (contract.md (g)). It takes the files that were changed since the last
 * run that went well, up to now; all, where none has.
 * @returns the ID of the run
 * @throws Failure for a dataflow that is not scheduled once, with what to do
 */
export async function startRun(client: ApiClient, dataflowId: string): Promise<string> {
	const flow = await getEntity<Dataflow>(client, DATAFLOW, dataflowId);
	refuseSchedule(flow);
	const since = await lastGoodWindow(client, dataflowId);
	const now = () => Math.floor(client.run.clock.now(client.run.timer.now()) / 1000);
	const { id } = await createOnce(client, {
		...runCreation(client, dataflowId),
		body: () => ({
			flowId: dataflowId,
			params: { startTime: now(), windowStartTime: since, windowEndTime: now() },
		}),
	});
	return id;
}

/** Adobe starts runs by API only for dataflows that are scheduled once (1386-400, contract.md (g)). */
function refuseSchedule({ scheduleParams, name, id, state }: Dataflow): void {
	const frequency = String(scheduleParams?.frequency ?? 'once').toLowerCase();
	if (frequency !== 'once') {
		throw new Failure(
			`The dataflow "${name ?? id}" runs by its schedule (every ${String(scheduleParams?.interval ?? 1)} ${frequency}s)`,
			'Adobe starts runs on demand only for dataflows with the schedule Once. Wait for its next run with Wait Until Finished, run a failed one again with Retry, or create a second dataflow with the schedule Once.',
		);
	}
	if (state === 'disabled') {
		throw new Failure(
			`The dataflow "${name ?? id}" is disabled`,
			'Enable it first with Dataflow > Enable.',
		);
	}
}

async function lastGoodWindow(client: ApiClient, dataflowId: string): Promise<number> {
	for (const run of await recentRuns(client, dataflowId)) {
		const { status, startedAt } = flatRun(run);
		if (startedAt && (status === 'success' || status === 'partialSuccess')) {
			return Math.floor(Date.parse(startedAt) / 1000);
		}
	}
	return LONG_AGO;
}

async function recentRuns(client: ApiClient, dataflowId: string): Promise<RawRun[]> {
	const filter = byProperty('flowId', dataflowId);
	const found: RawRun[] = [];
	for await (const run of runsOf(client, filter ? [filter] : [], RECENT)) {
		if (run.flowId === dataflowId) found.push(run);
		if (found.length >= RECENT) break;
	}
	return found;
}

/** A run has no name: where the answer is lost, it is a new one of the dataflow. */
function runCreation(client: ApiClient, dataflowId: string): Creation<RawRun> {
	return {
		kind: RUN,
		name: `of the dataflow ${dataflowId}`,
		find: async () =>
			(await recentRuns(client, dataflowId)).map((run) => ({
				...run,
				createdAt: createdAt(run),
			})),
		looksLike: () => true,
		claim: async ({ id, etag }) => ({ id, etag }),
	};
}

/** The word for a retry in Adobe's newest page, and in its API description (contract.md, retry). */
const RETRY_WORDS = ['re-trigger', 'RE_TRIGGER'] as const;
/** Refusals of a word that the service does not know. */
const UNKNOWN_WORD = /(1398|1401|1434)-400$/;

/**
 * Runs a failed run again: `POST /runs/{id}/action?op=re-trigger`. Adobe makes a new run for it, which
 * takes the files of the same time window.
 * @returns the ID of the new run
 */
export async function retryRun(client: ApiClient, id: string): Promise<string> {
	const { flowId = '' } = await getEntity<RawRun>(client, RUN, id);
	const [word, older] = RETRY_WORDS;
	const created = await retryWith(client, id, flowId, word).catch(asFailure);
	if (!(created instanceof Failure)) return created;
	if (!UNKNOWN_WORD.test(created.code ?? '')) throw created;
	return await retryWith(client, id, flowId, older);
}

async function retryWith(
	client: ApiClient,
	id: string,
	flowId: string,
	op: string,
): Promise<string> {
	const created = await createOnce(client, {
		...runCreation(client, flowId),
		request: { path: `${RUN.path}/${encodeURIComponent(id)}/action`, query: [['op', op]] },
	});
	return created.id;
}
