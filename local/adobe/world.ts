import { Collection } from './collection';
import { demoSandboxes } from './demo';
import { Faults } from './faults';
import { KeyRegistry } from './keys';
import { Random } from './random';
import { RateLimiter } from './rateLimit';
import type { Settings } from './settings';
import { Timers } from './timers';
import { Tokens } from './tokens';
import type {
	DemoCredentials,
	Flow,
	JournalEntry,
	MappingSet,
	Run,
	Sandbox,
	SourceConnection,
	StoredConnection,
	TargetConnection,
} from './types';

/** Everything that the local Adobe knows, in memory. */
export class World {
	settings: Settings;
	readonly sandboxes: Sandbox[];
	readonly journal: JournalEntry[] = [];
	readonly timers = new Timers();
	imsRequests = 0;
	random!: Random;
	tokens!: Tokens;
	keys!: KeyRegistry;
	connections!: Collection<StoredConnection>;
	sourceConnections!: Collection<SourceConnection>;
	targetConnections!: Collection<TargetConnection>;
	mappingSets!: Map<string, MappingSet>;
	flows!: Collection<Flow>;
	runs!: Collection<Run>;
	faults!: Faults;
	rateLimiter?: RateLimiter;

	constructor(
		settings: Settings,
		readonly demo: DemoCredentials,
	) {
		this.settings = settings;
		this.sandboxes = demoSandboxes(demo.sandboxName);
		this.clear();
	}

	/** Forgets everything but the settings, and starts the seeded generators again. Faults end. */
	reset({ keepTokens = false } = {}): void {
		const { tokens } = this;
		this.settings = { ...this.settings, faults: [] };
		this.clear();
		if (keepTokens) this.tokens = tokens;
	}

	/** Changes behaviour; rules and limits start counting from zero when they are set. */
	set(changes: Partial<Settings>): void {
		this.settings = { ...this.settings, ...changes };
		if (changes.seed !== undefined) this.random = new Random(changes.seed);
		if (changes.faults !== undefined || changes.seed !== undefined) this.startFaults();
		if (changes.rateLimit !== undefined) this.startRateLimit();
	}

	private clear(): void {
		this.timers.clear();
		this.journal.length = 0;
		this.imsRequests = 0;
		this.random = new Random(this.settings.seed);
		this.tokens = new Tokens(this.random);
		this.keys = new KeyRegistry();
		this.keys.register({
			accessKey: this.demo.s3AccessKey,
			secretKey: this.demo.s3SecretKey,
			sessionToken: this.demo.s3SessionToken,
		});
		this.connections = new Collection();
		this.sourceConnections = new Collection();
		this.targetConnections = new Collection();
		this.mappingSets = new Map();
		this.flows = new Collection();
		this.runs = new Collection();
		this.startFaults();
		this.startRateLimit();
	}

	private startFaults(): void {
		// A generator of its own: which requests fail does not depend on how many ids were made.
		this.faults = new Faults(this.settings.faults, new Random(this.settings.seed + 1));
	}

	private startRateLimit(): void {
		const { rateLimit } = this.settings;
		this.rateLimiter = rateLimit ? new RateLimiter(rateLimit, Date.now()) : undefined;
	}
}
