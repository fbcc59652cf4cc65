import { answer } from './answers';
import type { Call } from './call';
import { DATA_LAKE_SPEC, requireSpec, S3_SPEC } from './connectionSpecs';
import { created, type Kind, readRoutes, writeRoutes } from './crud';
import { newEntity, requireBody, requireNoState } from './entities';
import { flowRefusal, notFound, sourcesRefusal } from './errors';
import { FLOW_SERVICE, type Route } from './route';
import {
	checked,
	compile,
	createMappingSet,
	createSourceConnection,
	createTargetConnection,
} from './schemas';
import {
	type Entity,
	isObject,
	type Json,
	type MappingSet,
	type SourceConnection,
	type SpecInfo,
	type TargetConnection,
} from './types';
import type { World } from './world';

interface SourceBody {
	name: string;
	description?: string;
	baseConnectionId?: string;
	data: Json;
	params?: Json;
	connectionSpec: SpecInfo;
}

interface TargetBody {
	name?: string;
	description?: string;
	data: Json;
	params?: Json;
	connectionSpec: SpecInfo;
}

const validSource = compile<SourceBody>(createSourceConnection);
const validTarget = compile<TargetBody>(createTargetConnection);
const validMapping = compile<{ xdmSchema: string; version?: number }>(createMappingSet);

const FORMATS = ['delimited', 'json', 'parquet'];
const WRITABLE = [/^\/(name|description)$/, /^\/(data|params)(\/.+)?$/];

/** 1329-400: a parameter that the sources half of the service needs. */
export function missingParam(param: string) {
	return sourcesRefusal(
		'1329-400',
		`The param: ${param} cannot be null or empty in the provided request. Please provide valid ${param} and try again.`,
	);
}

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

function createSource(world: World, call: Call) {
	requireNoState(call);
	const body = checked(validSource, requireBody(call));
	requireSpec(body.connectionSpec);
	if (body.connectionSpec.id !== S3_SPEC) {
		throw sourcesRefusal(
			'1305-400',
			`The provided connector type = ${body.connectionSpec.id} is not supported for this operation.`,
		);
	}
	if (!body.baseConnectionId) throw missingParam('baseConnectionId');
	const base = world.connections.get(body.baseConnectionId);
	if (base?.sandboxName !== call.sandbox.name) {
		throw notFound('connections', body.baseConnectionId);
	}
	requireReadable(body);
	const source: SourceConnection = {
		...newEntity(world, call, 'enabled'),
		name: body.name,
		...(body.description !== undefined && { description: body.description }),
		baseConnectionId: body.baseConnectionId,
		connectionSpec: body.connectionSpec,
		data: body.data,
		params: body.params ?? {},
	};
	world.sourceConnections.add(source);
	return created('sourceConnections', source);
}

function requireDataset(target: TargetBody): void {
	if (typeof target.params?.dataSetId !== 'string' || target.params.dataSetId === '') {
		throw sourcesRefusal(
			'1325-400',
			`The dataSetId param cannot be null or empty in target connection: ${target.name}. Please provide valid dataSetId param and try again.`,
		);
	}
}

function createTarget(world: World, call: Call) {
	requireNoState(call);
	const body = checked(validTarget, requireBody(call));
	if (body.connectionSpec.id !== DATA_LAKE_SPEC) {
		throw sourcesRefusal(
			'1307-400',
			`The target connection spec ID is not valid=${body.connectionSpec.id}. The allowed value is: \`${DATA_LAKE_SPEC}\`.`,
		);
	}
	requireSpec(body.connectionSpec);
	requireDataset(body);
	const target: TargetConnection = {
		...newEntity(world, call, 'enabled'),
		...(body.name !== undefined && { name: body.name }),
		...(body.description !== undefined && { description: body.description }),
		connectionSpec: body.connectionSpec,
		data: body.data,
		params: body.params ?? {},
	};
	world.targetConnections.add(target);
	return created('targetConnections', target);
}

/** Data Prep, not Flow Service: the ids have no dashes and there is no etag (contract.md (g)). */
function createMapping(world: World, call: Call) {
	const body = checked(validMapping, requireBody(call));
	const mapping: MappingSet = {
		id: world.random.hex(32),
		version: body.version ?? 0,
		xdmSchema: body.xdmSchema,
		sandboxName: call.sandbox.name,
	};
	world.mappingSets.set(mapping.id, mapping);
	const now = Date.now();
	return answer(200, {
		id: mapping.id,
		version: mapping.version,
		createdDate: now,
		modifiedDate: now,
		createdBy: 'local@AdobeID',
		modifiedBy: 'local@AdobeID',
	});
}

/** Refuses to delete what a flow still needs (1447-400). */
function requireNoFlow(world: World, id: string): void {
	const used = world.flows
		.all()
		.some((flow) => [...flow.sourceConnectionIds, ...flow.targetConnectionIds].includes(id));
	if (used) throw flowRefusal('1447-400', `Found active flows containing id ${id}.`);
}

function asIs<T extends Entity>(item: T): T {
	return item;
}

/** Source connections, target connections and mapping sets (contract.md (g)). */
export function sourceAndTargetRoutes(world: World): Route[] {
	const sources: Kind<SourceConnection> = {
		type: 'sourceConnections',
		rows: () => world.sourceConnections,
		fields: ['baseConnectionId', 'connectionSpec', 'data', 'params'],
		rules: { writable: WRITABLE },
		present: asIs,
		requireValid: requireReadable,
		requireUnused: (item) => requireNoFlow(world, item.id),
		updateAnswer: (item) => ({ items: [item] }),
	};
	const targets: Kind<TargetConnection> = {
		type: 'targetConnections',
		rows: () => world.targetConnections,
		fields: ['connectionSpec', 'data', 'params'],
		rules: { writable: WRITABLE },
		present: asIs,
		requireValid: requireDataset,
		requireUnused: (item) => requireNoFlow(world, item.id),
		updateAnswer: (item) => ({ items: [item] }),
	};
	const create = (type: string, handler: Route['handler']): Route => ({
		method: 'POST',
		url: `${FLOW_SERVICE}/${type}`,
		checks: 'flow',
		json: true,
		handler,
	});
	return [
		create('sourceConnections', (call) => createSource(world, call)),
		...readRoutes(world, sources),
		...writeRoutes(world, sources),
		create('targetConnections', (call) => createTarget(world, call)),
		...readRoutes(world, targets),
		...writeRoutes(world, targets),
		{
			method: 'POST',
			url: '/data/foundation/conversion/mappingSets',
			checks: 'flow',
			json: true,
			handler: (call) => createMapping(world, call),
		},
	];
}
