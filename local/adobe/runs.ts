import { answer } from './answers';
import type { Call } from './call';
import { created, find, type Kind, readRoutes } from './crud';
import { requireBody } from './entities';
import { flowRefusal, sourcesRefusal } from './errors';
import { knownParams } from './query';
import { FLOW_SERVICE, type Route } from './route';
import { restartRun, startRun } from './runEngine';
import { numberOf } from './schedule';
import { checked, compile, createRun } from './schemas';
import type { Flow, Json, Run } from './types';
import type { World } from './world';

const validRun = compile<{ flowId: string; params?: Json }>(createRun);

function flowOf(world: World, call: Call, id: string): Flow {
	const flow = world.flows.get(id);
	if (flow?.sandboxName !== call.sandbox.name) {
		throw flowRefusal('1430-400', `Flow not found with id ${id}.`);
	}
	return flow;
}

/** Only for flows that are scheduled once; the times are epoch seconds (contract.md (g)). */
function create(world: World, call: Call) {
	knownParams(call.query, []);
	const { flowId, params = {} } = checked(validRun, requireBody(call));
	const flow = flowOf(world, call, flowId);
	const frequency = flow.scheduleParams?.frequency;
	if (frequency !== 'once') {
		throw sourcesRefusal(
			'1386-400',
			`The flowId=${flowId} with scheduleParams frequency=${String(frequency)} is not supported for creating flow runs. Please provide a valid frequency and try again.`,
		);
	}
	const { windowStartTime, windowEndTime } = params;
	if (numberOf(windowEndTime) < numberOf(windowStartTime)) {
		throw sourcesRefusal(
			'1381-400',
			`WindowEndTime=${String(windowEndTime)} cannot be before Window StartTime=${String(windowStartTime)}. Please provide a valid end time and try again.`,
		);
	}
	return created('runs', startRun(world, flow));
}

function act(world: World, kind: Kind<Run>, call: Call) {
	knownParams(call.query, ['op']);
	const run = find(kind, call);
	const op = call.query.get('op') ?? '';
	if (op.toUpperCase() !== 'RE_TRIGGER') {
		throw flowRefusal(
			'1434-400',
			`Unsupported operation '${op}' received. Please use one of the supported operation types and try again.`,
		);
	}
	if (run.state !== 'failed' && run.state !== 'success') {
		throw sourcesRefusal(
			'1387-400',
			`The flowRunId=${run.id} is in an invalid state=${run.state} for re-triggering. Please try again after some time and contact customer support if the problem persists.`,
		);
	}
	const flow = flowOf(world, call, run.flowId);
	if (flow.state !== 'enabled') {
		throw sourcesRefusal(
			'1388-400',
			`The flow=${flow.id} is in state=${flow.state} and cannot be re-triggered. The flow must be in enabled state for re-triggering.`,
		);
	}
	return answer(200, restartRun(world, run, flow));
}

/** Runs of flows (contract.md (g)). */
export function runRoutes(world: World): Route[] {
	const kind: Kind<Run> = {
		type: 'runs',
		rows: () => world.runs,
		fields: ['flowId', 'flowSpec', 'providerRefId', 'metrics', 'activities'],
		rules: { writable: [] },
		present: (run) => run,
	};
	return [
		{
			method: 'POST',
			url: `${FLOW_SERVICE}/runs`,
			checks: 'flow',
			json: true,
			handler: (call) => create(world, call),
		},
		...readRoutes(world, kind),
		{
			method: 'POST',
			url: `${FLOW_SERVICE}/runs/:id/action`,
			checks: 'flow',
			handler: (call) => act(world, kind, call),
		},
	];
}
