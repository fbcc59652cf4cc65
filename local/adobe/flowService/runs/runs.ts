import { type Answer, answer } from '../../server/answers';
import type { Call } from '../../server/call';
import { flowRefusal, notFound, sourcesRefusal } from '../../server/errors';
import { knownParams } from '../../server/query';
import { FLOW_SERVICE, type Route } from '../../server/route';
import type { Flow, Json, Run } from '../../types';
import type { World } from '../../world';
import { created, find, type Kind, listing, readRoutes } from '../entities/crud';
import { requireBody } from '../entities/entity';
import { list } from '../entities/paging';
import { checked, compile, text } from '../entities/schemas';
import { numberOf } from '../flows/schedule';
import { startRun } from './engine';
import { presentRun } from './present';

const validRun = compile<{ flowId: string; params?: Json }>({
	type: 'object',
	required: ['flowId'],
	properties: { flowId: text, params: { type: 'object' } },
});

function flowOf(world: World, call: Call, id: string): Flow {
	const flow = world.flows.get(id);
	if (flow?.sandboxName !== call.sandbox.name) {
		throw flowRefusal('1430-400', `Flow not found with id ${id}.`);
	}
	return flow;
}

/** The three times of a run, epoch seconds, as numbers or text (contract.md (g), runSpec). */
function timesOf(params: Json): { startTime: number; start: number; end: number } {
	const { startTime, windowStartTime, windowEndTime } = params;
	const [first, start, end] = [startTime, windowStartTime, windowEndTime].map(numberOf);
	if (![first, start, end].every(Number.isInteger)) {
		throw sourcesRefusal(
			'1384-400',
			`The params=${JSON.stringify(params)} provided for creating flow run are invalid or empty. Please provide valid params and try again.`,
		);
	}
	return { startTime: first ?? NaN, start: start ?? NaN, end: end ?? NaN };
}

/** Only for flows that are scheduled once (contract.md (g)). */
function create(world: World, call: Call): Answer {
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
	const { startTime, start, end } = timesOf(params);
	if (end < start) {
		throw sourcesRefusal(
			'1381-400',
			`WindowEndTime=${end} cannot be before Window StartTime=${start}. Please provide a valid end time and try again.`,
		);
	}
	if (flow.state !== 'enabled') {
		throw sourcesRefusal(
			'1380-400',
			`Failed to create flow run. Error message: The flow=${flowId} is in state=${flow.state}.`,
		);
	}
	const window = { start: start * 1000, end: end * 1000 };
	return created('runs', startRun(world, flow, { window, startAt: startTime * 1000 }));
}

/** What a retry is called: `re-trigger` in the tutorial, `RE_TRIGGER` in the API description. */
function requireRetry(world: World, op: string): void {
	const { retryWord } = world.settings;
	const words = retryWord === 'both' ? ['re-trigger', 'RE_TRIGGER'] : [retryWord];
	if (words.includes(op)) return;
	throw sourcesRefusal(
		'1401-400',
		`The provided flow run action=${op} is not supported. Please provide a valid flow run action and try again.`,
	);
}

/** Failed runs, and successful ones that ingested nothing. */
function canBeRetried({ state, wroteNothing }: Run): boolean {
	return state === 'failed' || (state === 'success' && wroteNothing === true);
}

/** Makes a new run over the window of an old one (contract.md (g), Retry). */
function retry(world: World, kind: Kind<Run>, call: Call): Answer {
	knownParams(call.query, ['op', 'subOp']);
	const run = find(kind, call);
	requireRetry(world, call.query.get('op') ?? '');
	if (!canBeRetried(run)) {
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
	const { id, etag } = startRun(world, flow, { window: run.window });
	return answer(200, { id, etag });
}

/** `GET /flows/{id}/runs`, to which the member `runs` of a flow points. */
function runsOfFlow(world: World, kind: Kind<Run>, call: Call): Answer {
	const id = call.params.id ?? '';
	if (world.flows.get(id)?.sandboxName !== call.sandbox.name) throw notFound('flows', id);
	const query = new URLSearchParams(call.query);
	const filter = `flowId==${id}`;
	if (!query.getAll('property').includes(filter)) query.append('property', filter);
	return list({ ...listing(world, kind, call), path: `/flows/${id}/runs` }, query);
}

/** Runs of flows (contract.md (g)). */
export function runRoutes(world: World): Route[] {
	const kind: Kind<Run> = {
		type: 'runs',
		rows: () => world.runs,
		fields: ['flowId', 'flowSpec', 'providerRefId', 'metrics', 'activities'],
		rules: { writable: [] },
		present: (run) => world.oddities.shown(run.id, presentRun(run, world.settings)),
		isFound: ({ visibleFrom }) => visibleFrom <= world.now(),
		isListed: ({ id }) => !world.oddities.isLeftOut(id),
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
			handler: (call) => retry(world, kind, call),
		},
		{
			method: 'GET',
			url: `${FLOW_SERVICE}/flows/:id/runs`,
			checks: 'flow',
			handler: (call) => runsOfFlow(world, kind, call),
		},
	];
}
