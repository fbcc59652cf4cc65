import type { ApiClient } from '../adobe/apiClient';
import { LARGEST_PAGE } from '../adobe/entity/read';
import { byAge } from '../adobe/entity/kind';
import { asFailure, Failure, numberText } from '../adobe/errors/failure';
import { FEW_TRIES, testConnection } from '../baseConnection/connection';
import { baseConnectionOf, dataflowsById } from '../dataflow/dataflow';
import type { RunCause } from './cause';
import {
	type RawRun,
	createdAt,
	isCauseOpen,
	statusOf,
	isSuccessful,
	type RunStatus,
	type FlatRun,
} from './run';
import { flowIds, newestRuns, runOutput, type RunOutput, readRun } from './read';

const MOST_COUNTED = 1_000;

/** A run with its cause and the number of failed runs in a row. */
export async function getRun(client: ApiClient, id: string): Promise<RunOutput> {
	const run = await readRun(client, id);
	const [output] = await explainRuns(client, [run]);
	return output as RunOutput;
}

/**
 * Adds to runs the name and base connection of their dataflows, the number of failed runs in a row, and the cause. If
 * no error shows the cause, the connection is tested, once for all runs of the execution. Sends no further
 * request for runs that did not fail.
 */
export async function explainRuns(
	client: ApiClient,
	runs: readonly RawRun[],
): Promise<RunOutput[]> {
	const flows = await dataflowsById(client, flowIds(runs));
	const outputs = await Promise.all(
		runs.map(async (run) => {
			const flow = flows.get(run.flowId ?? '');
			if (statusOf(run) !== 'failed') return runOutput(run, flow, { failedInARow: 0 });
			const cause = isCauseOpen(run)
				? await testedCause(client, flow && baseConnectionOf(flow))
				: undefined;
			const failedInARow = await countFailed(client, run);
			return runOutput(run, flow, { cause, failedInARow });
		}),
	);
	for (const output of outputs) {
		const hint = runLimitHint(output, output.dataflowName);
		if (hint) client.execution.hints.add(hint);
	}
	return outputs;
}

/** The cause according to a connection test. A test that cannot be run shows nothing. */
async function testedCause(client: ApiClient, connectionId: string | undefined): Promise<RunCause> {
	if (connectionId === undefined) return 'unknown';
	const works = await connectionWorks(client, connectionId);
	return works === false ? 'credentials' : 'unknown';
}

/**
 * Tests a connection, once in an execution.
 * @returns the failure if the test could not be run
 */
export async function connectionWorks(
	client: ApiClient,
	connectionId: string,
): Promise<boolean | Failure> {
	return await client.readOnce(
		['connection works', connectionId],
		async () => await testConnection(client, connectionId, FEW_TRIES).catch(asFailure),
	);
}

/**
 * The number of failed runs in a row up to this one; null if they cannot be read. All runs share the newest page.
 * More pages are read only if that page is not enough.
 */
async function countFailed(client: ApiClient, run: RawRun): Promise<number | null> {
	const { flowId } = run;
	if (flowId === undefined) return null;
	const read = async (most: number) => await pastRuns(client, flowId, most).catch(asFailure);
	const page = await client.readOnce(['newest runs', flowId], async () => await read(LARGEST_PAGE));
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

async function pastRuns(client: ApiClient, flowId: string, most: number): Promise<PastRun[]> {
	const runs = await newestRuns(client, flowId, most);
	return runs.map((run) => ({ id: run.id, createdAt: createdAt(run), status: statusOf(run) }));
}

/**
 * @returns the count, whether all counted runs had finished when they were read, and whether the count ends at a
 * successful run
 */
function failedUpTo(
	runs: readonly PastRun[],
	run: RawRun,
): { count: number; isCurrent: boolean; isWhole: boolean } {
	const self = { id: run.id, createdAt: createdAt(run) };
	const earlier = runs.filter((one) => byAge(one, self) < 0).sort((a, b) => byAge(b, a));
	const end = earlier.findIndex(({ status }) => isSuccessful(status));
	const passed = end < 0 ? earlier : earlier.slice(0, end);
	return {
		count: 1 + passed.filter(({ status }) => status === 'failed').length,
		isCurrent: passed.every(({ status }) => status === 'failed'),
		isWhole: end >= 0,
	};
}

const GB = 1024 ** 3;

/** What Adobe accepts and advises for one run (contract.md, limits of ingestion). */
const FILES = { most: 25_000, advised: 10_000 };
const BYTES = { most: 1024 * GB, advised: 100 * GB };

/** A hint if a run read more than Adobe accepts or advises. */
export function runLimitHint(
	{ id, files, bytesRead }: Pick<FlatRun, 'id' | 'files' | 'bytesRead'>,
	dataflowName: string | null,
): string | undefined {
	const many = files !== null && files >= FILES.advised;
	const large = bytesRead !== null && bytesRead >= BYTES.advised;
	if (!many && !large) return undefined;
	const read = [
		many ? `${numberText(files)} files` : '',
		large ? `${numberText(Math.round(bytesRead / GB))} GB` : '',
	];
	const isOver = (files ?? 0) > FILES.most || (bytesRead ?? 0) > BYTES.most;
	const of = dataflowName === null ? '' : ` of the dataflow "${dataflowName}"`;
	const limit = isOver ? 'more than Adobe accepts' : 'more than Adobe advises';
	return `The run ${id}${of} read ${read.filter(Boolean).join(' and ')}, ${limit}: at most ${numberText(FILES.most)} files and 1 TB, better fewer than ${numberText(FILES.advised)} files and 100 GB. Write fewer, larger files, or run the dataflow more often.`;
}
