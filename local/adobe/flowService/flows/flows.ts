import { type Answer, answer } from '../../server/answers';
import type { Call } from '../../server/call';
import { sourcesRefusal } from '../../server/errors';
import { knownParams } from '../../server/query';
import { FLOW_SERVICE, type Route } from '../../server/route';
import type { Flow } from '../../types';
import type { World } from '../../world';
import {
	asksForDraft,
	created,
	find,
	type Kind,
	listing,
	readRoutes,
	unsupportedAction,
	writeRoutes,
	wrongState,
} from '../entities/crud';
import { creation, newEntity, requireBody, requireNoState, touched } from '../entities/entity';
import { checked } from '../entities/schemas';
import { search } from '../entities/search';
import { requireFlowSpec } from '../specs/flowSpecs';
import { type FlowBody, readOptions, requireComplete, requireMapping, validFlow } from './body';
import { operate, requireSettled } from './operations';
import { requireSchedule } from './schedule';
import { hasStarted, schedule, storeFlow } from './scheduler';

function create(world: World, call: Call): Answer {
	const draft = asksForDraft(call);
	requireNoState(call);
	const body = checked(validFlow, requireBody(call));
	requireFlowSpec(body.flowSpec);
	if (!draft) requireComplete(world, body, call.sandbox.name);
	const entity = newEntity(world, call, draft ? 'draft' : 'enabled');
	const flow: Flow = {
		...entity,
		...(body.name !== undefined && { name: body.name }),
		...(body.description !== undefined && { description: body.description }),
		flowSpec: body.flowSpec,
		sourceConnectionIds: body.sourceConnectionIds ?? [],
		targetConnectionIds: body.targetConnectionIds ?? [],
		transformations: body.transformations ?? [],
		...(body.scheduleParams && { scheduleParams: body.scheduleParams }),
		...(body.options && { options: readOptions(body.options) }),
		lastOperation: creation(entity),
	};
	storeFlow(world, flow);
	return created('flows', flow);
}

/** What tells flows that bring nothing in (contract.md (g), Flows and runs of others). */
const FOREIGN_PROPERTIES = { destination: { isDestinationFlow: true }, internal: {} };

/** A flow as GET shows it (contract.md (g), flow item). */
function present(world: World, flow: Flow): object {
	const sourceConnections = flow.sourceConnectionIds.map((id) => {
		const source = world.sourceConnections.get(id);
		const base = world.connections.get(source?.baseConnectionId ?? '');
		return {
			id,
			connectionSpec: source?.connectionSpec,
			...(base && { baseConnection: { id: base.id, connectionSpec: base.connectionSpec } }),
		};
	});
	const targetConnections = flow.targetConnectionIds.map((id) => ({
		id,
		connectionSpec: world.targetConnections.get(id)?.connectionSpec,
	}));
	const { foreign, ...shown } = flow;
	return {
		...shown,
		inheritedAttributes: {
			properties: foreign ? FOREIGN_PROPERTIES[foreign] : { isSourceFlow: true },
			sourceConnections,
			targetConnections,
		},
		runs: `/flows/${flow.id}/runs`,
	};
}

function publish(world: World, flow: Flow): Flow {
	requireComplete(world, flow as FlowBody, flow.sandboxName);
	const published = { ...touched(world, flow), state: 'enabled' };
	world.flows.replace(published);
	schedule(world, flow.id);
	return published;
}

/** Enabling and disabling is an action, not a PATCH; If-Match is optional (contract.md (g)). */
function act(world: World, kind: Kind<Flow>, call: Call): Answer {
	knownParams(call.query, ['op', 'subOp']);
	const flow = find(kind, call);
	const op = (call.query.get('op') ?? '').toLowerCase();
	const from = { enable: 'disabled', disable: 'enabled', publish: 'draft' }[op];
	if (!from) throw unsupportedAction(op);
	requireSettled(flow, 'action');
	if (flow.state !== from) throw wrongState(op, flow.state);
	const changed =
		op === 'publish' ? publish(world, flow) : operate(world, op as 'enable', flow, flow);
	return answer(200, { id: changed.id, etag: changed.etag });
}

/** What a PATCH makes of a flow; only what it changes is judged. */
function accept(world: World, changed: Flow, before: Flow): Flow {
	const differs = (member: 'scheduleParams' | 'transformations') =>
		JSON.stringify(changed[member]) !== JSON.stringify(before[member]);
	if (changed.scheduleParams && differs('scheduleParams')) {
		const so = before.scheduleParams;
		const started = before.state !== 'draft' && hasStarted(world, before);
		requireSchedule(changed.scheduleParams, world.now(), so && { schedule: so, started });
	}
	if (differs('transformations')) requireMapping(world, changed as FlowBody);
	return changed.options ? { ...changed, options: readOptions(changed.options) } : changed;
}

function kindOf(world: World): Kind<Flow> {
	return {
		type: 'flows',
		rows: () => world.flows,
		fields:
			'flowSpec sourceConnectionIds targetConnectionIds transformations scheduleParams options labels inheritedAttributes lastOperation lastRunDetails'.split(
				' ',
			),
		rules: {
			writable: [
				/^\/(name|description)$/,
				/^\/(transformations|scheduleParams|options|labels)(\/.+)?$/,
			],
			refuse: (path) =>
				sourcesRefusal(
					'1365-400',
					`The path ${path} provided in ops is invalid. Please provide valid path ${path} and try again.`,
				),
		},
		present: (flow) => {
			const seen = world.oddities.seenInstead(flow, world.now());
			return world.oddities.shown(flow.id, present(world, seen));
		},
		requireChangeable: requireSettled,
		accept: (changed, before) => accept(world, changed, before),
		write: (changed, before, ops) => {
			if (before.state !== 'draft') return operate(world, 'update', changed, before, ops);
			const written = touched(world, changed);
			world.flows.replace(written);
			return written;
		},
		removed: ({ id }) => world.schedules.forget(id),
	};
}

/** Flows (contract.md (g)). */
export function flowRoutes(world: World): Route[] {
	const kind = kindOf(world);
	const base = `${FLOW_SERVICE}/flows`;
	return [
		{
			method: 'POST',
			url: base,
			checks: 'flow',
			json: true,
			handler: (call) => create(world, call),
		},
		...readRoutes(world, kind),
		...writeRoutes(world, kind),
		{
			method: 'POST',
			url: `${base}/search`,
			checks: 'flow',
			json: true,
			handler: (call) => search(listing(world, kind, call), call),
		},
		{
			method: 'POST',
			url: `${base}/:id/action`,
			checks: 'flow',
			handler: (call) => act(world, kind, call),
		},
	];
}
