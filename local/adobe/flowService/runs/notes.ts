import type { Flow, Run } from '../../types';
import type { World } from '../../world';
import { touched } from '../entities/entity';
import type { Times } from './engine';

const DAY = 24 * 60 * 60_000;

/** Notes a run that has ended at its flow, and disables the flow where it has failed for too long. */
export function noteAtFlow(
	world: World,
	flowId: Flow['id'],
	run: Times & Pick<Run, 'id' | 'state'>,
): void {
	const flow = world.flows.get(flowId);
	if (!flow) return;
	if ((flow.lastRunDetails?.startedAtUTC ?? 0) <= run.startedAt) {
		const { id, state, startedAt: startedAtUTC, completedAt: completedAtUTC } = run;
		world.flows.replace({ ...flow, lastRunDetails: { id, state, startedAtUTC, completedAtUTC } });
	}
	disableWhenFailing(world, flowId, run);
}

/** A flow that fails for 30 days is disabled (EN:release-notes/2026/june-2026.md); how it shows is not documented. */
function disableWhenFailing(
	world: World,
	flowId: string,
	{ state: outcome, completedAt }: Times & Pick<Run, 'state'>,
): void {
	const state = world.schedules.of(flowId);
	if (completedAt < (state.judgedAt ?? 0)) return;
	state.judgedAt = completedAt;
	state.failingSince = outcome === 'failed' ? (state.failingSince ?? completedAt) : undefined;
	const { disableAfterDays } = world.settings;
	if (disableAfterDays === null || state.failingSince === undefined) return;
	if (completedAt - state.failingSince < disableAfterDays * DAY) return;
	const flow = world.flows.get(flowId);
	if (flow?.state !== 'enabled') return;
	state.failingSince = undefined;
	state.cancel?.();
	world.flows.replace({ ...touched(world, flow, 'platform@AdobeID'), state: 'disabled' });
}
