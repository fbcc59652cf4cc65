import { sleep } from 'n8n-workflow';
import { type Failure, Cancelled } from './errors/failure';
import { forgetOldest } from './json';
import { RateLimiter } from './rateLimiter';
import { ServerClock, BOUNDS } from './waits';

/** The clock of an execution. Tests have their own. */
export interface Timer {
	/** Epoch milliseconds. */
	now(): number;
	/** @param signal ends the wait within a quarter of a second */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** From 0 to 1. */
	random(): number;
}

/** n8n's `sleep` cannot be canceled. In slices, it leaves no long timer behind. */
const LONGEST_SLICE = 250;

async function sleepInSlices(ms: number, signal?: AbortSignal): Promise<void> {
	const end = Date.now() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = end - Date.now()) {
		await sleep(Math.min(left, LONGEST_SLICE));
	}
}

const realTimer: Timer = { now: () => Date.now(), sleep: sleepInSlices, random: Math.random };

/** What happened during the execution, for its hint. */
interface ExecutionStats {
	requests: number;
	retried: number;
	conflicts: number;
	/** Unclear creates whose result was found. */
	found: number;
	/** Own duplicates that were deleted: a late create, or one of another writer was older. */
	duplicates: number;
	/** Updates with a successful response that left the etag as it was. */
	unconfirmed: number;
}

/** The first request of an execution. All others wait for it. */
class FirstRequest {
	isTaken = false;

	isOver = false;

	end: () => void = () => {};

	readonly whenOver = new Promise<void>((resolve) => {
		this.end = () => {
			this.isOver = true;
			resolve();
		};
	});
}

/** More than the output pane shows. An execution with many items must not keep a text for each. */
const MOST_WARNINGS = 100;

class Hints extends Set<string> {
	override add(text: string): this {
		return this.size < MOST_WARNINGS ? super.add(text) : this;
	}
}

/** How many reads an execution keeps, which may have thousands of files. A schema may have 10,000 fields. */
const MOST_READS = 200;

/** What all items of one execution of the node share. */
export class Execution {
	readonly firstRequest = new FirstRequest();

	readonly rateLimiter = new RateLimiter();

	readonly clock = new ServerClock();

	readonly stats: ExecutionStats = {
		requests: 0,
		retried: 0,
		conflicts: 0,
		found: 0,
		duplicates: 0,
		unconfirmed: 0,
	};

	/** If set, every further item fails with it, and nothing is sent. */
	fatal: Failure | undefined;

	/** What the user should know about items that succeeded. */
	readonly hints = new Hints();

	/** Explains the last failed try, for callers that give up while they wait for the next one. */
	whyRetried: (() => Failure) | undefined;

	/** Shows a text to the user in the editor, if n8n can. */
	report: (text: string) => void = () => {};

	hasSucceeded = false;

	private exhausted = 0;

	/** What items have read for all, by key. */
	private readonly reads = new Map<string, Promise<unknown>>();

	/** Ends each current wait. The flag is true if the end of the execution also ends it. */
	private readonly waiting = new Map<(reason: Error) => void, boolean>();

	constructor(
		private readonly signal?: AbortSignal,
		readonly timer: Timer = realTimer,
	) {}

	/** The time of the service's clock, in epoch milliseconds. */
	get serviceTime(): number {
		return this.clock.now(this.timer.now());
	}

	/** Reads once what many items need. A failure is not kept, so the next item reads again. */
	async readOnce<T>(key: string, read: () => Promise<T>): Promise<T> {
		let reading = this.reads.get(key) as Promise<T> | undefined;
		if (!reading) {
			reading = read();
			this.reads.set(key, reading);
			forgetOldest(this.reads, MOST_READS);
			reading.catch(() => {
				if (this.reads.get(key) === reading) this.reads.delete(key);
			});
		}
		return await reading;
	}

	/** Waits. Canceling or the end of the execution ends the wait at once. */
	async wait(ms: number): Promise<void> {
		this.throwIfEnded();
		if (ms > 0) await this.untilEnded(this.timer.sleep(ms, this.signal));
	}

	/** The outcome of `work`, unless the user cancels first. */
	async untilCancelled<T>(work: Promise<T>): Promise<T> {
		return this.signal ? await this.unlessEnded(work, false) : await work;
	}

	/** The outcome of `work` that is not a request, unless the user cancels or the execution ends first. */
	async untilEnded<T>(work: Promise<T>): Promise<T> {
		return await this.unlessEnded(work, true);
	}

	/**
	 * Ends the execution: every item that has not ended fails with this, those that wait at once. Requests in
	 * flight are still awaited, since they may have written something.
	 * @returns the first failure that ended the execution
	 */
	end(failure: Failure): Failure {
		this.fatal ??= failure;
		for (const [end, byExecution] of this.waiting) if (byExecution) end(this.fatal);
		return this.fatal;
	}

	private async unlessEnded<T>(work: Promise<T>, byExecution: boolean): Promise<T> {
		const { signal } = this;
		if (byExecution) this.throwIfEnded();
		else this.throwIfCancelled();
		let end: (reason: Error) => void = () => {};
		const ended = new Promise<never>((_resolve, reject) => (end = reject));
		// One listener for all waits, since a signal searches its whole list for each new one.
		if (this.waiting.size === 0) signal?.addEventListener('abort', this.cancelAll);
		this.waiting.set(end, byExecution);
		try {
			return await Promise.race([work, ended]);
		} finally {
			this.waiting.delete(end);
			if (this.waiting.size === 0) signal?.removeEventListener('abort', this.cancelAll);
		}
	}

	private readonly cancelAll = () => {
		for (const end of this.waiting.keys()) end(new Cancelled());
	};

	throwIfCancelled(): void {
		if (this.signal?.aborted) throw new Cancelled();
	}

	private throwIfEnded(): void {
		this.throwIfCancelled();
		if (this.fatal) throw this.fatal;
	}

	/** After several items in a row with the service unreachable, each of the others gets one try. */
	get isImpatient(): boolean {
		return this.exhausted >= BOUNDS.patience;
	}

	noteExhausted(): void {
		this.exhausted++;
	}

	noteSuccess(): void {
		this.hasSucceeded = true;
		this.exhausted = 0;
	}
}

/** A change in Adobe. The user needs to know it if the execution stops later. */
interface Change {
	id: string;
	how: 'created' | 'updated' | 'deleted';
}

/** A write without a clear response. It may have been carried out, or may still be. */
export interface UnclearWrite {
	how: Change['how'];
	/** In words: `the base connection "S3 one"`. */
	what: string;
}

/** What belongs to one item of an execution. */
export class ItemScope {
	private firstTry: number | undefined;

	/** In order. Noted as soon as it happened, whether or not the item succeeds. */
	changes: Change[] = [];

	/** Reported with any failure of the item, since it may decide what the user does next. */
	private readonly unclear = new Map<string, UnclearWrite>();

	/** @param secrets values of this item that must not appear in any message */
	constructor(readonly secrets: readonly string[] = []) {}

	/** Starts the item's budget, if it has not started. */
	begin(now: number): void {
		this.firstTry ??= now;
	}

	/** The budget starts again with the next request, for items that wait. */
	renewBudget(): void {
		this.firstTry = undefined;
	}

	/** Whether another try may start after `wait` milliseconds. */
	hasBudget(now: number, wait: number): boolean {
		return now + wait - (this.firstTry ?? now) <= BOUNDS.itemBudget;
	}

	noteChange(id: string, how: Change['how']): void {
		if (!this.changes.some((change) => change.id === id && change.how === how)) {
			this.changes.push({ id, how });
		}
	}

	/** Forgets a change, for instance a create that was deleted again. */
	dropChange(id: string): void {
		this.changes = this.changes.filter((change) => change.id !== id);
	}

	noteUnclear(write: UnclearWrite): void {
		this.unclear.set(`${write.how} ${write.what}`, write);
	}

	/** The outcome of that write is now known. */
	settle({ how, what }: UnclearWrite): void {
		this.unclear.delete(`${how} ${what}`);
	}

	isUnclear(how: Change['how'], noun: string): boolean {
		return [...this.unclear.values()].some(
			(write) => write.how === how && write.what.startsWith(`the ${noun} `),
		);
	}

	/** A sentence for each write without a known outcome. Empty for none. */
	get unclearNote(): string {
		return [...this.unclear.values()]
			.map(({ how, what }) =>
				how === 'created'
					? `Adobe's response was lost, so ${what} may have been created. Check before you run this item again.`
					: `An earlier attempt got no response, so ${what} may have been ${how}.`,
			)
			.join(' ');
	}
}
