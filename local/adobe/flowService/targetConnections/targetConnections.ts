import type { Call } from '../../server/call';
import { sourcesRefusal } from '../../server/errors';
import type { Route } from '../../server/route';
import type { Json, SpecInfo, TargetConnection } from '../../types';
import type { World } from '../../world';
import { asksForDraft, created, partRoutes } from '../entities/crud';
import { creation, newEntity, requireBody, requireNoState } from '../entities/entity';
import { checked, compile, optionalText, specInfo, text } from '../entities/schemas';
import { DATA_LAKE_SPEC, requireSpec } from '../specs/connectionSpecs';

interface TargetBody {
	name?: string;
	description?: string;
	data: Json;
	params?: Json;
	connectionSpec: SpecInfo;
}

/** Body of `POST /targetConnections` (contract.md (g)). */
const createTargetConnection = {
	type: 'object',
	required: ['data', 'connectionSpec'],
	properties: {
		name: optionalText,
		description: optionalText,
		data: {
			type: 'object',
			properties: {
				schema: {
					type: 'object',
					required: ['id'],
					properties: { id: text, version: optionalText },
				},
			},
		},
		params: { type: 'object' },
		connectionSpec: specInfo,
	},
};

const validTarget = compile<TargetBody>(createTargetConnection);

function requireDataset(target: TargetBody): void {
	if (typeof target.params?.dataSetId !== 'string' || target.params.dataSetId === '') {
		throw sourcesRefusal(
			'1325-400',
			`The dataSetId param cannot be null or empty in target connection: ${target.name}. Please provide valid dataSetId param and try again.`,
		);
	}
}

function createTarget(world: World, call: Call) {
	const draft = asksForDraft(call);
	requireNoState(call);
	const body = checked(validTarget, requireBody(call));
	if (body.connectionSpec.id !== DATA_LAKE_SPEC) {
		throw sourcesRefusal(
			'1307-400',
			`The target connection spec ID is not valid=${body.connectionSpec.id}. The allowed value is: \`${DATA_LAKE_SPEC}\`.`,
		);
	}
	requireSpec(body.connectionSpec);
	if (!draft) requireDataset(body);
	const entity = newEntity(world, call, draft ? 'draft' : 'enabled');
	const target: TargetConnection = {
		...entity,
		...(body.name !== undefined && { name: body.name }),
		...(body.description !== undefined && { description: body.description }),
		connectionSpec: body.connectionSpec,
		data: body.data,
		params: body.params ?? {},
		lastOperation: creation(entity),
	};
	world.targetConnections.add(target);
	return created('targetConnections', target);
}

/** Target connections (contract.md (g)). */
export function targetConnectionRoutes(world: World): Route[] {
	return partRoutes<TargetConnection>(world, {
		type: 'targetConnections',
		rows: () => world.targetConnections,
		fields: ['connectionSpec', 'data', 'params'],
		create: (call) => createTarget(world, call),
		requireReady: requireDataset,
		requireComplete: requireDataset,
	});
}
