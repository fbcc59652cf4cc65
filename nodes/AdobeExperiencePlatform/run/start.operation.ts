import { getRun } from './explain';
import {
	startRun,
	type WindowChoice,
	warnOfOverlap,
	runCreation,
	isOnce,
	startWindow,
	withRunLock,
} from './start';
import { concurrencyOption, maxWaitOption, optionsField } from '../node/commonFields';
import { dataflowIdField } from '../dataflow/fields';
import type { ItemParameters } from '../node/itemParameters';
import { Refusal, asFailure, Failure } from '../adobe/errors/failure';
import { entityTask, type Operation, type Task } from '../node/operation';
import { oneRun } from './get.operation';
import { failOnErrorOption, readWaitOptions, waitForRun } from './wait.operation';
import type { ApiClient } from '../adobe/apiClient';
import { createLocked } from '../adobe/entity/create';
import { getEntity } from '../adobe/entity/read';
import { DATAFLOW, type Dataflow } from '../dataflow/dataflow';
import { RUN } from './run';
import {
	between,
	contains,
	type Interval,
	mayBeSame,
	DataflowWindows,
	type WindowedRun,
} from './windows';
import { readRun, rememberRun } from './read';

/** Adds the run to a failure after its start, since the run continues. */
export async function namingRun<T>(id: string, work: Promise<T>): Promise<T> {
	return await work.catch(async (error: unknown) => {
		const failure = await asFailure(error);
		throw failure.description.includes(id)
			? failure
			: failure.with(`The dataflow run ${id} was started.`);
	});
}

function prepareStart(parameters: ItemParameters): Task {
	const dataflowId = parameters.id('dataflowId', 'dataflow');
	const settings = parameters.settings();
	const isWaitedFor = parameters.flagOption('wait');
	const options = readWaitOptions(parameters);
	const window = readWindow(parameters);
	return {
		settings,
		key: JSON.stringify(['run of', settings.sandboxName, dataflowId]),
		async run(client) {
			// Items with the same dataflow and window share a run. A second run would ingest the same files twice.
			const runId = await client.readOnce(
				['run started', dataflowId, String(window.start), String(window.end)],
				async () => await startRun(client, dataflowId, window),
			);
			const read = isWaitedFor
				? waitForRun(client, { runId, dataflowId, ...options })
				: getRun(client, runId);
			return [await namingRun(runId, read)];
		},
	};
}

/** The time window to ingest. Without a start, it begins at the end of what is already ingested. */
function readWindow(parameters: ItemParameters): WindowChoice {
	const start = parameters.time(parameters.option('windowStart'), 'Window Start');
	const end = parameters.time(parameters.option('windowEnd'), 'Window End');
	// Adobe's windows have whole seconds.
	const seconds = (time: number) => Math.floor(time / 1000);
	if (start !== undefined && end !== undefined && seconds(start) >= seconds(end)) {
		throw new Refusal(
			'Window Start must be before Window End',
			'Enter a start that is at least a second earlier than the end.',
		);
	}
	return { start, end };
}

export const start: Operation = {
	label: 'Run Now',
	action: 'Run a dataflow now',
	description:
		'Start a run of a dataflow with the schedule Once, for the files changed since its last successful run. A new dataflow starts its first run by itself.',
	properties: [
		dataflowIdField,
		optionsField(
			concurrencyOption,
			failOnErrorOption,
			maxWaitOption,
			{
				displayName: 'Wait Until Finished',
				name: 'wait',
				type: 'boolean',
				default: true,
				description: 'Whether to wait until the run has finished',
			},
			{
				displayName: 'Window End',
				name: 'windowEnd',
				type: 'dateTime',
				default: '',
				description: 'Ingest only files changed up to this time. If empty, now.',
			},
			{
				displayName: 'Window Start',
				name: 'windowStart',
				type: 'dateTime',
				default: '',
				description:
					'Ingest files changed since this time again. If empty, only files that are not ingested yet.',
			},
		),
	],
	prepare: prepareStart,
};

export const retry: Operation = {
	label: 'Retry',
	action: 'Retry a failed dataflow run',
	description: 'Retry a failed run for the same files. Adobe creates a new run.',
	properties: oneRun,
	prepare: (parameters) =>
		entityTask(parameters, { noun: 'run' }, async (client, id) => {
			// Items that name the same run share one retry.
			const { id: runId, retried } = await client.readOnce(
				['retry of', id],
				async () => await retryRun(client, id),
			);
			const reading = getRun(client, runId);
			const run = await (retried ? namingRun(runId, reading) : reading);
			const { id: newId, ...rest } = run;
			return { retried, ...rest, id: newId, retryOf: id };
		}),
};

/** The word for a retry on Adobe's newest page, and in its API description (contract.md, retry). */
const RETRY_WORDS = ['re-trigger', 'RE_TRIGGER'] as const;
/** Errors for a word that the service does not know. */
const UNKNOWN_WORD = /(1398|1401|1434)-400$/;

interface Retried {
	/** The run that ingests the files of the failed one. */
	id: string;
	/** False if nothing was sent, since that run existed already. */
	retried: boolean;
}

/**
 * Retries a failed run for the same files: `POST /runs/{id}/action?op=re-trigger` creates a run with the same window.
 * Sends nothing if another run has ingested those files or is ingesting them.
 */
export async function retryRun(client: ApiClient, id: string): Promise<Retried> {
	const { flowId = '' } = await readRun(client, id);
	return await withRunLock(client, flowId, async () => {
		const flow = await flowOf(client, flowId);
		const windows = await DataflowWindows.read(client, flow);
		const failed = windows.runs.find((run) => run.id === id);
		return failed
			? await retryOpen(client, flow, windows, failed)
			: { id: await retrySending(client, flow, windows, { id }), retried: true };
	});
}

/** If the dataflow was deleted, Adobe decides whether the run can be retried. */
async function flowOf(client: ApiClient, id: string): Promise<Dataflow> {
	if (id === '') return { id };
	const flow = await getEntity<Dataflow>(client, DATAFLOW, id).catch(asFailure);
	return flow instanceof Failure ? { id } : flow;
}

async function retryOpen(
	client: ApiClient,
	flow: Dataflow,
	windows: DataflowWindows,
	failed: WindowedRun,
): Promise<Retried> {
	const { window } = failed;
	const send = async (run: WindowedRun) => await retrySending(client, flow, windows, run);
	if (failed.status !== 'failed') return { id: await send(failed), retried: true };
	const since = windows.since(failed);
	const repeating = since.filter(({ repeats }) => repeats === (failed.repeats ?? failed.id)).at(-1);
	if (repeating) return { id: repeating.id, retried: false };
	const open = window && windows.openOf(failed, window);
	const last = window && since.filter((run) => run.window && run.window.end >= window.end).at(-1);
	if (last && open?.length === 0) return { id: last.id, retried: false };
	warnOfUnknown(client, failed, since);
	if (!window || !open || open.some((part) => contains(part, window))) {
		const widest = window ? windows.widestAround(failed, window) : failed;
		if (widest.id !== failed.id) warnOfWider(client, failed, widest);
		return { id: await send(widest), retried: true };
	}
	if (!isOnce(flow)) return { id: await send(failed), retried: true };
	return { id: await startOpen(client, flow, windows, failed, open), retried: true };
}

/** Starts runs for the files that no other run has ingested. */
async function startOpen(
	client: ApiClient,
	flow: Dataflow,
	windows: DataflowWindows,
	{ id }: WindowedRun,
	open: readonly Interval[],
): Promise<string> {
	const started: string[] = [];
	for (const part of open) started.push(await startWindow(client, flow, windows, part));
	client.execution.hints.add(
		`Other runs have ingested some files of the dataflow run ${id}. Only the others were started again, those changed ${open.map(between).join(' and ')}${started.length > 1 ? `, by the runs ${started.join(', ')}` : ''}.`,
	);
	return started.at(-1) as string;
}

/** Sends Adobe's own action, with either word. */
async function retrySending(
	client: ApiClient,
	flow: Dataflow,
	windows: DataflowWindows,
	failed: Pick<WindowedRun, 'id' | 'window' | 'repeats'>,
): Promise<string> {
	const [word, older] = RETRY_WORDS;
	const created = await retryWith(client, flow, failed, word).catch(asFailure);
	if (created instanceof Failure && !UNKNOWN_WORD.test(created.code ?? '')) throw created;
	const id = created instanceof Failure ? await retryWith(client, flow, failed, older) : created;
	const { window } = failed;
	const at = client.execution.serviceTime;
	const repeats = failed.repeats ?? failed.id;
	rememberRun(client, { id, flowId: flow.id, window, repeats, at });
	await warnOfOverlap(client, flow, windows, { id, window });
	return id;
}

async function retryWith(
	client: ApiClient,
	flow: Dataflow,
	{ id, window }: Pick<WindowedRun, 'id' | 'window'>,
	op: string,
): Promise<string> {
	const { start = null, end = null } = window ?? {};
	const created = await createLocked(client, {
		...runCreation(client, flow.id, (other) => mayBeSame({ start: start || null, end }, other)),
		request: { path: `${RUN.path}/${encodeURIComponent(id)}/action`, query: [['op', op]] },
	});
	return created.id;
}

/**
 * If it is unknown whether the files were ingested, the retry is sent. Losing a file is worse than ingesting it
 * twice.
 */
function warnOfUnknown(client: ApiClient, failed: WindowedRun, since: WindowedRun[]): void {
	const other = since.filter((run) => !run.window || !failed.window).at(-1);
	if (!other) return;
	client.execution.hints.add(
		`Files of the dataflow run ${failed.id} may be ingested twice: Adobe does not show whether the run ${other.id} (created ${new Date(other.createdAt).toISOString()}) has ingested them as well.`,
	);
}

function warnOfWider(client: ApiClient, failed: WindowedRun, wider: WindowedRun): void {
	client.execution.hints.add(
		`The dataflow run ${wider.id} failed for the same files as the run ${failed.id} and more. It was retried for both, so that no file is ingested twice.`,
	);
}
