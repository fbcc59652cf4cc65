import { sleep } from 'n8n-workflow';
import { BOUNDS } from './bounds';
import { Cancelled, type Failure } from './failure';
import { Pace } from './pace';
import { ServerClock } from './serverClock';

/** Time as the run sees it; tests bring their own. */
export interface Timer {
	/** Epoch milliseconds. */
	now(): number;
	sleep(ms: number): Promise<void>;
	/** 0 to 1. */
	random(): number;
}

const realTimer: Timer = { now: Date.now, sleep, random: Math.random };

/** What happened on the way, for the execution hint. */
export interface RunStats {
	requests: number;
	repeated: number;
	conflicts: number;
	adopted: number;
}

/** The first request of a run, which the others wait for. */
class Opening {
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

/** What all items of one node run share. */
export class Run {
	readonly opening = new Opening();

	readonly pace = new Pace();

	readonly clock = new ServerClock();

	readonly stats: RunStats = { requests: 0, repeated: 0, conflicts: 0, adopted: 0 };

	/** Once set, every item that follows gets this failure and nothing is sent for it. */
	fatal: Failure | undefined;

	/** Whether the service has answered any request of this run as wished. */
	hasSucceeded = false;

	private exhausted = 0;

	/** Ends what waits at the moment. */
	private readonly waiting = new Set<(reason: Cancelled) => void>();

	constructor(
		private readonly signal?: AbortSignal,
		readonly timer: Timer = realTimer,
	) {}

	/** Waits, and ends the wait at once where the user cancels the execution. */
	async wait(ms: number): Promise<void> {
		this.throwIfCancelled();
		if (ms > 0) await this.untilCancelled(this.timer.sleep(ms));
	}

	/** The outcome of `work`, unless the user cancels first. */
	async untilCancelled<T>(work: Promise<T>): Promise<T> {
		const { signal } = this;
		if (!signal) return await work;
		this.throwIfCancelled();
		let onCancel: (reason: Cancelled) => void = () => {};
		const cancelled = new Promise<never>((_resolve, reject) => (onCancel = reject));
		// One listener for all that wait: a signal searches its whole list for each one added.
		if (this.waiting.size === 0) signal.addEventListener('abort', this.cancelAll);
		this.waiting.add(onCancel);
		try {
			return await Promise.race([work, cancelled]);
		} finally {
			this.waiting.delete(onCancel);
			if (this.waiting.size === 0) signal.removeEventListener('abort', this.cancelAll);
		}
	}

	private readonly cancelAll = () => {
		for (const cancel of this.waiting) cancel(new Cancelled());
	};

	throwIfCancelled(): void {
		if (this.signal?.aborted) throw new Cancelled();
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

/** Something that an item changed in Adobe, told to the user if the run stops later on. */
export interface Change {
	id: string;
	how: 'created' | 'updated' | 'deleted';
}

/** What belongs to one item of the run. */
export class ItemScope {
	private firstTry: number | undefined;

	/** Set as soon as it happened, whether or not the item as a whole ends well. */
	change: Change | undefined;

	/** @param secrets values of this item that must not appear in any message */
	constructor(readonly secrets: readonly string[] = []) {}

	/** Starts the item's budget, the first time that it is called. */
	begin(now: number): void {
		this.firstTry ??= now;
	}

	/** Whether a further try may begin after `wait` milliseconds. */
	hasBudget(now: number, wait: number): boolean {
		return now + wait - (this.firstTry ?? now) <= BOUNDS.itemBudget;
	}
}
