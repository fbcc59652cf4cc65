import { openRun, recordRun, startRun } from '../flowService/runs/engine';
import { type Outcome, OUTCOMES } from '../flowService/runs/outcomes';
import type { Flow, Run } from '../types';
import type { World } from '../world';

/** A run to put in without a request. */
export interface SeedRun {
	flowId: string;
	/** default: as the keys, the files and the mapping say */
	outcome?: Outcome;
	/** epoch milliseconds; with `completedAt`: a run that has ended already, instead of one that starts now */
	startedAt?: number;
	/** epoch milliseconds */
	completedAt?: number;
}

/**
 * Starts a run, or puts one in as if it had been there before.
 * @throws Error when there is no such dataflow or outcome
 */
export function seedRun(world: World, { flowId, outcome, startedAt, completedAt }: SeedRun): Run {
	const flow = flowOf(world, flowId);
	if (outcome !== undefined && !OUTCOMES.includes(outcome)) {
		throw new Error(`An outcome is one of ${OUTCOMES.join(', ')}`);
	}
	const window = { start: 0, end: startedAt ?? world.now() };
	if (startedAt === undefined || completedAt === undefined) {
		return startRun(world, flow, { window, outcome });
	}
	return recordRun(world, flow, { window, outcome }, { startedAt, completedAt });
}

/** A run that is under way until the test ends it. */
export interface UnfinishedRun {
	id: string;
	/** Ends it at this time of the service's clock, epoch milliseconds. */
	end(outcome: Outcome, completedAt: number): void;
}

/**
 * Puts in a run that has been under way since then (epoch milliseconds), and that ends when it is told to.
 * @throws Error when there is no such dataflow
 */
export function seedUnfinishedRun(world: World, flowId: string, startedAt: number): UnfinishedRun {
	const window = { start: 0, end: startedAt };
	const { run, end } = openRun(world, flowOf(world, flowId), window, startedAt);
	return { id: run.id, end };
}

function flowOf(world: World, id: string): Flow {
	const flow = world.flows.get(id);
	if (!flow) throw new Error(`There is no dataflow ${id}`);
	return flow;
}
