import { openRun, recordRun, startRun } from '../flowService/runs/engine';
import { type Outcome, OUTCOMES } from '../flowService/runs/outcomes';
import type { Flow, Run } from '../types';
import type { World } from '../world';

/** A run to put in without a request. */
export interface SeedRun {
	flowId: string;
	/** default: as the keys, the files and the mapping say */
	outcome?: Outcome;
	/** whether the copy engine says why it failed; default: as the setting `causeText` has it */
	printed?: boolean;
	/** epoch milliseconds; with `completedAt`: a run that has ended already, instead of one that starts now */
	startedAt?: number;
	/** epoch milliseconds */
	completedAt?: number;
	/** epoch milliseconds, may lie in the future; default: as the start and the setting `createdLateMs` have it */
	createdAt?: number;
	/** files last modified within it are read, epoch milliseconds; default: up to the start */
	window?: Run['window'];
}

/**
 * Starts a run, or puts one in as if it had been there before.
 * @throws Error when there is no such dataflow or outcome
 */
export function seedRun(world: World, seed: SeedRun): Run {
	const { flowId, outcome, printed, startedAt, completedAt, createdAt } = seed;
	const flow = flowOf(world, flowId);
	if (outcome !== undefined && !OUTCOMES.includes(outcome)) {
		throw new Error(`An outcome is one of ${OUTCOMES.join(', ')}`);
	}
	const plan = {
		window: seed.window ?? { start: 0, end: startedAt ?? world.now() },
		outcome,
		printed,
	};
	if (startedAt === undefined || completedAt === undefined) return startRun(world, flow, plan);
	return recordRun(world, flow, plan, { startedAt, completedAt, createdAt });
}

/** A run that is under way until the test ends it. */
export interface UnfinishedRun {
	id: string;
	/** Ends it at this time of the service's clock, epoch milliseconds; without an outcome as keys, files and mapping say. */
	end(outcome: Outcome | undefined, completedAt: number): void;
}

/**
 * Puts in a run that has been under way since then (epoch milliseconds), and that ends when it is told to.
 * @throws Error when there is no such dataflow
 */
export function seedUnfinishedRun(
	world: World,
	flowId: string,
	startedAt: number,
	{ window = { start: 0, end: startedAt }, createdAt }: Pick<SeedRun, 'window' | 'createdAt'> = {},
): UnfinishedRun {
	const { run, end } = openRun(world, flowOf(world, flowId), window, startedAt, createdAt);
	return { id: run.id, end: (outcome, completedAt) => end({ outcome }, completedAt) };
}

function flowOf(world: World, id: string): Flow {
	const flow = world.flows.get(id);
	if (!flow) throw new Error(`There is no dataflow ${id}`);
	return flow;
}
