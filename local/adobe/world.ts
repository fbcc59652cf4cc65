import { Batches } from './batches';
import { Ingestions } from './ingestions';
import { Bucket, type BucketFile } from './bucket/bucket';
import type { Datasets } from './catalog/datasets';
import { MappingSets } from './dataPrep/mappingSets';
import { demoSandboxes } from './demo';
import { Collection } from './flowService/entities/collection';
import { Oddities } from './flowService/entities/oddities';
import { Schedules } from './flowService/flows/schedules';
import { RunFaults } from './flowService/runs/runFaults';
import { Tokens } from './ims/tokens';
import { Random } from './random';
import type { Schemas } from './schemaRegistry/schemas';
import { Faults } from './server/faults';
import { RateLimiter } from './server/rateLimit';
import type { Settings } from './server/settings';
import { Timers } from './server/timers';
import { KeyRegistry } from './sts/keys';
import { tenantCatalog } from './tenant/tenant';
import type {
	DemoCredentials,
	Flow,
	JournalEntry,
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
	/** where the server listens, for links in stored answers */
	origin = '';
	random!: Random;
	tokens!: Tokens;
	keys!: KeyRegistry;
	connections!: Collection<StoredConnection>;
	sourceConnections!: Collection<SourceConnection>;
	targetConnections!: Collection<TargetConnection>;
	mappingSets!: MappingSets;
	flows!: Collection<Flow>;
	schedules!: Schedules;
	runs!: Collection<Run>;
	batches!: Batches;
	ingestions!: Ingestions;
	oddities!: Oddities;
	runFaults!: RunFaults;
	bucket!: Bucket;
	schemas!: Schemas;
	datasets!: Datasets;
	faults!: Faults;
	rateLimiter?: RateLimiter;

	constructor(
		settings: Settings,
		readonly demo: DemoCredentials,
		/** what lies in the bucket at the start and after a reset */
		private readonly files: readonly BucketFile[],
	) {
		this.settings = settings;
		this.sandboxes = demoSandboxes(demo.sandboxName);
		this.clear();
	}

	/** The service's clock, epoch milliseconds. */
	now(): number {
		return Date.now() + this.settings.clockOffsetMs;
	}

	/** What a store notes of a change now: whole seconds, as S3 does. Epoch milliseconds. */
	changedNow(): number {
		return Math.floor(this.now() / 1000) * 1000;
	}

	/** Forgets everything but the settings, and starts the seeded generators again. Faults end. */
	reset({ keepTokens = false } = {}): void {
		const { tokens } = this;
		this.settings = { ...this.settings, faults: [], runFaults: [] };
		this.clear();
		if (keepTokens) this.tokens = tokens;
	}

	/** Begins anew, with these settings. */
	restart(settings: Settings): void {
		this.settings = settings;
		this.clear();
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
		this.mappingSets = new MappingSets();
		this.flows = new Collection();
		this.schedules = new Schedules();
		this.runs = new Collection(['name', 'flowId']);
		this.batches = new Batches();
		this.ingestions = new Ingestions();
		this.oddities = new Oddities();
		this.runFaults = new RunFaults(this);
		this.bucket = new Bucket(this.files);
		Object.assign(this, tenantCatalog(this.demo.sandboxName));
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
