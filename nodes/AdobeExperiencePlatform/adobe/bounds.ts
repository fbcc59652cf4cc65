import { sleep } from 'n8n-workflow';

/**
 * The bounds of waiting and retrying, in one place. docs/reliability.md quotes them. Times in
 * milliseconds.
 */
export const BOUNDS = {
	/** Tries of one request, the first included. */
	tries: 10,
	/** No new try of an item begins once this has passed since its first. */
	itemBudget: 5 * 60_000,
	/** First wait; each further one doubles, with jitter between half and the whole of it. */
	firstWait: 1_000,
	/** Longest wait, and the longest Retry-After that is honoured. */
	longestWait: 30_000,
	/**
	 * For so long after a try without a clear answer, what it asked for may still appear: a service
	 * that lost the answer can carry the request out late. Nothing is created again before.
	 */
	lateCreate: 25_000,
	/** The same after a try that ran into the Timeout option: such a service is slow by then. */
	lateCreateAfterTimeout: 40_000,
	/** Writes of one item after an etag conflict (412), beyond the first. */
	conflictWrites: 10,
	/** Wait before the write that follows a conflict: up to this, times the number of conflicts. */
	conflictWait: 300,
	/** How long an entity may stay `initializing` before an update gives up. */
	initializing: 60_000,
	/** How long a change that the service has taken may need to be carried out. */
	settle: 120_000,
	/** Wait between two looks whether it is carried out. */
	settlePause: 2_000,
	/** How long a run that was just started may stay unreadable before it is returned as it is. */
	newRun: 60_000,
	/** First wait between two looks whether a batch has ended; each further one is half as long again. */
	batchPause: 2_000,
	/** Clocks of one service may differ by this when the age of an entity is judged. */
	clockSkew: 1_000,
	/**
	 * This machine's clock may be ahead of the service's by this where the service does not tell the
	 * time: what Kerberos grants to clocks. Less would miss what a create left behind and make a second
	 * entity; more would take over one that somebody made earlier.
	 */
	unknownClock: 5 * 60_000,
	/** Items in a row that may end with the service unreachable before the rest gets one try each. */
	patience: 3,
	/** For so long a download may send nothing before it counts as broken. */
	standstill: 60_000,
	/** A poll of the trigger, below n8n's shortest interval of a minute. n8n may give it less. */
	poll: 50_000,
	/** A person waits for a list: after this it says what is wrong instead. */
	list: 10_000,
} as const;

/** For so long one execution computes before the others of this n8n get a chance, in milliseconds. */
const LONGEST_SLICE = 20;

/** Long work in slices: n8n has but one thread for all executions. */
export class Slices {
	private begun = Date.now();

	/**
	 * To be called between two steps of the work; lets others go first if this slice has lasted long enough.
	 * @returns whether it did
	 */
	async pause(): Promise<boolean> {
		if (Date.now() - this.begun < LONGEST_SLICE) return false;
		await sleep(0);
		this.begun = Date.now();
		return true;
	}
}
