import type { FastifyInstance } from 'fastify';

import type { Batch } from './batches';
import type { FileIngestion } from './ingestions';
import { bucketFile } from './bucket/bucket';
import { demoCredentials } from './demo';
import { listen } from './server/listen';
import type { Route } from './server/route';
import { createServer } from './server/server';
import { checkSettings, defaultSettings, type Settings } from './server/settings';
import { serviceRoutes } from './services';
import { tenantFiles } from './tenant/files';
import { populateTenant } from './tenant/population';
import { seedForeignFlow } from './tenant/foreignFlow';
import {
	seedConnection,
	type SeedConnection,
	seedDataflow,
	type SeedDataflow,
} from './tenant/seed';
import { seedRun, type SeedRun, seedUnfinishedRun, type UnfinishedRun } from './tenant/seedRun';
import type {
	DemoCredentials,
	Flow,
	JournalEntry,
	Json,
	KeySet,
	Run,
	SourceConnection,
	StoredConnection,
	TargetConnection,
} from './types';
import { World } from './world';

export { demoAwsKeys, demoAzureApp, demoCredentials } from './demo';
export type { SeedConnection, SeedDataflow } from './tenant/seed';
export type { FaultRule, MaskStyle, RateLimit, RunFault, Settings } from './server/settings';
export type { Batch } from './batches';
export type { FileIngestion } from './ingestions';
export type { SeedRun, UnfinishedRun } from './tenant/seedRun';
export type {
	DemoCredentials,
	Flow,
	JournalEntry,
	KeySet,
	Run,
	SourceConnection,
	StoredConnection,
	TargetConnection,
} from './types';

/** A running local Adobe: IMS, Flow Service and AWS STS on one address. */
export interface LocalAdobe {
	/** `http://127.0.0.1:PORT`, for `imsUrl` and for `platformUrl`; STS is at `/sts/` */
	url: string;
	/** what it accepts */
	demo: DemoCredentials;
	/** every request in order */
	journal: JournalEntry[];
	/** all connections, oldest first, unmasked and whole */
	connections(): StoredConnection[];
	connection(id: string): StoredConnection | undefined;
	/** the service's own books, in the order of creation */
	sourceConnections(): SourceConnection[];
	targetConnections(): TargetConnection[];
	flows(): Flow[];
	runs(): Run[];
	/** batches of a sandbox, default the one of the credentials */
	batches(sandboxName?: string): Batch[];
	/** every version of a file that a dataflow ingested, with the runs that did it */
	ingestions(): FileIngestion[];
	/** the service's own books: the records that uploads have brought into a dataset, oldest batch first */
	records(datasetId: string): Array<{ batchId: string; record: Json }>;
	/** token requests seen */
	imsRequests(): number;
	/** changes behaviour while running */
	set(settings: Partial<Settings>): void;
	/** adds a set of S3 keys that `test`, explore and runs of flows accept */
	registerKeys(set: KeySet): void;
	/** a secret of any source that its provider refuses from now on */
	revokeSecret(secret: string): void;
	/**
	 * starts a run of a dataflow without a request, or puts in one that has ended already
	 * @throws Error when there is no such dataflow
	 */
	seedRun(seed: SeedRun): Run;
	/**
	 * puts in a run that has been under way since then (epoch milliseconds), and that ends when it is told to
	 * @throws Error when there is no such dataflow
	 */
	seedUnfinishedRun(
		flowId: string,
		startedAt: number,
		seed?: Pick<SeedRun, 'window' | 'createdAt'>,
	): UnfinishedRun;
	/** puts in a flow that brings nothing in, which lists hold beside the dataflows; `seedRun` makes its runs */
	seedForeignFlow(kind: 'destination' | 'internal'): Flow;
	/** answers show this dataflow or run with these changes (objects member by member, `null` takes one out) */
	amend(id: string, changes: Json): void;
	/** the next lists, default one, that a run belongs into come without it */
	leaveOut(runId: string, times?: number): void;
	/** every IMS token handed out so far is refused from now on (401013) */
	expireTokens(): void;
	/** puts a connection in without a request */
	seedConnection(seed?: SeedConnection): StoredConnection;
	/**
	 * puts a dataflow in without a request
	 * @throws Error when there is no such connection
	 */
	seedDataflow(seed: SeedDataflow): Flow;
	/** puts base connections and dataflows of the made-up tenant in, as lists of a used sandbox have them */
	seedTenant(): void;
	/**
	 * adds a file to the bucket, or replaces the one at its path (below the bucket)
	 * @param lastModified epoch milliseconds, default now, in whole seconds as stores have it
	 */
	putFile(path: string, content: Buffer | string, lastModified?: number): Promise<void>;
	/** forgets connections, journal, tokens (unless they are to be kept), faults and flows; the other settings stay */
	reset(options?: { keepTokens?: boolean }): void;
	/** begins anew at another address, as after the start; quicker than another start, and instead of `close` */
	restart(): Promise<LocalAdobe>;
	close(): Promise<void>;
}

/** Settings that differ from the usual ones, and what only a start can set. */
export interface StartOptions extends Partial<Settings> {
	/** default: any free one */
	port?: number;
	/** credentials that it accepts in place of the usual ones */
	demo?: Partial<DemoCredentials>;
}

/**
 * Starts a local Adobe on 127.0.0.1.
 * @throws Error when a setting is wrong or the port is taken
 */
export async function startLocalAdobe(options: StartOptions = {}): Promise<LocalAdobe> {
	const { port = 0, demo, ...settings } = options;
	const initial = { ...defaultSettings, ...checkSettings(settings) };
	const world = new World(initial, { ...demoCredentials, ...demo }, await tenantFiles());
	const routes = serviceRoutes(world);
	const app = createServer(world, routes);
	await app.ready();
	return await open({ world, routes, app, initial }, port);
}

interface Service {
	world: World;
	routes: Route[];
	app: FastifyInstance;
	initial: Settings;
}

async function open(service: Service, port: number): Promise<LocalAdobe> {
	const { world, routes, app, initial } = service;
	const listener = await listen(app, port);
	world.origin = listener.url;
	return {
		url: listener.url,
		demo: world.demo,
		journal: world.journal,
		connections: () => world.connections.all(),
		connection: (id) => world.connections.get(id),
		sourceConnections: () => world.sourceConnections.all(),
		targetConnections: () => world.targetConnections.all(),
		flows: () => world.flows.all(),
		runs: () => world.runs.all(),
		batches: (sandboxName = world.demo.sandboxName) => world.batches.all(sandboxName),
		ingestions: () => world.ingestions.all(),
		records: (datasetId) => world.batches.records(datasetId),
		revokeSecret: (secret) => world.keys.revoke(secret),
		seedRun: (seed) => seedRun(world, seed),
		seedUnfinishedRun: (flowId, startedAt, seed) =>
			seedUnfinishedRun(world, flowId, startedAt, seed),
		seedForeignFlow: (kind) => seedForeignFlow(world, kind),
		amend: (id, changes) => world.oddities.amend(id, changes),
		leaveOut: (runId, times = 1) => world.oddities.leaveOut(runId, times),
		imsRequests: () => world.imsRequests,
		set: (changes) => world.set(checkSettings(changes)),
		registerKeys: (set) => world.keys.register(set),
		expireTokens: () => world.tokens.expireAll(),
		seedConnection: (seed = {}) => seedConnection(world, seed),
		seedDataflow: (seed) => seedDataflow(world, seed),
		seedTenant: () => populateTenant(world, routes),
		putFile: async (path, content, lastModified = world.changedNow()) =>
			world.bucket.put(await bucketFile(path, content, lastModified)),
		reset: (options) => world.reset(options),
		restart: async () => {
			await listener.close();
			world.restart(initial);
			return await open(service, 0);
		},
		close: async () => {
			const closed = listener.close();
			world.timers.clear();
			await closed;
			await app.close();
		},
	};
}
