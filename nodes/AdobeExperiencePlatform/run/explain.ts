import type { ApiClient } from '../adobe/apiClient';
import { LARGEST_PAGE } from '../adobe/entity/read';
import { byAge } from '../adobe/entity/kind';
import { asFailure, Failure } from '../adobe/errors/failure';
import type { ReadOnce } from '../adobe/session';
import { testConnection } from '../baseConnection/connection';
import { baseConnectionOf } from '../dataflow/dataflow';
import { dataflowsById } from '../dataflow/list';
import type { RunCause } from './cause';
import { type RawRun, createdAt, isCauseOpen, statusOf, isFinished, type RunStatus } from './run';
import { runLimitHint } from './limits';
import { readRun, flowIds, runOutput, runsOfDataflow, type RunOutput } from './read';

/** A run is worth two tries to find out why it failed, not a wait. */
const TEST_TRIES = 2;
/** Failed runs in a row are counted so far. */
const MOST_COUNTED = 1_000;

/** One run with everything that can be said about it. */
export async function getRun(
	client: ApiClient,
	readOnce: ReadOnce,
	id: string,
): Promise<RunOutput> {
	const run = await readRun(client, id);
	const [output] = await explainRuns(client, readOnce, [run]);
	return output as RunOutput;
}

/**
 * Runs with everything that can be said about them: beside name and base connection of their dataflows, how
 * many have failed in a row, and the cause if nothing printed names one. For that the connection is tested,
 * once for all runs that share `readOnce`. Asks nothing for runs that did not fail.
 */
export async function explainRuns(
	client: ApiClient,
	readOnce: ReadOnce,
	runs: readonly RawRun[],
): Promise<RunOutput[]> {
	const flows = await dataflowsById(client, readOnce, flowIds(runs));
	const outputs = await Promise.all(
		runs.map(async (run) => {
			const flow = flows.get(run.flowId ?? '');
			if (statusOf(run) !== 'failed') return runOutput(run, flow, { failedInARow: 0 });
			const cause = isCauseOpen(run)
				? await testedCause(client, readOnce, flow && baseConnectionOf(flow))
				: undefined;
			const failedInARow = await countFailed(client, readOnce, run);
			return runOutput(run, flow, { cause, failedInARow });
		}),
	);
	for (const output of outputs) {
		const hint = runLimitHint(output, output.dataflowName);
		if (hint) client.execution.hints.add(hint);
	}
	return outputs;
}

/** What the connection test says about a failed run. A test that itself fails says nothing. */
async function testedCause(
	client: ApiClient,
	readOnce: ReadOnce,
	connectionId: string | undefined,
): Promise<RunCause> {
	if (connectionId === undefined) return 'unknown';
	const works = await connectionWorks(client, readOnce, connectionId);
	return works === false ? 'credentials' : 'unknown';
}

/**
 * The connection test, once for all that share `readOnce`.
 * @returns the failure if the connection could not be tested
 */
export async function connectionWorks(
	client: ApiClient,
	readOnce: ReadOnce,
	connectionId: string,
): Promise<boolean | Failure> {
	return await readOnce(
		['connection works', connectionId],
		async () =>
			await testConnection(client, connectionId, { mostTries: TEST_TRIES }).catch(asFailure),
	);
}

/**
 * Failed runs of the dataflow in a row up to this one; null if they cannot be read. The newest page is shared by
 * all runs; one that it does not settle is read for by itself.
 */
async function countFailed(
	client: ApiClient,
	readOnce: ReadOnce,
	run: RawRun,
): Promise<number | null> {
	const { flowId } = run;
	if (flowId === undefined) return null;
	const read = async (most: number) => await newestRuns(client, flowId, most).catch(asFailure);
	const page = await readOnce(['newest runs', flowId], async () => await read(LARGEST_PAGE));
	if (page instanceof Failure) return null;
	const isSettled = page.some(({ id, status }) => id === run.id && status === 'failed');
	const { count, isCurrent, isWhole } = failedUpTo(page, run);
	if (isSettled && isCurrent && (isWhole || page.length < LARGEST_PAGE)) return count;
	const all = await read(MOST_COUNTED);
	return all instanceof Failure ? null : failedUpTo(all, run).count;
}

interface PastRun {
	id: string;
	createdAt: number;
	status: RunStatus;
}

async function newestRuns(client: ApiClient, flowId: string, most: number): Promise<PastRun[]> {
	const found: PastRun[] = [];
	for await (const run of runsOfDataflow(client, flowId)) {
		found.push({ id: run.id, createdAt: createdAt(run), status: statusOf(run) });
		if (found.length >= most) break;
	}
	return found;
}

/**
 * @returns the count, whether all runs counted over had finished when they were read, and whether the count ends
 * at a run that went well
 */
function failedUpTo(
	runs: readonly PastRun[],
	run: RawRun,
): { count: number; isCurrent: boolean; isWhole: boolean } {
	const self = { id: run.id, createdAt: createdAt(run) };
	const earlier = runs.filter((one) => byAge(one, self) < 0).sort((a, b) => byAge(b, a));
	const end = earlier.findIndex(({ status }) => isFinished(status) && status !== 'failed');
	const passed = end < 0 ? earlier : earlier.slice(0, end);
	return {
		count: 1 + passed.filter(({ status }) => status === 'failed').length,
		isCurrent: passed.every(({ status }) => status === 'failed'),
		isWhole: end >= 0,
	};
}
