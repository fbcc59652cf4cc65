import type { Flow, Json } from '../../types';
import type { World } from '../../world';
import { startRun } from '../runs/engine';
import { numberOf } from './schedule';

/** Milliseconds of one interval. */
const PERIODS: Record<string, number> = {
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
	week: 604_800_000,
};

/** A start time that was "now" when the request was written has not been missed. Milliseconds. */
const GRACE = 60_000;

/** When a flow runs for the first time, epoch milliseconds. A faster schedule shortens the wait from its creation on. */
function startsAt(world: World, flow: Flow): number {
	const start = numberOf(flow.scheduleParams?.startTime) * 1000;
	return flow.createdAt + (start - flow.createdAt) / world.settings.scheduleSpeed;
}

/** Whether the start time of a flow has passed: some of its schedule cannot be changed any more (contract.md (g)). */
export function hasStarted(world: World, flow: Flow): boolean {
	return flow.scheduleParams !== undefined && startsAt(world, flow) <= world.now();
}

/** Milliseconds between two runs, `undefined` for a flow that runs once. */
function periodOf(world: World, schedule: Json): number | undefined {
	const unit = PERIODS[String(schedule.frequency)];
	return unit && (unit * numberOf(schedule.interval)) / world.settings.scheduleSpeed;
}

/** When the next run of a flow is due, epoch milliseconds; `undefined` when there is none. */
function nextDue(world: World, flow: Flow): number | undefined {
	if (!flow.scheduleParams) return undefined;
	const { lastDue } = world.schedules.of(flow.id);
	const start = startsAt(world, flow);
	const period = periodOf(world, flow.scheduleParams);
	if (period === undefined) return lastDue === undefined ? start : undefined;
	const now = world.now();
	if (lastDue === undefined && start >= now - GRACE) return start;
	// What was missed while the flow was disabled is not made up for.
	const after = Math.max(lastDue ?? 0, now);
	// The run that was just due must not be due again because of a rounding error.
	return start + (Math.floor((after - start) / period + 1e-6) + 1) * period;
}

function runScheduled(world: World, flowId: string, due: number): void {
	const flow = world.flows.get(flowId);
	if (!flow || !['enabled', 'updating'].includes(flow.state)) return;
	const state = world.schedules.of(flowId);
	const { startTime, backfill } = flow.scheduleParams ?? {};
	const first = String(backfill) === 'false' ? numberOf(startTime) * 1000 : 0;
	const end = world.now() - world.settings.windowEndsBeforeMs;
	const window = { start: state.windowEnd ?? first, end };
	startRun(world, flow, { window, isScheduled: true });
	Object.assign(state, { lastDue: due, windowEnd: end });
	schedule(world, flowId);
}

/** Waits for the next run of a flow. To be called whenever the flow was stored or its state or schedule changed. */
export function schedule(world: World, flowId: string): void {
	const state = world.schedules.of(flowId);
	state.cancel?.();
	state.cancel = undefined;
	const flow = world.flows.get(flowId);
	if (flow?.state !== 'enabled' || !world.settings.runsBySchedule) return;
	const due = nextDue(world, flow);
	if (due === undefined) return;
	const wait = Math.max(0, due - world.now()) + world.settings.runDelayMs;
	state.cancel = world.timers.after(wait, () => runScheduled(world, flowId, due));
}

/** Stores a new flow and waits for its first run. */
export function storeFlow(world: World, flow: Flow): void {
	world.flows.add(flow);
	schedule(world, flow.id);
}
