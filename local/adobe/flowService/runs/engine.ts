import type { Batch } from '../../batches';
import { NO_SANDBOX } from '../../server/call';
import type { Flow, Json, Run } from '../../types';
import type { World } from '../../world';
import { newEntity, touched } from '../entities/entity';
import { sourceOf } from '../specs/sources';
import { type CopyCause, copyFailure } from './causes';
import { ingest, type Ingestion } from './ingest';
import { noteAtFlow } from './notes';
import { forced, type Outcome, type Tolerance, toleranceOf } from './outcomes';
import { type Report, shownAs } from './report';
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
	/** whether the copy engine says why it failed; default: as the settings have it */
	printed?: boolean;
	/** a run of the schedule shows up only when it is created */
	isScheduled?: boolean;
}

type Ending = Pick<RunPlan, 'outcome' | 'printed'>;

export interface Times {
	startedAt: number;
	completedAt: number;
}

/** The batch of a run that could read its source, with the judgement over it; nothing where it could not. */
function batchOf(
	world: World,
	run: Run,
	flow: Flow,
	ingestion: Ingestion,
	{ percent, diagnostics }: Tolerance,
	times: Times,
): Batch | undefined {
	if (ingestion.kind === 'notCopied') return undefined;
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
			errors: [ingestion.error],
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

/** Reads the source of a run, or makes up what somebody asked for. */
function ingestionOf(world: World, run: Run, flow: Flow, source: string, ending: Ending) {
	const own = toleranceOf(flow);
	const fault = ending.outcome || flow.foreign ? undefined : world.runFaults.hit(flow);
	const outcome = ending.outcome ?? fault?.cause ?? (flow.foreign && 'success');
	const printed = ending.printed ?? fault?.printed ?? (outcome === 'keysRefused' || undefined);
	const failure = (cause: CopyCause) =>
		copyFailure(cause, source, world.settings.causeText, printed);
	if (outcome) return forced(outcome, own, failure);
	return { ingestion: ingest(world, flow, run.window, failure), tolerance: own };
}

/** Ends a run: reads, judges, reports, and notes it at its flow. */
function finish(world: World, run: Run, flow: Flow, times: Times, ending: Ending): void {
	const [sourceConnectionId = ''] = flow.sourceConnectionIds;
	const specId = world.sourceConnections.get(sourceConnectionId)?.connectionSpec.id ?? '';
	const source = sourceOf(specId)?.title ?? 'Source';
	const { ingestion, tolerance } = ingestionOf(world, run, flow, source, ending);
	const batch = batchOf(world, run, flow, ingestion, tolerance, times);
	if (batch) world.batches.record(batch);
	const status = statusOf(world, batch);
	if (status !== 'failed' && ingestion.kind === 'read') {
		world.ingestions.record(flow.id, run.id, ingestion.versions ?? []);
	}
	const { random, settings, origin } = world;
	const activityIds =
		settings.runForm === 'newest' || flow.foreign
			? { copy: random.uuid(), promotion: random.uuid() }
			: { copy: 'copyActivity', promotion: 'promotionActivity' };
	const report: Report = {
		status,
		startedAt: times.startedAt,
		endedAt: times.completedAt,
		batch,
		...(ingestion.kind === 'notCopied' && { failure: ingestion.failure }),
		source,
		sourceConnectionId,
		targetConnectionId: flow.targetConnectionIds[0] ?? '',
		origin,
		activityIds,
		foreign: flow.foreign,
	};
	const ended = {
		...touched(world, run),
		state: status,
		wroteNothing: batch?.records.output === 0,
		...shownAs(report, run, settings),
	};
	world.runs.replace({ ...ended, updatedAt: Math.max(times.completedAt, run.updatedAt + 1) });
	noteAtFlow(world, flow.id, { id: run.id, state: status, ...times });
}

function underWay({ settings }: World, status: string, startedAt?: number): Json {
	if (settings.runForm === 'newest') return { statusSummary: { status } };
	return {
		durationSummary: startedAt === undefined ? {} : { startedAtUTC: startedAt },
		statusSummary: { status, errors: [], activityRefs: [] },
	};
}

/** How the service that carries a run out names it (contract.md (g), Flows and runs of others). */
function providerRef({ random, settings }: World, flow: Flow): string {
	if (flow.foreign) return random.hex(24);
	return settings.runForm === 'newest'
		? `M-${flow.id}-incremental-0:${random.uuid()}`
		: random.uuid();
}

/** What runs from the data lake to another store say of the run before them. */
function foreignParts({ random }: World, { foreign, flowSpec }: Flow): Json | undefined {
	if (foreign !== 'internal') return undefined;
	const before = { flowId: random.uuid(), flowRunId: random.uuid(), flowSpec: { id: flowSpec.id } };
	return { flowName: 'Datalake to UIS Flow', predecessors: [before] };
}

function newRun(world: World, flow: Flow, window: Run['window']): Run {
	const sandbox = { ...NO_SANDBOX, id: flow.sandboxId, name: flow.sandboxName };
	const parts = foreignParts(world, flow);
	return {
		...newEntity(world, { sandbox }, 'scheduled'),
		flowId: flow.id,
		flowSpec: flow.flowSpec,
		providerRefId: providerRef(world, flow),
		window,
		visibleFrom: 0,
		...(parts && { foreignParts: parts }),
		metrics: underWay(world, 'scheduled'),
		activities: [],
	};
}

/**
 * Starts a run of a flow (contract.md (g)): scheduled, in progress, and after `runMs` success, partial success or
 * failure. The keys are judged when the data would be copied.
 */
export function startRun(world: World, flow: Flow, plan: RunPlan): Run {
	const { window, startAt = 0, isScheduled = false } = plan;
	const { runMs, createdLateMs, runLagMs } = world.settings;
	const begun = world.now();
	const createdAt = begun + createdLateMs;
	const run = {
		...newRun(world, flow, window),
		createdAt,
		updatedAt: createdAt,
		visibleFrom: (isScheduled ? createdAt : begun) + runLagMs,
	};
	world.runs.add(run);
	world.timers.after(Math.max(0, startAt - begun) + runMs / 3, () => {
		// What is created late has begun before.
		const startedAt = createdLateMs > 0 && startAt <= begun ? begun : world.now();
		const started = touched(world, {
			...run,
			state: 'inProgress',
			metrics: underWay(world, 'inProgress', startedAt),
		});
		world.runs.replace(started);
		world.timers.after((runMs * 2) / 3, () => {
			finish(world, started, flow, { startedAt, completedAt: world.now() }, plan);
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
	createdAt = startedAt + world.settings.createdLateMs,
): { run: Run; end: (ending: Ending, completedAt: number) => void } {
	const run = {
		...newRun(world, flow, window),
		state: 'inProgress',
		createdAt,
		updatedAt: createdAt,
		metrics: underWay(world, 'inProgress', startedAt),
	};
	world.runs.add(run);
	const end = (ending: Ending, completedAt: number) =>
		finish(world, run, flow, { startedAt, completedAt }, ending);
	return { run, end };
}

/** Puts in a run that has ended already, as if it had been there before. */
export function recordRun(
	world: World,
	flow: Flow,
	plan: RunPlan,
	times: Times & { createdAt?: number },
): Run {
	const { createdAt, startedAt, completedAt } = times;
	const { run, end } = openRun(world, flow, plan.window, startedAt, createdAt);
	end(plan, completedAt);
	return world.runs.get(run.id) ?? run;
}
