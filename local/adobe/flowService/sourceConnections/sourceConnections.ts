import type { Call } from '../../server/call';
import { missingParam, notFound, sourcesRefusal } from '../../server/errors';
import type { Route } from '../../server/route';
import {
	isObject,
	type Json,
	type SourceConnection,
	type SpecInfo,
	type StoredConnection,
} from '../../types';
import type { World } from '../../world';
import { asksForDraft, created, partRoutes, requirePublished } from '../entities/crud';
import { creation, newEntity, requireBody, requireNoState } from '../entities/entity';
import { checked, compile, optionalText, specInfo, text } from '../entities/schemas';
import { requireSpec } from '../specs/connectionSpecs';
import { LANDING_ZONE_SPEC, sourceOf } from '../specs/sources';

interface SourceBody {
	name: string;
	description?: string;
	baseConnectionId?: string;
	data: Json;
	params?: Json;
	connectionSpec: SpecInfo;
}

/** Body of `POST /sourceConnections` (contract.md (g)). */
const createSourceConnection = {
	type: 'object',
	required: ['name', 'data', 'connectionSpec'],
	properties: {
		name: text,
		description: optionalText,
		baseConnectionId: optionalText,
		data: {
			type: 'object',
			properties: { format: optionalText, properties: { type: 'object' } },
		},
		params: { type: 'object' },
		connectionSpec: specInfo,
	},
};

const validSource = compile<SourceBody>(createSourceConnection);
const FORMATS = ['delimited', 'json', 'parquet'];

/** Format and delimiter of the data (1327, 1331-400), and the path to read (contract.md (g)). */
function requireReadable(source: { name?: string; data: Json; params?: Json }): void {
	const { format, properties } = source.data;
	if (typeof format !== 'string' || !FORMATS.includes(format)) {
		throw sourcesRefusal(
			'1327-400',
			`The format of source data supplied=${String(format)} in SourceConnection is not supported. The allowed values are: ${FORMATS.join(', ')}. Please provide allowed values and try again.`,
		);
	}
	const delimiter = isObject(properties) ? properties.columnDelimiter : undefined;
	if (typeof delimiter === 'string' && delimiter.length > 1) {
		throw sourcesRefusal(
			'1331-400',
			`Column Delimiter cannot be more than one character in SourceConnection: ${source.name}. Please provide valid column delimiter and try again.`,
		);
	}
	if (typeof source.params?.path !== 'string' || source.params.path === '') {
		throw missingParam('path');
	}
}

/** Every source but the landing zone reads through a base connection of the same spec. */
function requireBase(world: World, call: Call, body: SourceBody): StoredConnection | undefined {
	const { id } = body.connectionSpec;
	if (!sourceOf(id)) {
		throw sourcesRefusal(
			'1305-400',
			`The provided connector type = ${id} is not supported for this operation.`,
		);
	}
	if (id === LANDING_ZONE_SPEC) {
		if (!body.baseConnectionId) return undefined;
		throw sourcesRefusal(
			'1332-400',
			`The source connection request with the connectionSpecId: ${id} cannot have a baseConnectionId. Please remove the baseConnectionId and try again.`,
		);
	}
	if (!body.baseConnectionId) throw missingParam('baseConnectionId');
	const base = world.connections.get(body.baseConnectionId);
	if (base?.sandboxName !== call.sandbox.name) {
		throw notFound('connections', body.baseConnectionId);
	}
	if (base.connectionSpec.id !== id) {
		throw sourcesRefusal(
			'1305-400',
			`The provided connector type = ${id} is not supported for this operation.`,
		);
	}
	return base;
}

function createSource(world: World, call: Call) {
	const draft = asksForDraft(call);
	requireNoState(call);
	const body = checked(validSource, requireBody(call));
	requireSpec(body.connectionSpec);
	const base = requireBase(world, call, body);
	if (!draft) {
		if (base) requirePublished(base);
		requireReadable(body);
	}
	const entity = newEntity(world, call, draft ? 'draft' : 'enabled');
	const source: SourceConnection = {
		...entity,
		name: body.name,
		...(body.description !== undefined && { description: body.description }),
		...(body.baseConnectionId !== undefined && { baseConnectionId: body.baseConnectionId }),
		connectionSpec: body.connectionSpec,
		data: body.data,
		params: body.params ?? {},
		lastOperation: creation(entity),
	};
	world.sourceConnections.add(source);
	return created('sourceConnections', source);
}

/** A draft goes live once its base connection is (contract.md (g), Drafts). */
function requireComplete(world: World, source: SourceConnection): void {
	const base = world.connections.get(source.baseConnectionId ?? '');
	if (base) requirePublished(base);
	requireReadable(source);
}

/** Source connections (contract.md (g)). */
export function sourceConnectionRoutes(world: World): Route[] {
	return partRoutes<SourceConnection>(world, {
		type: 'sourceConnections',
		rows: () => world.sourceConnections,
		fields: ['baseConnectionId', 'connectionSpec', 'data', 'params'],
		create: (call) => createSource(world, call),
		requireReady: requireReadable,
		requireComplete: (source) => requireComplete(world, source),
	});
}
