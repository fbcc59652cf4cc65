import { bucketFiles } from './bucket';
import { NO_SANDBOX } from './call';
import { keysWork } from './connections';
import { newEntity, touched } from './entities';
import type { Flow, Json, Run } from './types';
import type { World } from './world';

const COPY_FAILED = {
	code: 'CONNECTOR-1001-500',
	message:
		'The data could not be copied from the source. Check the credentials of the base connection.',
};

/** Whether the base connection behind a flow can read from S3 right now. */
function sourceReadable(world: World, flow: Flow): boolean {
	return flow.sourceConnectionIds.every((id) => {
		const source = world.sourceConnections.get(id);
		const base = source && world.connections.get(source.baseConnectionId);
		return base !== undefined && keysWork(world, base);
	});
}

function summary(status: string, startedAt: number, now: number, errors: Json[] = []): Json {
	const done = status === 'success' || status === 'failed';
	const records = bucketFiles[0]?.rows.length ?? 0;
	const amount = (count: number) => (status === 'success' ? count : status === 'failed' ? -1 : 0);
	return {
		durationSummary: { startedAtUTC: startedAt, completedAtUTC: done ? now : 0 },
		sizeSummary: { inputBytes: amount(records * 64), outputBytes: amount(records * 48) },
		recordSummary: {
			inputRecordCount: amount(records),
			outputRecordCount: amount(records),
			createdRecordCount: amount(records),
			failedRecordCount: status === 'failed' ? -1 : 0,
		},
		fileSummary: { inputFileCount: amount(1), outputFileCount: amount(1), activityRefs: [] },
		statusSummary: { status, errors, activityRefs: [] },
	};
}

function activities(run: Run, metrics: Json, failed: boolean): Json[] {
	const copy = {
		id: `copyActivity:${run.id}`,
		name: 'Copy Activity',
		updatedAtUTC: Date.now(),
		...metrics,
		sourceInfo: { references: [{ type: 'AdfRunId', id: run.providerRefId }] },
	};
	if (failed) return [copy];
	const promotion = {
		id: `promotionActivity:${run.id}`,
		name: 'Promotion Activity',
		updatedAtUTC: Date.now(),
		...metrics,
		targetInfo: { references: [{ type: 'Batch', id: run.id.replaceAll('-', '').slice(0, 26) }] },
	};
	return [copy, promotion];
}

function advance(world: World, run: Run, status: string, errors: Json[] = []): Run | undefined {
	const current = world.runs.get(run.id);
	if (!current) return undefined;
	const started = current.metrics.durationSummary as { startedAtUTC: number };
	const now = Date.now();
	const startedAt = status === 'inProgress' ? now : started.startedAtUTC;
	const metrics = summary(status, startedAt, now, errors);
	const done = status === 'success' || status === 'failed';
	const next: Run = {
		...touched(world, current),
		state: status,
		metrics,
		activities: done ? activities(current, metrics, status === 'failed') : [],
	};
	world.runs.replace(next);
	return next;
}

/** scheduled, inProgress, then success or failed: the keys are judged when the data would be copied. */
function play(world: World, run: Run, flow: Flow): void {
	const { runMs } = world.settings;
	world.timers.after(runMs / 3, () => {
		advance(world, run, 'inProgress');
		world.timers.after((runMs * 2) / 3, () => {
			const readable = sourceReadable(world, flow);
			const state = readable ? 'success' : 'failed';
			const done = advance(world, run, state, readable ? [] : [COPY_FAILED]);
			const current = world.flows.get(flow.id);
			if (!done || !current) return;
			const { startedAtUTC, completedAtUTC } = done.metrics.durationSummary as {
				startedAtUTC: number;
				completedAtUTC: number;
			};
			world.flows.replace({
				...current,
				lastRunDetails: { id: run.id, state, startedAtUTC, completedAtUTC },
			});
		});
	});
}

/** Starts a run of a flow (contract.md (g)); it ends after `runMs`. */
export function startRun(world: World, flow: Flow): Run {
	const sandbox = { ...NO_SANDBOX, id: flow.sandboxId, name: flow.sandboxName };
	const run: Run = {
		...newEntity(world, { sandbox }, 'scheduled'),
		flowId: flow.id,
		flowSpec: flow.flowSpec,
		providerRefId: world.random.uuid(),
		metrics: summary('scheduled', 0, 0),
		activities: [],
	};
	world.runs.add(run);
	play(world, run, flow);
	return run;
}

/** Plays a finished run once more. */
export function restartRun(world: World, run: Run, flow: Flow): Run {
	const again = advance(world, run, 'scheduled') ?? run;
	play(world, again, flow);
	return again;
}
