import { demoCredentials } from './demo';
import { seedConnection, type SeedConnection } from './seed';
import { createServer } from './server';
import { checkSettings, defaultSettings, type Settings } from './settings';
import type { DemoCredentials, JournalEntry, KeySet, StoredConnection } from './types';
import { World } from './world';

export { demoAwsKeys, demoCredentials } from './demo';
export type { SeedConnection } from './seed';
export type { FaultRule, MaskStyle, RateLimit, Settings } from './settings';
export type { DemoCredentials, JournalEntry, KeySet, StoredConnection } from './types';

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
	/** token requests seen */
	imsRequests(): number;
	/** changes behaviour while running */
	set(settings: Partial<Settings>): void;
	/** adds a set of S3 keys that `test`, explore and runs of flows accept */
	registerKeys(set: KeySet): void;
	/** every IMS token handed out so far is refused from now on (401013) */
	expireTokens(): void;
	/** puts a connection in without a request */
	seedConnection(seed?: SeedConnection): StoredConnection;
	/** forgets connections, journal, tokens (unless they are to be kept), faults and flows; the other settings stay */
	reset(options?: { keepTokens?: boolean }): void;
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
	const world = new World(
		{ ...defaultSettings, ...checkSettings(settings) },
		{ ...demoCredentials, ...demo },
	);
	const app = createServer(world);
	const url = await app.listen({ port, host: '127.0.0.1' });
	return {
		url,
		demo: world.demo,
		journal: world.journal,
		connections: () => world.connections.all(),
		connection: (id) => world.connections.get(id),
		imsRequests: () => world.imsRequests,
		set: (changes) => world.set(checkSettings(changes)),
		registerKeys: (set) => world.keys.register(set),
		expireTokens: () => world.tokens.expireAll(),
		seedConnection: (seed = {}) => seedConnection(world, seed),
		reset: (options) => world.reset(options),
		close: async () => {
			const closed = app.close();
			world.timers.clear();
			await closed;
		},
	};
}
