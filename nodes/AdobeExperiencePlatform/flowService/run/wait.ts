import type { ApiClient } from '../../transport/apiClient';
import { getEntity } from '../../transport/entity/read';
import { asFailure, Failure } from '../../transport/errors/failure';
import type { ReadOnce } from '../../transport/session';
import { DATAFLOW, type Dataflow } from '../dataflow';
import { RUN, type RawRun } from './entities';
import { isFirstRunDue } from './firstRun';
import { createdAt, flatRun } from './flatRun';
import { explainRuns } from './explain';
import { newestRun, type RunOutput } from './read';
import { isFinished } from './status';

/** First pause between two looks; each further one is half as long again. Milliseconds. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 30_000;

export interface Waiting {
	/** The run, or else the newest run of a dataflow, also where it does not show up yet. */
	runId: string;
	dataflowId: string;
	/** Milliseconds. */
	maxWait: number;
	/** Whether a failed run makes the item fail. */
	failOnError: boolean;
	/** Hears what is waited for. */
	tell(text: string): void;
}

/**
 * Waits until a run has finished: one request a look, with growing pauses. A run shows up two to three
 * minutes after its start time (contract.md (g)).
 * @throws Failure after the longest wait, and for a failed run if asked for
 */
export async function waitForRun(
	client: ApiClient,
	readOnce: ReadOnce,
	waiting: Waiting,
): Promise<RunOutput> {
	const { run: nodeRun, item } = client;
	const began = nodeRun.serviceTime;
	const until = nodeRun.timer.now() + waiting.maxWait;
	let { runId } = waiting;
	for (let look = 0; ; look++) {
		item.renewBudget();
		let run = runId
			? await getEntity<RawRun>(client, RUN, runId)
			: await newestRun(client, waiting.dataflowId);
		if (!runId && run && endedBefore(run, began)) {
			// An old run is not the one that is waited for where another is about to show up.
			if (await isNextDue(client, readOnce, run)) run = undefined;
			else warnOfOldRun(client, run);
		}
		// From now on this one, also if the dataflow starts another.
		runId = run?.id ?? '';
		if (run && isFinished(flatRun(run).status)) {
			return await finished(client, readOnce, run, waiting.failOnError);
		}
		const left = until - nodeRun.timer.now();
		if (left <= 0) throw tooLong(waiting, run);
		waiting.tell(whatFor(waiting, run));
		await nodeRun.wait(Math.min(left, LONGEST_PAUSE, FIRST_PAUSE * 1.5 ** look));
	}
}

async function finished(
	client: ApiClient,
	readOnce: ReadOnce,
	run: RawRun,
	failOnError: boolean,
): Promise<RunOutput> {
	const [output] = await explainRuns(client, readOnce, [run]);
	if (output?.status === 'failed' && failOnError) throw client.clear(runFailed(output));
	if (output?.status === 'success' && output.files === 0) {
		client.run.warnings.add(
			'A run found no files that are new or were changed since the last good run: it brought nothing in.',
		);
	}
	return output as RunOutput;
}

/** What ended longer ago than this before a wait is not what somebody has just started. Milliseconds. */
const LONG_BEFORE = 60_000;

/** @param began epoch milliseconds of the service's clock */
function endedBefore(run: RawRun, began: number): boolean {
	const { completedAt } = flatRun(run);
	return completedAt !== null && Date.parse(completedAt) < began - LONG_BEFORE;
}

/** Whether a dataflow with an old run is about to start its first one after a new start time. */
async function isNextDue(client: ApiClient, readOnce: ReadOnce, run: RawRun): Promise<boolean> {
	const { flowId } = run;
	if (flowId === undefined) return false;
	const flow = await readOnce(
		['dataflow', flowId],
		async () => await getEntity<Dataflow>(client, DATAFLOW, flowId).catch(asFailure),
	);
	if (flow instanceof Failure) return false;
	return isFirstRunDue(flow, createdAt(run), client.run.serviceTime);
}

/** Create or Update of a dataflow that is there starts no run: then the newest one is an old one. */
function warnOfOldRun({ run: { warnings } }: ApiClient, run: RawRun): void {
	warnings.add(
		`The newest run of a dataflow ended at ${flatRun(run).completedAt}, before anything was waited for: no newer one shows up. Run Now starts one for a dataflow with the schedule Once; others run by their schedule.`,
	);
}

function whatFor({ dataflowId }: Waiting, run: RawRun | undefined): string {
	return run
		? `Waiting for the dataflow run ${run.id}, which is ${flatRun(run).status}`
		: `Waiting for the first run of the dataflow ${dataflowId}, which does not show up yet`;
}

function runFailed({ id, dataflowName, errors, startedAt }: RunOutput): Failure {
	const [first] = errors;
	const causes = errors.map(({ code, message, hint }) =>
		[`${message}${code ? ` (${code})` : ''}`.trim(), hint].filter(Boolean).join(' '),
	);
	return new Failure(
		`The dataflow run ${dataflowName ? `of "${dataflowName}" ` : ''}failed${first?.message ? `: ${first.message}` : ''}`,
		`${causes.length > 0 ? causes.join(' ') : 'Adobe gives no reason.'} Run ID: ${id}${startedAt ? `, started at ${startedAt}` : ''}.`,
	);
}

function tooLong({ maxWait, dataflowId }: Waiting, run: RawRun | undefined): Failure {
	const minutes = Number((maxWait / 60_000).toFixed(2));
	if (!run) {
		return new Failure(
			`The dataflow ${dataflowId} has not run within ${minutes} minutes`,
			'Check with Dataflow > Get that it is enabled and when it starts, or raise Max Wait.',
		);
	}
	return new Failure(
		`The dataflow run ${run.id} has not finished within ${minutes} minutes`,
		`It is still ${flatRun(run).status}, and goes on at Adobe. Raise Max Wait, or look at it later with Dataflow Run > Get.`,
	);
}
