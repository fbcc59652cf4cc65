import { store } from '../flowService/connections/connections';
import { newEntity } from '../flowService/entities/entity';
import { storeFlow } from '../flowService/flows/scheduler';
import { CLOUD_STORAGE_FLOW_SPEC } from '../flowService/specs/flowSpecs';
import { S3_SPEC } from '../flowService/specs/sources';
import { NO_SANDBOX } from '../server/call';
import type { Flow, Json, SourceConnection, StoredConnection } from '../types';
import type { World } from '../world';

/** A connection to put in without a request. Everything has a default; the keys are the demo's. */
export interface SeedConnection extends Partial<Omit<StoredConnection, 'auth'>> {
	specName?: string;
	params?: Json;
	auth?: { specName: string; params: Json };
	/** number of flows that use it, so that it cannot be deleted */
	flows?: number;
}

/** A dataflow to put in without a request. It has no target: every record that can be read is written. */
export interface SeedDataflow {
	connectionId: string;
	name: string;
	/** with the bucket */
	path: string;
	/** `scheduleParams`; default: once an hour, since an hour ago */
	schedule?: Json;
	/** default `file` */
	type?: 'file' | 'folder';
	/** default `delimited` */
	format?: 'delimited' | 'json' | 'parquet';
}

/**
 * Puts a dataflow in as if it had been made now.
 * @throws Error when there is no such connection
 */
export function seedDataflow(world: World, seed: SeedDataflow): Flow {
	const { connectionId, name, path, schedule, type = 'file', format = 'delimited' } = seed;
	const connection = world.connections.get(connectionId);
	if (!connection) throw new Error(`There is no connection ${connectionId}`);
	const call = {
		sandbox: { ...NO_SANDBOX, id: connection.sandboxId, name: connection.sandboxName },
	};
	const source: SourceConnection = {
		...newEntity(world, call, 'enabled'),
		name: `Source of ${name}`,
		baseConnectionId: connection.id,
		connectionSpec: connection.connectionSpec,
		data: { format },
		params: { path, type },
	};
	world.sourceConnections.add(source);
	const flow: Flow = {
		...newEntity(world, call, 'enabled'),
		name,
		flowSpec: { id: CLOUD_STORAGE_FLOW_SPEC, version: '1.0' },
		sourceConnectionIds: [source.id],
		targetConnectionIds: [],
		transformations: [],
		scheduleParams: schedule ?? {
			startTime: Math.floor(Date.now() / 1000) - 3600,
			frequency: 'hour',
			interval: 1,
		},
		lastOperation: { started: 0, updated: 0, operation: 'create' },
	};
	storeFlow(world, flow);
	return flow;
}

/** Puts a connection in as if it had been there before. */
export function seedConnection(world: World, seed: SeedConnection): StoredConnection {
	const { specName, params, flows = 0, auth, ...rest } = seed;
	const { demo } = world;
	const name = rest.sandboxName ?? demo.sandboxName;
	const sandbox = world.sandboxes.find((candidate) => candidate.name === name);
	const entity = newEntity(world, { sandbox: sandbox ?? NO_SANDBOX }, 'enabled');
	const etag = rest.etag ?? rest.version ?? entity.etag;
	const connection: StoredConnection = {
		...entity,
		name: `Connection ${entity.id.slice(0, 8)}`,
		connectionSpec: { id: S3_SPEC, version: '1.0' },
		auth: auth ?? {
			specName: specName ?? 'Access Key',
			params: params ?? {
				s3AccessKey: demo.s3AccessKey,
				s3SecretKey: demo.s3SecretKey,
				s3SessionToken: demo.s3SessionToken,
			},
		},
		...rest,
		etag,
		version: etag,
	};
	store(world, connection);
	for (let number = 1; number <= flows; number++) {
		seedDataflow(world, {
			connectionId: connection.id,
			name: `Flow ${number} of ${connection.name}`,
			path: '/acme-landing/customers/customers.csv',
		});
	}
	return connection;
}
