import { sleep } from 'n8n-workflow';
import { BOUNDS } from './bounds';
import { Cancelled, type Failure } from './errors/failure';
import { RateLimiter } from './rateLimiter';
import { ServerClock } from './serverClock';

/** Time as the run sees it; tests bring their own. */
export interface Timer {
	/** Epoch milliseconds. */
	now(): number;
	/** @param signal ends the wait early, within a quarter of a second */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** 0 to 1. */
	random(): number;
}

/** n8n's `sleep` cannot be ended; in slices, a cancelled wait leaves no long timer behind. */
const LONGEST_SLICE = 250;

async function sleepInSlices(ms: number, signal?: AbortSignal): Promise<void> {
	const end = Date.now() + ms;
	for (let left = ms; left > 0 && !signal?.aborted; left = end - Date.now()) {
		await sleep(Math.min(left, LONGEST_SLICE));
	}
}

const realTimer: Timer = { now: () => Date.now(), sleep: sleepInSlices, random: Math.random };

/** What happened on the way, for the execution hint. */
interface ExecutionStats {
	requests: number;
	retried: number;
	conflicts: number;
	/** Creates without a clear answer whose result was found. */
	found: number;
	/** Own duplicates that were deleted again: a create that landed late, or another writer's was older. */
	duplicates: number;
	/** Updates answered as a success that left the etag as it was. */
	unconfirmed: number;
}

/** The first request of a run, which the others wait for. */
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

/** More than the output pane shows; a run of many items must not keep a text for each. */
const MOST_WARNINGS = 100;

class Hints extends Set<string> {
	override add(text: string): this {
		return this.size < MOST_WARNINGS ? super.add(text) : this;
	}
}

/** What all items of one node run share. */
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

	/** Once set, every item that follows gets this failure and nothing is sent for it. */
	fatal: Failure | undefined;

	/** What the user should know of items that succeeded. */
	readonly hints = new Hints();

	/** Explains the last try that was retried, for whoever gives up in the middle of a wait. */
	whyRetried: (() => Failure) | undefined;

	/** Whether the service has answered any request of this run as wished. */
	hasSucceeded = false;

	private exhausted = 0;

	/** Ends what waits at the moment; of those that the end of the run ends, too, the flag is true. */
	private readonly waiting = new Map<(reason: Error) => void, boolean>();

	constructor(
		private readonly signal?: AbortSignal,
		readonly timer: Timer = realTimer,
	) {}

	/** What the service's clock shows now, epoch milliseconds. */
	get serviceTime(): number {
		return this.clock.now(this.timer.now());
	}

	/** Waits; cancelling the execution and the end of the run end the wait at once. */
	async wait(ms: number): Promise<void> {
		this.throwIfEnded();
		if (ms > 0) await this.untilEnded(this.timer.sleep(ms, this.signal));
	}

	/** The outcome of `work`, unless the user cancels first. */
	async untilCancelled<T>(work: Promise<T>): Promise<T> {
		return this.signal ? await this.unlessEnded(work, false) : await work;
	}

	/** The outcome of `work` that is no request, unless the user cancels or the run ends first. */
	async untilEnded<T>(work: Promise<T>): Promise<T> {
		return await this.unlessEnded(work, true);
	}

	/**
	 * Ends the run: every item that has not ended gets this failure, those that wait at once. Answers of
	 * requests that are under way are still awaited, since they may have written something.
	 * @returns the failure that ended it, which is the first
	 */
	end(failure: Failure): Failure {
		this.fatal ??= failure;
		for (const [end, byRun] of this.waiting) if (byRun) end(this.fatal);
		return this.fatal;
	}

	private async unlessEnded<T>(work: Promise<T>, byRun: boolean): Promise<T> {
		const { signal } = this;
		if (byRun) this.throwIfEnded();
		else this.throwIfCancelled();
		let end: (reason: Error) => void = () => {};
		const ended = new Promise<never>((_resolve, reject) => (end = reject));
		// One listener for all that wait: a signal searches its whole list for each one added.
		if (this.waiting.size === 0) signal?.addEventListener('abort', this.cancelAll);
		this.waiting.set(end, byRun);
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

	/** Some items in a row ended with the service unreachable: the rest gets one try each. */
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
