import type { ApiClient } from '../../transport/apiClient';
import { createOnce, type Creation } from '../../transport/entity/create';
import { byProperty } from '../../transport/entity/filters';
import { getEntity } from '../../transport/entity/read';
import { asFailure, Failure } from '../../transport/errors/failure';
import { DATAFLOW, type Dataflow } from '../dataflow';
import { RUN, type RawRun } from './entities';
import { flatRun } from './flatRun';
import { createdAt, runsOf } from './read';
import { isFinished } from './status';
import { mayBeSame, windowOf, type RunWindow } from './window';

/** Earlier than any file in a bucket, and no zero, which might be taken for "none". Epoch seconds. */
const LONG_AGO = Date.parse('2000-01-01T00:00:00Z') / 1000;
/** So many of a dataflow's newest runs are looked at for one of one's own. */
const RECENT = 20;
/** A run that has been under way for longer is taken for stuck, and holds nothing up. Milliseconds. */
const STUCK_AFTER = 24 * 60 * 60_000;

/**
 * Starts a run now: `POST /runs` (contract.md (g)). It takes the files that were changed since the end of
 * the latest time window of a run that went well, up to now; all, where none has.
 * @returns the ID of the run
 * @throws Failure for a dataflow that is not scheduled once or that runs already, with what to do
 */
export async function startRun(client: ApiClient, dataflowId: string): Promise<string> {
	const flow = await getEntity<Dataflow>(client, DATAFLOW, dataflowId);
	refuseSchedule(flow);
	const since = await doneUpTo(client, flow);
	// Stores note changes in whole seconds: only a second that is over is complete.
	await client.run.wait(1000 - (nowAt(client) % 1000));
	const lastSecond = () => Math.floor(nowAt(client) / 1000) - 1;
	const ends = new Set<number>();
	const { id } = await createOnce(client, {
		...runCreation(client, dataflowId, (window) =>
			[...ends].some((end) => mayBeSame(window, { start: since * 1000, end: end * 1000 })),
		),
		body: () => {
			const windowEndTime = lastSecond();
			ends.add(windowEndTime);
			return {
				flowId: dataflowId,
				params: { startTime: windowEndTime + 1, windowStartTime: since, windowEndTime },
			};
		},
	});
	return id;
}

/** The service's clock, epoch milliseconds. */
function nowAt({ run }: ApiClient): number {
	return run.clock.now(run.timer.now());
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

/**
 * Up to when files are in, epoch seconds: the latest end of a window of a good run. Not the window of the
 * newest one, which may be a retry for an old one. A window ends before its run is created, so runs
 * created before the latest end found so far have none that is later.
 */
async function doneUpTo(client: ApiClient, { id, name }: Dataflow): Promise<number> {
	let latest: number | undefined;
	for await (const run of runsOfDataflow(client, id)) {
		const created = createdAt(run);
		if (latest !== undefined && created <= latest) break;
		const { status } = flatRun(run);
		if (!isFinished(status) && created > nowAt(client) - STUCK_AFTER) {
			throw new Failure(
				`The dataflow "${name ?? id}" runs already`,
				`Its run ${run.id} is ${status}: another one now would bring the same files in twice. Wait for it with Wait Until Finished, then run it again. Nothing was started.`,
			);
		}
		if (status !== 'success' && status !== 'partialSuccess') continue;
		// Where no window is shown: one of Run Now ends when its run is created.
		latest = Math.max(latest ?? 0, windowOf(run).end ?? created);
	}
	return latest === undefined ? LONG_AGO : Math.floor(latest / 1000);
}

async function* runsOfDataflow(
	client: ApiClient,
	dataflowId: string,
	pageSize?: number,
): AsyncGenerator<RawRun> {
	const filter = byProperty('flowId', dataflowId);
	for await (const run of runsOf(client, filter ? [filter] : [], pageSize)) {
		if (run.flowId === dataflowId) yield run;
	}
}

async function recentRuns(client: ApiClient, dataflowId: string): Promise<RawRun[]> {
	const found: RawRun[] = [];
	for await (const run of runsOfDataflow(client, dataflowId, RECENT)) {
		found.push(run);
		if (found.length >= RECENT) break;
	}
	return found;
}

/** A run has no name: where the answer is lost, it is a new one of the dataflow with the window asked for. */
function runCreation(
	client: ApiClient,
	dataflowId: string,
	isWindow: (window: RunWindow) => boolean,
): Creation<RawRun> {
	return {
		kind: RUN,
		name: `of the dataflow ${dataflowId}`,
		find: async () =>
			(await recentRuns(client, dataflowId)).map((run) => ({
				...run,
				createdAt: createdAt(run),
			})),
		looksLike: (run) => isWindow(windowOf(run)),
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
	const failed = await getEntity<RawRun>(client, RUN, id);
	const [word, older] = RETRY_WORDS;
	const created = await retryWith(client, failed, word).catch(asFailure);
	if (!(created instanceof Failure)) return created;
	if (!UNKNOWN_WORD.test(created.code ?? '')) throw created;
	return await retryWith(client, failed, older);
}

async function retryWith(client: ApiClient, failed: RawRun, op: string): Promise<string> {
	const { id, flowId = '' } = failed;
	const window = windowOf(failed);
	const created = await createOnce(client, {
		...runCreation(client, flowId, (other) => mayBeSame(window, other)),
		request: { path: `${RUN.path}/${encodeURIComponent(id)}/action`, query: [['op', op]] },
	});
	return created.id;
}
