import type { Batch } from '../../batches';
import { NO_SANDBOX } from '../../server/call';
import type { Flow, Json, Run } from '../../types';
import type { World } from '../../world';
import { newEntity, touched } from '../entities/entity';
import { sourceOf } from '../specs/sources';
import { ingest, type Ingestion } from './ingest';
import { forced, type Outcome, type Tolerance, toleranceOf } from './outcomes';
import { activitiesOf, metricsOf, type Report } from './report';
import { batchErrors } from './rowErrors';
import { newUlid } from './ulid';

/** What is to be run. */
export interface RunPlan {
	/** files last modified within it are read; epoch milliseconds */
	window: Run['window'];
	/** not before then, epoch milliseconds; default at once */
	startAt?: number;
	/** how it ends; default: as the keys, the files and the mapping say */
	outcome?: Outcome;
}

/** The batch of a run that could read its source, with the judgement over it; nothing where it could not. */
function batchOf(
	world: World,
	run: Run,
	flow: Flow,
	ingestion: Ingestion,
	{ percent, diagnostics }: Tolerance,
	times: { startedAt: number; completedAt: number },
): Batch | undefined {
	if (ingestion.kind === 'refused') return undefined;
	const target = world.targetConnections.get(flow.targetConnectionIds[0] ?? '');
	const batch = {
		id: newUlid(world.random, times.startedAt),
		datasetId: String(target?.params.dataSetId ?? ''),
		sandboxName: flow.sandboxName,
		runId: run.id,
		flowId: flow.id,
		...times,
		diagnosticsEnabled: diagnostics,
		...(percent !== undefined && { partialIngestionPercent: percent }),
	};
	if (ingestion.kind === 'unreadable') {
		return {
			...batch,
			status: 'failed',
			inputFiles: [],
			records: { input: 0, output: 0, failed: 0 },
			failedRows: [],
			errors: [{ code: 'CONNECTOR-2001-500', message: ingestion.reason }],
		};
	}
	const { files, failedRows } = ingestion;
	const input = files.reduce((sum, { records }) => sum + records, 0);
	const failed = failedRows.length;
	const tolerated = failed === 0 || (failed / input) * 100 <= (percent ?? 0);
	const output = tolerated ? input - failed : 0;
	return {
		...batch,
		status: tolerated ? 'success' : 'failed',
		inputFiles: files,
		records: { input, output, failed },
		failedRows: diagnostics ? failedRows : [],
		errors: batchErrors(failedRows, output, diagnostics),
	};
}

function statusOf(world: World, batch: Batch | undefined): Report['status'] {
	if (batch?.status !== 'success') return 'failed';
	return batch.records.failed > 0 ? world.settings.partialStatus : 'success';
}

/** Ends a run: reads, judges, reports, and notes it at its flow. */
function finish(world: World, run: Run, flow: Flow, times: Times, outcome?: Outcome): void {
	const own = toleranceOf(flow);
	const { ingestion, tolerance } = outcome
		? forced(outcome, own)
		: { ingestion: ingest(world, flow, run.window), tolerance: own };
	const batch = batchOf(world, run, flow, ingestion, tolerance, times);
	if (batch) world.batches.record(batch);
	const [sourceConnectionId = ''] = flow.sourceConnectionIds;
	const specId = world.sourceConnections.get(sourceConnectionId)?.connectionSpec.id ?? '';
	const status = statusOf(world, batch);
	const report: Report = {
		status,
		startedAt: times.startedAt,
		endedAt: times.completedAt,
		batch,
		source: sourceOf(specId)?.title ?? 'Source',
		sourceConnectionId,
		targetConnectionId: flow.targetConnectionIds[0] ?? '',
		origin: world.origin,
	};
	const ended = {
		...touched(world, run),
		state: status,
		metrics: metricsOf(report),
		activities: activitiesOf(report, run),
	};
	world.runs.replace({ ...ended, updatedAt: Math.max(times.completedAt, run.updatedAt + 1) });
	noteAtFlow(world, flow.id, { id: run.id, state: status, ...times });
}

interface Times {
	startedAt: number;
	completedAt: number;
}

function noteAtFlow(
	world: World,
	flowId: string,
	run: Times & { id: string; state: string },
): void {
	const flow = world.flows.get(flowId);
	if (!flow || (flow.lastRunDetails?.startedAtUTC ?? 0) > run.startedAt) return;
	const { id, state, startedAt: startedAtUTC, completedAt: completedAtUTC } = run;
	world.flows.replace({
		...flow,
		lastRunDetails: { id, state, startedAtUTC, completedAtUTC },
	});
}

function underWay(status: string, startedAt?: number): Json {
	return {
		durationSummary: startedAt === undefined ? {} : { startedAtUTC: startedAt },
		statusSummary: { status, errors: [], activityRefs: [] },
	};
}

function newRun(world: World, flow: Flow, window: Run['window']): Run {
	const sandbox = { ...NO_SANDBOX, id: flow.sandboxId, name: flow.sandboxName };
	return {
		...newEntity(world, { sandbox }, 'scheduled'),
		flowId: flow.id,
		flowSpec: flow.flowSpec,
		providerRefId: world.random.uuid(),
		window,
		metrics: underWay('scheduled'),
		activities: [],
	};
}

/**
 * Starts a run of a flow (contract.md (g)): scheduled, in progress, and after `runMs` success, partial success or
 * failure. The keys are judged when the data would be copied.
 */
export function startRun(world: World, flow: Flow, { window, startAt = 0, outcome }: RunPlan): Run {
	const run = newRun(world, flow, window);
	world.runs.add(run);
	const { runMs } = world.settings;
	world.timers.after(Math.max(0, startAt - world.now()) + runMs / 3, () => {
		const startedAt = world.now();
		const started = touched(world, {
			...run,
			state: 'inProgress',
			metrics: underWay('inProgress', startedAt),
		});
		world.runs.replace(started);
		world.timers.after((runMs * 2) / 3, () => {
			finish(world, started, flow, { startedAt, completedAt: world.now() }, outcome);
		});
	});
	return run;
}

/** Puts in a run that is under way since then, until the caller ends it. */
export function openRun(
	world: World,
	flow: Flow,
	window: Run['window'],
	startedAt: number,
): { run: Run; end: (outcome: Outcome | undefined, completedAt: number) => void } {
	const run = {
		...newRun(world, flow, window),
		state: 'inProgress',
		createdAt: startedAt,
		updatedAt: startedAt,
		metrics: underWay('inProgress', startedAt),
	};
	world.runs.add(run);
	const end = (outcome: Outcome | undefined, completedAt: number) =>
		finish(world, run, flow, { startedAt, completedAt }, outcome);
	return { run, end };
}

/** Puts in a run that has ended already, as if it had been there before. */
export function recordRun(world: World, flow: Flow, plan: RunPlan, times: Times): Run {
	const { run, end } = openRun(world, flow, plan.window, times.startedAt);
	end(plan.outcome, times.completedAt);
	return world.runs.get(run.id) ?? run;
}
