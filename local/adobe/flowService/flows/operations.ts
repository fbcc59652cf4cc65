import { flowRefusal } from '../../server/errors';
import type { Flow } from '../../types';
import type { World } from '../../world';
import { touched } from '../entities/entity';
import { schedule } from './scheduler';

type Operation = 'update' | 'enable' | 'disable';

const PENDING: Record<Operation, string> = {
	update: 'updating',
	enable: 'enabling',
	disable: 'disabling',
};

/** Whether a change is still being carried out. */
function isPending({ state }: Flow): boolean {
	return Object.values(PENDING).includes(state);
}

/** Refuses to change a flow while an earlier change is being carried out (contract.md (g), states). */
export function requireSettled(flow: Flow, operation: 'update' | 'delete' | 'action'): void {
	if (!isPending(flow)) return;
	const { state } = flow;
	if (operation === 'update') {
		throw flowRefusal('1420-400', `The current state ${state} cannot be updated.`);
	}
	if (operation === 'action') {
		throw flowRefusal('1421-400', `The current state ${state} cannot be transitioned.`);
	}
	throw flowRefusal('1458-400', `Operation delete cannot be applied in state ${state}.`);
}

function settle(world: World, before: Flow, state: string): Flow | undefined {
	const current = world.flows.get(before.id);
	if (!current || !isPending(current)) return undefined;
	const failed = world.settings.operationResult === 'failed';
	const { lastRunDetails, updatedAt, lastOperation } = current;
	const left = failed
		? { ...before, updatedAt, ...(lastRunDetails && { lastRunDetails }) }
		: current;
	const settled = touched(world, { ...left, state: failed ? before.state : state });
	const errors = [{ code: 'FLOW-1102-500', message: 'An internal error has occurred.' }];
	const written: Flow = {
		...settled,
		lastOperation: {
			...lastOperation,
			updated: settled.updatedAt,
			percentCompleted: 100,
			status: failed ? { value: 'failed', errors } : { value: 'completed', errors: [] },
		},
	};
	world.flows.replace(written);
	schedule(world, written.id);
	return written;
}

/**
 * Changes a flow: the answer goes out at once, the change is carried out after `settleMs`, and then the etag is a new
 * one again, since the stored entity was written once more (inferred from the times in EN:update-dataflows.md).
 * @param changed what the flow will be
 * @param before what it was: what remains when the change fails
 * @param ops the operations of a PATCH
 */
export function operate(
	world: World,
	operation: Operation,
	changed: Flow,
	before: Flow,
	ops?: unknown,
): Flow {
	const final = { update: before.state, enable: 'enabled', disable: 'disabled' }[operation];
	const pending = touched(world, { ...changed, state: PENDING[operation] });
	const written: Flow = {
		...pending,
		lastOperation: {
			started: pending.updatedAt,
			updated: pending.updatedAt,
			percentCompleted: 0,
			status: { value: 'inProgress', errors: [] },
			...(ops !== undefined && { ops }),
			operation,
		},
	};
	world.flows.replace(written);
	const { settleMs, flowLagMs } = world.settings;
	world.oddities.keepShowing(before, world.now(), flowLagMs);
	if (settleMs === 0) return settle(world, before, final) ?? written;
	world.timers.after(settleMs, () => settle(world, before, final));
	return written;
}
