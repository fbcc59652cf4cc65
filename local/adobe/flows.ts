import { answer } from './answers';
import type { Call } from './call';
import { created, find, type Kind, readRoutes, writeRoutes } from './crud';
import { newEntity, requireBody, requireNoState, touched } from './entities';
import { flowRefusal, notFound, sourcesRefusal } from './errors';
import { flowSpecRoutes, requireFlowSpec } from './flowSpecs';
import { invalidParam, knownParams } from './query';
import { FLOW_SERVICE, type Route } from './route';
import { startRun } from './runEngine';
import { requireSchedule } from './schedule';
import { checked, compile, createFlow } from './schemas';
import { type Flow, isObject, type Json, type SpecInfo } from './types';
import type { World } from './world';

interface FlowBody {
	name?: string;
	description?: string;
	flowSpec: SpecInfo;
	sourceConnectionIds?: string[];
	targetConnectionIds?: string[];
	transformations?: Json[];
	scheduleParams?: Json;
	options?: Json;
}

const validFlow = compile<FlowBody>(createFlow);

function requireOne(kind: string, ids: string[] = []): string {
	const [id] = ids;
	if (!id || ids.length !== 1) {
		throw sourcesRefusal(
			'1321-400',
			`The length of ${kind} should be one, supplied size is ${ids.length}. Please provide valid size and try again.`,
		);
	}
	return id;
}

/** The mapping must exist, in that version, and be for the schema of the dataset (1412, 1419, 1425-400). */
function requireMapping(world: World, flow: FlowBody, targetId: string): void {
	for (const transformation of flow.transformations ?? []) {
		if (transformation.name !== 'Mapping') continue;
		const { mappingId, mappingVersion = 0 } = isObject(transformation.params)
			? transformation.params
			: {};
		const mapping = world.mappingSets.get(String(mappingId));
		if (!mapping) {
			throw flowRefusal(
				'1419-400',
				`Error while validating mapping with id ${String(mappingId)}, version ${String(mappingVersion)}. This could be because of inadequate permissions on mapped fields. Please check your mapping or contact your admin.`,
			);
		}
		if (Number(mappingVersion) !== mapping.version) {
			throw flowRefusal(
				'1412-400',
				'Invalid Mapping Version in request. Please provide correct mapping version.',
			);
		}
		const schema = world.targetConnections.get(targetId)?.data.schema;
		if (isObject(schema) && schema.id !== mapping.xdmSchema) {
			const dataset = world.targetConnections.get(targetId)?.params.dataSetId;
			throw flowRefusal(
				'1425-400',
				`Error while matching schema in target dataset ${String(dataset)} with schema in mapping ${mapping.id}. Schema with same id and version must be used in both mapping and target dataset.`,
			);
		}
	}
}

/** Whether everything that a flow names is there and fits. Drafts may be incomplete. */
function requireComplete(world: World, flow: FlowBody, sandboxName: string): void {
	const sourceId = requireOne('sourceConnectionIds', flow.sourceConnectionIds);
	const targetId = requireOne('targetConnectionIds', flow.targetConnectionIds);
	if (world.sourceConnections.get(sourceId)?.sandboxName !== sandboxName) {
		throw notFound('sourceConnections', sourceId);
	}
	if (world.targetConnections.get(targetId)?.sandboxName !== sandboxName) {
		throw notFound('targetConnections', targetId);
	}
	requireMapping(world, flow, targetId);
	if (!flow.scheduleParams || Object.keys(flow.scheduleParams).length === 0) {
		throw sourcesRefusal(
			'1317-400',
			'The provided schedule params are empty but should not be empty. Please provide valid schedule params and try again.',
		);
	}
	requireSchedule(flow.scheduleParams, Date.now());
}

function create(world: World, call: Call) {
	knownParams(call.query, ['mode']);
	const mode = call.query.get('mode');
	if (mode !== null && mode !== 'draft') throw invalidParam('mode');
	requireNoState(call);
	const body = checked(validFlow, requireBody(call));
	requireFlowSpec(body.flowSpec);
	if (mode !== 'draft') requireComplete(world, body, call.sandbox.name);
	const now = Date.now();
	const flow: Flow = {
		...newEntity(world, call, mode === 'draft' ? 'draft' : 'enabled'),
		...(body.name !== undefined && { name: body.name }),
		...(body.description !== undefined && { description: body.description }),
		flowSpec: body.flowSpec,
		sourceConnectionIds: body.sourceConnectionIds ?? [],
		targetConnectionIds: body.targetConnectionIds ?? [],
		transformations: body.transformations ?? [],
		...(body.scheduleParams && { scheduleParams: body.scheduleParams }),
		...(body.options && { options: body.options }),
		lastOperation: { started: now, updated: now, operation: 'create' },
	};
	world.flows.add(flow);
	if (flow.state === 'enabled' && flow.scheduleParams?.frequency === 'once') startRun(world, flow);
	return created('flows', flow);
}

/** A flow as GET shows it (contract.md (g), flow item). */
function present(world: World, flow: Flow): object {
	const sourceConnections = flow.sourceConnectionIds.map((id) => {
		const source = world.sourceConnections.get(id);
		const base = source && world.connections.get(source.baseConnectionId);
		return {
			id,
			connectionSpec: source?.connectionSpec,
			baseConnection: base && { id: base.id, connectionSpec: base.connectionSpec },
		};
	});
	const targetConnections = flow.targetConnectionIds.map((id) => ({
		id,
		connectionSpec: world.targetConnections.get(id)?.connectionSpec,
	}));
	return {
		...flow,
		inheritedAttributes: { sourceConnections, targetConnections },
		runs: `/runs?property=flowId==${flow.id}`,
	};
}

const TARGET_STATES: Record<string, { from: string[]; to: string }> = {
	enable: { from: ['disabled'], to: 'enabled' },
	disable: { from: ['enabled'], to: 'disabled' },
	publish: { from: ['draft'], to: 'enabled' },
};

/** Enabling and disabling is an action, not a PATCH; If-Match is optional (contract.md (g)). */
function act(world: World, kind: Kind<Flow>, call: Call) {
	knownParams(call.query, ['op', 'subOp']);
	const flow = find(kind, call);
	const op = (call.query.get('op') ?? '').toLowerCase();
	const action = TARGET_STATES[op];
	if (!action) {
		throw flowRefusal(
			'1434-400',
			`Unsupported operation '${op}' received. Please use one of the supported operation types and try again.`,
		);
	}
	if (!action.from.includes(flow.state)) {
		throw flowRefusal(
			'1422-400',
			`The action ${op} cannot be applied on the current state ${flow.state}. Please update the action and try again.`,
		);
	}
	if (op === 'publish') requireComplete(world, flow as FlowBody, flow.sandboxName);
	const now = Date.now();
	const changed: Flow = {
		...touched(world, flow),
		state: action.to,
		lastOperation: { started: now, updated: now, operation: op },
	};
	world.flows.replace(changed);
	if (op === 'publish' && changed.scheduleParams?.frequency === 'once') startRun(world, changed);
	return answer(200, { id: changed.id, etag: changed.etag });
}

/** Flow specs and flows (contract.md (g)). */
export function flowRoutes(world: World): Route[] {
	const kind: Kind<Flow> = {
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
		},
		present: (flow) => present(world, flow),
		requireValid: (changed, before) => {
			const unchanged =
				JSON.stringify(changed.scheduleParams) === JSON.stringify(before.scheduleParams);
			if (changed.scheduleParams && !unchanged) {
				requireSchedule(changed.scheduleParams, Date.now(), before.scheduleParams);
			}
			requireMapping(world, changed as FlowBody, changed.targetConnectionIds[0] ?? '');
		},
	};
	return [
		...flowSpecRoutes(),
		{
			method: 'POST',
			url: `${FLOW_SERVICE}/flows`,
			checks: 'flow',
			json: true,
			handler: (call) => create(world, call),
		},
		...readRoutes(world, kind),
		...writeRoutes(world, kind),
		{
			method: 'POST',
			url: `${FLOW_SERVICE}/flows/:id/action`,
			checks: 'flow',
			handler: (call) => act(world, kind, call),
		},
	];
}
