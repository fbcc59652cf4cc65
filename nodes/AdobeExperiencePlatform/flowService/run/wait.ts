import type { ApiClient } from '../../transport/apiClient';
import { getEntity } from '../../transport/entity/read';
import { Failure } from '../../transport/errors/failure';
import type { ReadOnce } from '../../transport/session';
import { RUN, type RawRun } from './entities';
import { flatRun } from './flatRun';
import { newestRun, withDataflows, type RunOutput } from './read';
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
	const began = nodeRun.clock.now(nodeRun.timer.now());
	const until = nodeRun.timer.now() + waiting.maxWait;
	let { runId } = waiting;
	for (let look = 0; ; look++) {
		item.renewBudget();
		const run = runId
			? await getEntity<RawRun>(client, RUN, runId)
			: await newestRun(client, waiting.dataflowId);
		// From now on this one, also if the dataflow starts another.
		runId = run?.id ?? '';
		if (run && isFinished(flatRun(run).status)) {
			const output = await finished(client, readOnce, run, waiting.failOnError);
			if (!waiting.runId) warnOfOldRun(client, output, began);
			return output;
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
	const [output] = await withDataflows(client, readOnce, [run]);
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

/** Create or Update of a dataflow that is there starts no run: then the newest one is an old one. */
function warnOfOldRun({ run }: ApiClient, { completedAt }: RunOutput, began: number): void {
	if (completedAt === null || Date.parse(completedAt) > began - LONG_BEFORE) return;
	run.warnings.add(
		`The newest run of a dataflow ended at ${completedAt}, before anything was waited for: no newer one has started. Run Now starts one for a dataflow with the schedule Once; others run by their schedule.`,
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
